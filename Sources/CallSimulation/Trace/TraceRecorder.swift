import MediaCodecs
public import MediaTransport
import RawMedia
public import Scenarios
public import Units

/// Records all the traces that a scenario needs, in pieces of work that may be done side by side.
public struct TraceRecorder: Sendable {
    /// One piece of work.
    public enum Job: Hashable, Sendable {
        case sound(TraceBook.Sound)
        case rung(of: Scenarios.VideoSource, size: FrameSize, bitrate: DataRate)
    }

    /// What came of one.
    public enum Piece: Hashable, Sendable {
        case sound(TraceBook.Sound, AudioTrace)
        case rung(Scenarios.VideoSource, FrameSize, VideoTrace.Rung)
    }

    private let library: MediaLibrary
    private let audio: AudioPlan
    private let video: VideoPlan?
    /// In order: sounds, then pictures from the largest size and the highest rate on.
    public let jobs: [Job]

    /// - Parameter library: has drawn and read what the scenario names.
    public init(_ scenario: Scenario, library: MediaLibrary) {
        self.library = library
        let (audio, video) = (AudioPlan(scenario.media.audio), scenario.media.video.map(VideoPlan.init))
        (self.audio, self.video) = (audio, video)
        var sounds: [TraceBook.Sound] = []
        var pictures: [Scenarios.VideoSource] = []
        for (party, groups) in [(Party.clinician, scenario.clinicians), (.patient, scenario.patients)] {
            for group in groups {
                let sound = TraceBook.Sound(group.audioSource, of: party)
                if !sounds.contains(sound) { sounds.append(sound) }
                if !pictures.contains(group.videoSource) { pictures.append(group.videoSource) }
            }
        }
        jobs = sounds.map { .sound($0) } + (video.map { video in pictures.flatMap { Self.rungs(of: $0, video) } } ?? [])
    }

    private static func rungs(of source: Scenarios.VideoSource, _ video: VideoPlan) -> [Job] {
        let rates = TraceRates.rungs(from: video.bitrateMin, to: video.largestBitrate)
        return EncoderControlConfiguration(video).frameSizes.flatMap { size in
            rates.reversed().map { .rung(of: source, size: size, bitrate: $0) }
        }
    }

    /// Does one piece of work.
    ///
    /// - Throws: `CodecError` where a codec refuses the settings.
    public func perform(_ job: Job) throws -> Piece {
        switch job {
        case .sound(let sound): return .sound(sound, try trace(of: sound))
        case .rung(let source, let size, let bitrate):
            guard let video else { preconditionFailure("a scenario without pictures has no rungs") }
            let recorder = VideoTraceRecorder(source: library.makeSource(source), plan: video)
            return .rung(source, size, try recorder.rung(size, bitrate))
        }
    }

    private func trace(of sound: TraceBook.Sound) throws -> AudioTrace {
        switch sound {
        case .voice(let party): return try sounds.voice(party == .clinician ? .low : .high)
        case .file(let path): return try sounds.recording(library.clip(path))
        }
    }

    private var sounds: AudioTraceRecorder { AudioTraceRecorder(settings: audio.encoder) }

    /// What a book lacks of what the scenario needs.
    public func missing(in book: TraceBook) -> [Job] {
        jobs.filter { job in
            switch job {
            case .sound(let sound):
                book[sound].map { $0.levels.map(\.expectedLossPercent) != sounds.expectedLossPercents } ?? true
            case .rung(let source, let size, let bitrate): !(book[source]?.holds(size, bitrate) ?? false)
            }
        }
    }

    /// Puts the pieces together; their order does not matter.
    public func book(of pieces: [Piece]) -> TraceBook {
        var book = TraceBook()
        var rungs: [Scenarios.VideoSource: [FrameSize: [VideoTrace.Rung]]] = [:]
        for piece in pieces {
            switch piece {
            case .sound(let sound, let trace): book[sound] = trace
            case .rung(let source, let size, let rung): rungs[source, default: [:]][size, default: []].append(rung)
            }
        }
        for (source, sizes) in rungs { book[source] = VideoTrace(rungs: sizes) }
        return book
    }
}

extension TraceRecorder.Job: CustomStringConvertible {
    public var description: String {
        switch self {
        case .sound(let sound): sound.label
        case .rung(let source, let size, let bitrate):
            "\(source.label) at \(size.width)x\(size.height) and \(bitrate.bitsPerSecond / 1_000) kbit/s"
        }
    }
}

extension VideoPlan {
    /// The most that the encoder may be set to.
    fileprivate var largestBitrate: DataRate {
        bitrateMax ?? SenderConfiguration.maximumVideoBitrate(width: encoder.width, height: encoder.height)
    }
}
