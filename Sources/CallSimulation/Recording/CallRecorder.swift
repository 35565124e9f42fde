import MediaTransport
import NetworkEmulation
import RTPWire
import RawMedia
import Results
import Units
import VirtualTime

/// Watches one call from outside and keeps what its replay is about: sound, pictures, packets and a log of events.
///
/// It knows what no endpoint knows, the fate of every packet on both sides, and changes nothing. A call without one
/// pays for the test of an optional at each event.
struct CallRecorder {
    private let end: Timestamp
    private let video: VideoPlan?
    private let pictures: RecordedPictures
    var log: EventLog
    var packets = PacketLedger()
    private var sides: [RecordedSide]

    init(plan: CallPlan, pictures: RecordedPictures) {
        end = plan.end
        video = plan.video
        self.pictures = plan.video == nil ? .none : pictures
        log = EventLog(start: plan.startsAt)
        let streams = CallStreams(plan: plan)
        sides = Party.allCases.map {
            RecordedSide(
                party: $0,
                identifiers: streams[$0].identifiers,
                isForwarded: plan.forwarding != nil
            )
        }
    }

    var keepsPictures: Bool { pictures == .y4m }

    subscript(party: Party) -> RecordedSide {
        get { sides[Int(party.rawValue)] }
        _modify { yield &sides[Int(party.rawValue)] }
    }

    mutating func connected(_ party: Party, at now: Timestamp) {
        self[party].connect(at: now, until: end, video: video, pictures: pictures)
        log.add(.connected, at: party, now)
    }

    mutating func retargeted(_ party: Party, _ target: EncoderTarget, at now: Timestamp) {
        log.add(
            .encoderTarget,
            at: party,
            now,
            [
                "video_bitrate": .integer(target.videoBitrate.bitsPerSecond),
                "expected_loss": .score(target.expectedLoss.value),
            ]
        )
    }

    /// Closes what is still open; nothing may follow.
    mutating func finish() {
        for party in Party.allCases {
            self[party].finish()
            closeOpenConcealment(of: party, at: end)
            closeOpenFreeze(of: party, at: end)
        }
    }

    /// What was recorded since this was last asked.
    mutating func take() -> [RecordedChunk] {
        var chunks = [RecordedChunk(file: .events, bytes: log.take())]
        for party in Party.allCases { self[party].take(into: &chunks) }
        return chunks.filter { !$0.bytes.isEmpty }
    }

    var keys: [CaptureKey] { sides.map(\.key) }

    /// The starts of files that only the end of the call makes right.
    var finalHeaders: [RecordedChunk] {
        Party.allCases.compactMap { party in
            self[party].encoded.map { RecordedChunk(file: .pictures(party), bytes: $0.finalHeader) }
        }
    }
}
