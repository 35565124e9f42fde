import Results
import Units
import ValidationComparison

/// Small recordings made up for tests.
enum MadeUp {
    static let set = RecordedSettings(
        schedule: ["0:3:delay=20"],
        seconds: 60,
        carriesVideo: true,
        width: 640,
        height: 480
    )

    static let voice = RecordedSettings(
        schedule: ["0:3:delay=20"],
        seconds: 60,
        carriesVideo: false,
        width: 640,
        height: 480
    )

    static func settings(_ schedule: [String], video: Bool = true) -> RecordedSettings {
        RecordedSettings(schedule: schedule, seconds: 60, carriesVideo: video, width: 640, height: 480)
    }

    /// Snapshots at 0, 1, … 60 s, 20 ms late, of columns given as functions of the second.
    static func statistics(_ columns: [(String, (Int) -> Double?)]) -> StatisticsTable {
        var table = StatisticsTable(times: (0...60).map { .milliseconds(Int64($0) * 1_000 + 20) })
        for (name, value) in columns { table.append(name, (0...60).map(value)) }
        return table
    }

    /// An end whose video receiver asked for a number of retransmissions in all, evenly.
    static func end(nacks: Double) -> EndMeasurements {
        EndMeasurements(statistics: statistics([("inbound-rtp.video.nackCount", { nacks * Double($0) / 60 })]))
    }

    static func recording(_ condition: String, _ repetition: Int, nacks: (a: Double, b: Double)) -> Recording {
        Recording(
            condition: condition,
            repetition: repetition,
            set: set,
            measurements: CallMeasurements(a: end(nacks: nacks.a), b: end(nacks: nacks.b))
        )
    }

    static func call(nacks: Double) -> CallMeasurements {
        CallMeasurements(a: end(nacks: nacks), b: end(nacks: nacks))
    }

    /// A whole recording as JSON; `meta` and `side` replace the middle of the text.
    static func json(
        meta: String = """
        "condition": "loss2", "repeat": 3, "schedule": ["0:3:delay=20,loss=0.02"], "duration_s": 60, \
        "width": 640, "height": 480, "video": true, "chromium": "Chromium 1.2"
        """,
        side: String = """
        "t_ms": [19.6, 1000.5, 2000.5], "series": {"inbound-rtp.video": {"nackCount": [null, 3, 5], \
        "pliCount": {"const": 2}, "decoderImplementation": {"const": "libvpx"}, "mid": ["1", "1", "1"]}}, \
        "received_frame_quality": {"columns": ["t_ms", "psnr_y_db"], "rows": [[458.2, 33.5], [2524.7, 36.5]]}
        """
    ) -> [UInt8] {
        Array("{\"meta\": {\(meta)}, \"sides\": {\"A\": {\(side)}, \"B\": {\(side)}}}".utf8)
    }
}
