import Results
import Units

extension Recording {
    /// Reads one recorded call; its packet log, if there is one, is added with `addPaths`.
    public init(parsing bytes: [UInt8], place: String) throws(ValidationError) {
        let root: JSONValue
        do { root = try JSONValue(parsing: bytes) } catch { throw Self.error(place, error.description) }
        guard case .object(let object) = root, case .object(let meta) = object["meta"] else {
            throw Self.error(place, "there is no object under meta")
        }
        guard case .string(let condition) = meta["condition"], !condition.isEmpty else {
            throw Self.error(place, "meta.condition is no text")
        }
        guard case .number(let repetition) = meta["repeat"], let repetition = repetition.integer else {
            throw Self.error(place, "meta.repeat is no whole number")
        }
        self.init(
            condition: condition,
            repetition: repetition,
            set: try Self.settings(meta, place),
            measurements: CallMeasurements(
                a: try Self.end(.a, of: object, place),
                b: try Self.end(.b, of: object, place)
            )
        )
    }

    static func settings(_ meta: JSONObject, _ place: String) throws(ValidationError) -> RecordedSettings {
        guard case .array(let steps) = meta["schedule"] else { throw error(place, "meta.schedule is no array") }
        var schedule: [String] = []
        for step in steps {
            guard case .string(let text) = step else { throw error(place, "meta.schedule holds more than texts") }
            schedule.append(text)
        }
        // A schedule that cannot be understood is found before anything runs.
        _ = try ImpairmentSchedule(schedule, place: "\(place): meta.schedule")
        func whole(_ key: String, _ range: ClosedRange<Int>) throws(ValidationError) -> Int {
            guard case .number(let number) = meta[key], number.value == number.value.rounded(),
                range.contains(Int(number.value))
            else {
                throw error(place, "meta.\(key) is no whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            return Int(number.value)
        }
        guard case .boolean(let carriesVideo) = meta["video"] else {
            throw error(place, "meta.video is neither true nor false")
        }
        return RecordedSettings(
            schedule: schedule,
            seconds: try whole("duration_s", 10...3_600),
            carriesVideo: carriesVideo,
            width: try whole("width", 16...4_096),
            height: try whole("height", 16...4_096)
        )
    }

    private static func end(
        _ end: RecordedEnd,
        of object: JSONObject,
        _ place: String
    ) throws(ValidationError) -> EndMeasurements {
        guard case .object(let sides) = object["sides"], let side = sides[end.rawValue], case .object(let fields) = side
        else { throw error(place, "there is no object under sides.\(end.rawValue)") }
        do {
            return EndMeasurements(
                statistics: try StatisticsTable(parsing: side, path: "sides.\(end.rawValue)"),
                pictureQuality: try pictureQuality(fields["received_frame_quality"], "\(place): sides.\(end.rawValue)")
            )
        } catch let failure as FormatError {
            throw error(place, failure.description)
        } catch let failure as ValidationError {
            throw failure
        } catch {
            throw Self.error(place, "\(error)")
        }
    }

    private static func pictureQuality(_ value: JSONValue?, _ place: String) throws(ValidationError) -> [Double] {
        guard case .object(let quality) = value, case .array(let names) = quality["columns"],
            let column = names.firstIndex(of: .string("psnr_y_db")), case .array(let rows) = quality["rows"]
        else { return [] }
        var decibels: [Double] = []
        for row in rows {
            guard case .array(let cells) = row, cells.indices.contains(column) else {
                throw error(place, "a row of received_frame_quality has no psnr_y_db")
            }
            if case .number(let number) = cells[column] { decibels.append(number.value) }
        }
        return decibels
    }

    /// Adds what the emulator's log counted.
    public mutating func addPaths(toA: PathCounts, toB: PathCounts) {
        measurements.a.path = toA
        measurements.b.path = toB
    }

    static func error(_ place: String, _ message: String) -> ValidationError {
        ValidationError(place, message, hint: "a recording is a JSON file with meta and sides.A and sides.B")
    }
}

extension Recording {
    /// The browser that a recording names.
    public static func browser(in bytes: [UInt8]) -> String? {
        guard case .object(let root) = try? JSONValue(parsing: bytes), case .object(let meta) = root["meta"],
            case .string(let browser) = meta["chromium"]
        else { return nil }
        return browser
    }
}
