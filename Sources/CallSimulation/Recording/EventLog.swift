import NetworkEmulation
import Results
import Units
import VirtualTime

/// Where something happens; part of the results format.
enum EventPlace: String {
    case clinician
    case patient
    /// The forwarding unit.
    case sfu

    init(_ party: Party) { self = party == .clinician ? .clinician : .patient }

    /// Where a datagram leaves.
    init(sendingOf packet: InFlight.Envelope) { self = packet.isForwarded ? .sfu : Self(packet.sender) }
}

/// The lines of `events.ndjson`, in the order of what happened.
struct EventLog {
    /// What a line is about; part of the results format.
    enum Kind: String, CaseIterable {
        case connected
        case frameCaptured = "frame_captured"
        case frameEncoded = "frame_encoded"
        case frameDropped = "frame_dropped"
        case encoderTarget = "encoder_target"
        case keyFrameRequested = "key_frame_requested"
        case pacerFlushed = "pacer_flushed"
        case packetSent = "packet_sent"
        case packetDropped = "packet_dropped"
        case packetArrived = "packet_arrived"
        case nackSent = "nack_sent"
        case pliSent = "pli_sent"
        case firSent = "fir_sent"
        case frameAssembled = "frame_assembled"
        case frameDecoded = "frame_decoded"
        case framePassedOver = "frame_passed_over"
        case frameShown = "frame_shown"
        case freezeBegin = "freeze_begin"
        case freezeEnd = "freeze_end"
        case audioDecision = "audio_decision"
        case concealmentBegin = "concealment_begin"
        case concealmentEnd = "concealment_end"
    }

    private let start: Timestamp
    private var bytes: [UInt8] = []

    /// A log whose times count from `start`.
    init(start: Timestamp) { self.start = start }

    mutating func add(_ kind: Kind, at party: Party, _ now: Timestamp, _ details: JSONObject = [:]) {
        add(kind, at: EventPlace(party), now, details)
    }

    mutating func add(_ kind: Kind, at place: EventPlace, _ now: Timestamp, _ details: JSONObject = [:]) {
        var object: JSONObject = ["t_s": seconds(now), "at": .string(place.rawValue), "event": .string(kind.rawValue)]
        for member in details.members { object.append(member.key, member.value) }
        JSONValue.object(object).appendLine(to: &bytes)
    }

    /// The lines since this was last asked.
    mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    /// A moment in seconds since the call began, exact to the nanosecond.
    func seconds(_ time: Timestamp) -> JSONValue {
        .number(JSONNumber(secondsFromNanoseconds: (time - start).nanoseconds))
    }
}

extension JSONValue {
    /// A span in milliseconds, exact to the nanosecond.
    static func milliseconds(_ span: TimeDelta) -> JSONValue {
        .number(JSONNumber(exact: Double(span.nanoseconds) / 1e6))
    }

    static func seconds(_ span: TimeDelta) -> JSONValue {
        .number(JSONNumber(secondsFromNanoseconds: span.nanoseconds))
    }
}

extension Leg {
    var name: String {
        switch self {
        case .clinicianUp: "clinician_up"
        case .clinicianDown: "clinician_down"
        case .patientUp: "patient_up"
        case .patientDown: "patient_down"
        case .sharedUp: "shared_up"
        case .sharedDown: "shared_down"
        case .relay: "relay"
        }
    }
}

extension Fate {
    var name: String {
        switch self {
        case .delivered: "delivered"
        case .lost: "lost"
        case .queueDropped: "queue_dropped"
        case .outage: "outage"
        case .corrupted: "corrupted"
        case .policed: "policed"
        }
    }
}
