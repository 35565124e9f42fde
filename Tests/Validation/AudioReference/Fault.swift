import MediaCodecs
import RawMedia
import TestSupport
import Units

/// What can happen to sound on its way, applied to samples at 48 kHz.
enum Fault {
    static func delayed(_ samples: [Int16], milliseconds: Int) -> [Int16] {
        [Int16](repeating: 0, count: milliseconds * 48) + samples
    }

    /// The share of whole pieces that is silenced, drawn.
    static func silenced(_ samples: [Int16], share: Double, milliseconds: Int) -> [Int16] {
        var generator = SplitMix64(seed: 5)
        var output = samples
        let length = milliseconds * 48
        for start in stride(from: 0, to: samples.count - length, by: length)
        where generator.unitInterval() < share {
            for index in start..<(start + length) { output[index] = 0 }
        }
        return output
    }

    /// One second of silence, half a second into the longest spurt.
    static func droppedSecond(_ talk: Talk) -> [Int16] {
        let longest = talk.spurts.max { $0.end - $0.start < $1.end - $1.start }
        let begin = (longest?.start ?? .zero) + .milliseconds(500)
        let start = Int(begin.nanoseconds / 1_000_000) * 48
        var output = talk.samples
        for index in start..<min(start + 48_000, output.count) { output[index] = 0 }
        return output
    }

    static func scaled(_ samples: [Int16], factor: Double) -> [Int16] {
        samples.map { Int16(min(max((Double($0) * factor).rounded(), -32_768), 32_767)) }
    }

    /// Slower, pitch and all, by linear interpolation.
    static func slowed(_ samples: [Int16], by share: Double) -> [Int16] {
        (0..<Int(Double(samples.count - 1) * (1 + share))).map { index in
            let place = Double(index) / (1 + share)
            let (whole, rest) = (Int(place), place - place.rounded(.down))
            let next = samples[min(whole + 1, samples.count - 1)]
            return Int16(Double(samples[whole]) * (1 - rest) + Double(next) * rest)
        }
    }

    /// A pitch period inserted or removed every so often, as a jitter buffer does it.
    static func stretched(_ samples: [Int16], every milliseconds: Int, inserts: (Int) -> Bool) -> [Int16] {
        var output: [Int16] = []
        for (number, start) in stride(from: 0, to: samples.count, by: milliseconds * 48).enumerated() {
            var piece = Array(samples[start..<min(start + milliseconds * 48, samples.count)])
            if inserts(number) {
                _ = TimeStretch.preemptivelyExpand(&piece, backgroundEnergy: nil)
            } else {
                _ = TimeStretch.accelerate(&piece, backgroundEnergy: nil)
            }
            output += piece
        }
        return output
    }

    /// The delay changes in each pause of 300 ms or more, 60 ms up and down in turns.
    static func steppedInPauses(_ talk: Talk) -> [Int16] {
        var output: [Int16] = delayed([], milliseconds: 100)
        var begin = 0
        var goesUp = true
        for (spurt, next) in zip(talk.spurts, talk.spurts.dropFirst()) where next.start - spurt.end > .milliseconds(300)
        {
            let middle = Int((spurt.end.nanoseconds + next.start.nanoseconds) / 2_000_000) * 48
            output += talk.samples[begin..<middle]
            begin = middle
            if goesUp { output += [Int16](repeating: 0, count: 2_880) } else { begin += 2_880 }
            goesUp.toggle()
        }
        return output + talk.samples[begin...]
    }

    /// Noise at -26 dBov in the share of pieces of 200 ms in which nobody talks.
    static func noisyPauses(_ talk: Talk, share: Double) -> [Int16] {
        var generator = SplitMix64(seed: 6)
        var output = talk.samples
        for start in stride(from: 0, to: output.count - 9_600, by: 9_600)
        where generator.unitInterval() < share {
            let (from, to) = (
                TimeDelta.milliseconds(Int64(start / 48)), TimeDelta.milliseconds(Int64(start / 48) + 200)
            )
            guard !talk.spurts.contains(where: { $0.start < to && from < $0.end }) else { continue }
            for index in start..<(start + 9_600) {
                output[index] = Int16(5_686 * (generator.unitInterval() - 0.5))
            }
        }
        return output
    }

    /// Through Opus, with packets of 20 ms lost in bursts and concealed by the codec.
    static func opus(
        _ samples: [Int16],
        kilobitsPerSecond: Int64,
        loss: Double = 0,
        burst: Int = 1
    ) throws(CodecError) -> [Int16] {
        var generator = SplitMix64(seed: 7)
        var encoder = try OpusEncoder(OpusEncoderSettings(bitrate: .kilobitsPerSecond(kilobitsPerSecond)))
        var decoder = try OpusDecoder()
        var output: [Int16] = []
        var lost = 0
        for start in stride(from: 0, to: samples.count - 959, by: 960) {
            let packet = try encoder.encode(Array(samples[start..<(start + 960)]))
            if lost == 0, generator.unitInterval() < loss / Double(burst) { lost = burst }
            if lost > 0 {
                lost -= 1
                try decoder.conceal(sampleCount: 960, into: &output)
            } else {
                try decoder.decode(packet.bytes, into: &output)
            }
        }
        return output
    }
}
