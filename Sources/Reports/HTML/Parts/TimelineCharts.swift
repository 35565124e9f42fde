import Plots
import QualityModels
import Results
import Units

/// One direction of a call over time, one drawing for each thing that was measured, all over the same axis.
struct TimelineCharts {
    private let direction: DirectionRecord
    private let timeline: CallTimeline.Direction?
    private let impairments: [PlannedImpairment]
    /// The seconds that are shown and played.
    private let moment: ClosedRange<Double>?
    private let length: Double
    private let offset: Int

    private let call: Int

    private static let width = 520.0

    /// A drawing, and the definition of its bands, which all drawings of the direction share.
    private typealias Drawing = (figure: Markup, bands: Markup)

    init(
        _ direction: DirectionRecord,
        of call: CallRecord,
        _ timeline: CallTimeline.Direction?,
        impairments: [PlannedImpairment],
        moment: ClosedRange<Double>?
    ) {
        self.call = call.call
        self.direction = direction
        self.timeline = timeline
        self.impairments = impairments
        self.moment = moment
        length = call.length.seconds
        offset = max(Int(length.rounded(.up)) - (direction.usability?.course.count ?? 0), 0)
    }

    var charts: [Markup] {
        guard length > 0 else { return [] }
        let drawings = [score].compactMap { $0 } + counted
        return [usability, drawings.first?.bands].compactMap { $0 } + drawings.map(\.figure)
    }

    /// What was counted second by second.
    private var counted: [Drawing] {
        guard let points = timeline?.points else { return [] }
        return [
            chart(
                "Video rate",
                "kbit/s",
                [
                    ("asked of the encoder", 3, points.map { ($0.time, $0.target.map { $0 / 1_000 }) }),
                    ("sent", 0, points.map { ($0.time, $0.sent.map { $0 / 1_000 }) }),
                    ("received", 1, points.map { ($0.time, $0.received.map { $0 / 1_000 }) }),
                ]
            ),
            chart("Pictures shown", "a second", [("shown", 0, points.map { ($0.time, $0.frameRate) })]),
            chart("Packets lost", "%", [("lost on the way", 0, points.map { ($0.time, $0.lost.map { $0 * 100 }) })]),
            chart(
                "Delay",
                "ms",
                [
                    ("network, there and back", 0, points.map { ($0.time, $0.roundTrip) }),
                    ("wait in the jitter buffer", 1, points.map { ($0.time, $0.bufferDelay) }),
                ]
            ),
            chart(
                "Sound made up",
                "%",
                [("made up", 0, points.map { ($0.time, $0.concealed.map { $0 * 100 }) })],
                isLast: true
            ),
        ].compactMap { $0 }
    }

    private var range: ClosedRange<Double> { 0...length }

    /// What the direction was good for, second by second.
    private var usability: Markup? {
        guard let account = direction.usability, account.seconds > 0 else { return nil }
        var position = Double(offset)
        let stretches = account.course.runs.map { run in
            defer { position += Double(run.count) }
            let range = position...min(position + Double(run.count), max(length, position))
            switch run.state {
            case .usable: return StateStrip.Stretch(kind: "u", level: 0.25, range)
            case .audioOnly: return StateStrip.Stretch(kind: "a", level: 0.6, range)
            case .unusable: return StateStrip.Stretch(kind: "x", level: 1, range)
            }
        }
        let usable = account.seconds - account.audioOnly - account.unusable
        let words =
            "\(usable) of \(account.seconds) s usable, \(account.audioOnly) good for sound alone, \(account.unusable) unusable"
        return .figure(
            "Usable seconds",
            note: words,
            [
                StateStrip(
                    "Usable seconds to the \(direction.to.name): \(words)",
                    range,
                    stretches,
                    marked: moment,
                    size: (Self.width, 24)
                ).svg
            ]
        )
    }

    /// The scores of sound, in windows.
    private var score: Drawing? {
        guard let scores = direction.windows["audio.mos"], !scores.isEmpty else { return nil }
        let corners = scores.enumerated().flatMap { index, score in
            let end = index == scores.count - 1 ? length : min(Double(10 * (index + 1)), length)
            return [Chart.Point(Double(10 * index), score), Chart.Point(end, score)]
        }
        return figure(
            "Sound quality",
            "MOS over 10 s",
            y: 1...4.5,
            [Chart.Series("MOS", style: 0, pieces: [corners])],
            limits: [Chart.Limit("3.1", CallStory.poorScore, .horizontal)]
        )
    }

    private func chart(
        _ title: String,
        _ unit: String,
        _ lines: [(name: String, style: Int, values: [(time: Double, value: Double?)])],
        isLast: Bool = false
    ) -> Drawing? {
        let known = lines.map { line in Chart.Series(line.name, style: line.style, pieces: Self.pieces(line.values)) }
            .filter { !$0.pieces.isEmpty }
        guard let largest = known.flatMap(\.pieces).joined().map(\.y).max() else { return nil }
        let top = Ticks.roundRange(0, max(largest, unit == "%" ? 1 : 0), about: 3).upperBound
        return figure(title, unit, y: 0...max(top, 1), known, isLast: isLast)
    }

    /// The stretches of a line in which something is known.
    private static func pieces(_ values: [(time: Double, value: Double?)]) -> [[Chart.Point]] {
        values.reduce(into: [[]]) { pieces, next in
            if let value = next.value {
                pieces[pieces.count - 1].append(Chart.Point(next.time, value))
            } else if !pieces[pieces.count - 1].isEmpty {
                pieces.append([])
            }
        }.filter { !$0.isEmpty }
    }

    private func figure(
        _ title: String,
        _ unit: String,
        y: ClosedRange<Double>,
        _ series: [Chart.Series],
        limits: [Chart.Limit] = [],
        isLast: Bool = false
    ) -> Drawing {
        let chart = Chart(
            "\(title) to the \(direction.to.name) over the call, \(unit). \(peaks(series))",
            size: (Self.width, isLast ? 116 : 92),
            x: Chart.Axis(isLast ? "seconds since the call began" : "s", range, ticks: isLast ? 6 : 0),
            y: Chart.Axis(unit, y, ticks: 3),
            series: series,
            layer: layer,
            limits: limits
        )
        let legend = series.count > 1 ? [Markup.legend(series.map { ($0.name, $0.style) })] : []
        return (.figure(title, note: unit, legend + [chart.svg]), chart.bandDefinition)
    }

    private func peaks(_ series: [Chart.Series]) -> String {
        series.compactMap { line in
            let values = line.pieces.joined().map(\.y)
            guard let low = values.min(), let high = values.max() else { return nil }
            return "\(line.name): \(low.text(significantDigits: 3)) to \(high.text(significantDigits: 3))"
        }.joined(separator: "; ")
    }

    private var layer: Chart.BandLayer? {
        bands.isEmpty ? nil : Chart.BandLayer(id: "bands-\(call)-\(direction.to.name)", bands: bands)
    }

    /// What was wrong when: planned changes of the lines, unfit seconds, frozen pictures.
    private var bands: [Chart.Band] {
        var bands = impairments.compactMap { impairment in
            let (from, to) = (max(impairment.range.lowerBound, 0), min(impairment.range.upperBound, length))
            return from < to ? Chart.Band(impairment.name, kind: "planned", from...to) : nil
        }
        var position = Double(offset)
        for run in direction.usability?.course.runs ?? [] {
            let end = min(position + Double(run.count), length)
            if run.state != .usable, position < end {
                let isSilent = run.state == .unusable
                bands.append(
                    Chart.Band(
                        isSilent ? "unusable" : "good for sound alone",
                        kind: isSilent ? "unusable" : "audio-only",
                        position...end
                    )
                )
            }
            position = end
        }
        for freeze in timeline?.freezes ?? [] where freeze.lowerBound < length {
            bands.append(
                Chart.Band("picture frozen", kind: "freeze", freeze.lowerBound...min(freeze.upperBound, length))
            )
        }
        return bands
    }
}
