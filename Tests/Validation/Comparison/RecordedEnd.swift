public import Results

/// One of the two ends of a recorded call: A plays the clinician here, B the patient.
public enum RecordedEnd: String, Hashable, Sendable, CaseIterable {
    case a = "A"
    case b = "B"

    public var other: RecordedEnd { self == .a ? .b : .a }
}

/// What one end of one call received, measured in a browser or in the simulator alike.
public struct EndMeasurements: Hashable, Sendable {
    /// The end's own `getStats`.
    public var statistics: StatisticsTable
    /// PSNR-Y of pictures that this end showed, in dB; empty where none was measured.
    public var pictureQuality: [Double]
    /// What the network was offered for this end and took of it; `nil` where nobody looked.
    public var path: PathCounts?
    /// The mean of `audio.mos` over the windows of the call, where the simulator knows it; browsers' is scored from
    /// `statistics`.
    public var audioMOS: Double?

    public init(
        statistics: StatisticsTable,
        pictureQuality: [Double] = [],
        path: PathCounts? = nil,
        audioMOS: Double? = nil
    ) {
        self.statistics = statistics
        self.pictureQuality = pictureQuality
        self.path = path
        self.audioMOS = audioMOS
    }
}

/// RTP packets of one direction, counted where they enter the emulated link.
public struct PathCounts: Hashable, Sendable {
    public var packets: Int
    public var packetsQueueDropped: Int
    /// First sendings of video, without retransmissions, padding and repair.
    public var videoPackets: Int
    /// ULPFEC.
    public var fecPackets: Int

    public init(packets: Int = 0, packetsQueueDropped: Int = 0, videoPackets: Int = 0, fecPackets: Int = 0) {
        self.packets = packets
        self.packetsQueueDropped = packetsQueueDropped
        self.videoPackets = videoPackets
        self.fecPackets = fecPackets
    }
}

/// Both ends of one call.
public struct CallMeasurements: Hashable, Sendable {
    public var a: EndMeasurements
    public var b: EndMeasurements

    public init(a: EndMeasurements, b: EndMeasurements) {
        self.a = a
        self.b = b
    }

    public subscript(end: RecordedEnd) -> EndMeasurements { end == .a ? a : b }
}

/// A recorded call: what was done to it and what was measured.
public struct Recording: Hashable, Sendable {
    public var condition: String
    public var repetition: Int
    public var set: RecordedSettings
    public var measurements: CallMeasurements

    public init(condition: String, repetition: Int, set: RecordedSettings, measurements: CallMeasurements) {
        self.condition = condition
        self.repetition = repetition
        self.set = set
        self.measurements = measurements
    }
}

/// What a recording was made with, the same for all repeats of a condition.
public struct RecordedSettings: Hashable, Sendable {
    /// The impairments as the emulator was told them.
    public var schedule: [String]
    public var seconds: Int
    public var carriesVideo: Bool
    public var width: Int
    public var height: Int

    public init(schedule: [String], seconds: Int, carriesVideo: Bool, width: Int, height: Int) {
        self.schedule = schedule
        self.seconds = seconds
        self.carriesVideo = carriesVideo
        self.width = width
        self.height = height
    }
}

/// Something about the recordings or their companions that cannot be used: what, where, and what to do.
public struct ValidationError: Error, Hashable, Sendable, CustomStringConvertible {
    public let place: String
    public let message: String
    public let hint: String

    public init(_ place: String, _ message: String, hint: String) {
        self.place = place
        self.message = message
        self.hint = hint
    }

    public var description: String { "\(place): error: \(message)\n  hint: \(hint)" }
}
