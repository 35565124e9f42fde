/// Writes the scenario that repeats a recorded call.
public enum ScenarioText {
    /// The scenario's name for a condition; what such a name cannot hold becomes a hyphen.
    public static func name(of condition: String) -> String {
        let allowed = condition.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        return String(allowed.first.map { $0.isLetter || $0.isNumber } == true ? allowed : ["x"] + allowed)
    }

    public static func yaml(condition: String, set: RecordedSettings) throws(ValidationError) -> String {
        let schedule = try ImpairmentSchedule(set.schedule, place: "\(condition): meta.schedule")
        let kind = set.carriesVideo ? "with pictures" : "by voice alone"
        var text = """
            # Question: does a call \(kind) under "\(condition)" go as between two real Chromium browsers?
            # Expected: yes, as far as docs/validation.md shows.
            # Runs: by Scripts/validate chromium, which wrote it from the recordings' meta.schedule; do not edit by hand.
            # a.wav, b.wav\(set.carriesVideo ? ", a.y4m and b.y4m" : "") are the recordings' own content and have to lie beside this file.
            # \(set.seconds) s from connection on are compared; the rest of the call is for setting up.
            rehearsal: 1
            name: \(name(of: condition))
            question: Does a call \(kind) under "\(condition)" go as between two real Chromium browsers?
            seed: 1
            consultations: { count: 1, length: \(set.seconds + 3) s, starts: { every: 0 s } }
            clinicians:
              - { name: end-a, network: end-a, audio_source: a.wav\(set.carriesVideo ? ", video_source: a.y4m" : "") }
            patients:
              - { name: end-b, network: end-b, audio_source: b.wav\(set.carriesVideo ? ", video_source: b.y4m" : "") }
            media:
              audio: { codec: opus, bitrate: 32 kbit/s, fec: true, source: a.wav, repeat: loop }

            """
        if set.carriesVideo {
            text += """
                  video:
                    codec: vp8
                    size: \(set.width)x\(set.height)
                    frame_rate: 30
                    bitrate: { start: 300 kbit/s, max: 1700 kbit/s }
                    source: a.y4m
                    repeat: loop

                """
        } else {
            text += "  video: { codec: none }\n"
        }
        text += "networks:\n"
        for end in RecordedEnd.allCases {
            text += "  end-\(end.rawValue.lowercased()):\n"
            text += network(schedule.steps(from: end))
        }
        return text
    }

    private static func network(_ steps: [ImpairmentSchedule.Step]) -> String {
        guard let first = steps.first else { return "" }
        let limits = steps.contains { $0.impairment.rate != nil }
        var fixed = ["loss_position: before_queue", "loss_scope: media"]
        if steps.contains(where: { $0.impairment.jitter > 0 && !$0.impairment.keepsOrder }) {
            fixed.append("reorder: true")
        }
        let start = settings(first.impairment, limits: limits, isFirst: true) + fixed
        var text = "    up: { " + start.joined(separator: ", ") + " }\n    down: {}\n"
        for step in steps.dropFirst() {
            text += "    at \(number(step.seconds)) s: { up: { "
            text += settings(step.impairment, limits: limits, isFirst: false).joined(separator: ", ") + " } }\n"
        }
        return text
    }

    /// A step replaces all that held before, so later steps say everything that any step may set.
    private static func settings(_ step: ImpairmentSchedule.Impairment, limits: Bool, isFirst: Bool) -> [String] {
        var parts: [String] = []
        if limits {
            // A rate that no call reaches stands for none.
            parts.append("rate: " + (step.rate.map { "\(number($0)) kbit/s" } ?? "100 Gbit/s"))
            if let queue = step.queue { parts.append("queue: \(number(queue)) ms") }
        }
        parts.append("delay: \(number(step.delay)) ms")
        if step.jitter > 0 { parts.append("jitter: { uniform: \(number(step.jitter)) ms }") }
        if step.jitter == 0, !isFirst { parts.append("jitter: 0 ms") }
        if let leaveGood = step.leaveGood, let leaveBad = step.leaveBad {
            var chain = "leave_good: \(percent(leaveGood)), leave_bad: \(percent(leaveBad))"
            if let loss = step.loss, loss > 0 { chain += ", loss_good: \(percent(loss))" }
            parts.append("loss: { gilbert_elliott: { \(chain) } }")
        } else if let loss = step.loss, loss > 0 {
            parts.append("loss: \(percent(loss))")
        } else if !isFirst {
            parts.append("loss: 0 %")
        }
        return parts
    }

    private static func percent(_ share: Double) -> String { number((share * 1e10).rounded() / 1e8) + " %" }

    private static func number(_ value: Double) -> String {
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
