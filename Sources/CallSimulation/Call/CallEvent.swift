import Units
import VirtualTime

/// What can happen in a call.
enum CallEvent {
    case join(Party)
    /// Its relay, if it has one, has let it in.
    case enter(Party)
    /// Its forwarding unit takes it in, once the relay has.
    case admit(Party)
    case captureAudio(Party)
    case captureVideo(Party)
    /// A datagram reaches the start of the next link of its path.
    case hop(slot: Int, hop: Int)
    /// A datagram reaches the party at the end of its path.
    case arrival(slot: Int)
    /// A segment of a party's tunnel reaches the start of its next link, or the end of them.
    case segmentHop(Party, slot: Int, hop: Int)
    case segmentArrival(Party, slot: Int)
    /// A party's tunnel has a timer that may have run out.
    case tunnel(Party)
    /// A link of the call's own may let packets go that it held.
    case link(Leg)
    case timer(Party)
    /// The forwarding unit has something to do.
    case forwardingTimer
    case playAudio(Party)
    case showVideo(Party, picture: Int)
    /// As many seconds of the call are over.
    case second(Int)
    /// The series of one end is due, where it counts from that end's connection.
    case sample(Party)
}
