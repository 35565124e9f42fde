import ValidationComparison

/// What the command line of `chromium-validation` says.
struct Arguments {
    static let usage = """
        usage: Scripts/validate chromium [--recordings DIR] [--content DIR] [--seeds N] [--out FILE]
                                         [--condition NAME]... [--jobs N]
                                         [--calls FILE] [--cells FILE]
          --recordings DIR  recordings of calls, *.json with raw/*.packets.csv.gz beside them; without it the
                            reduced table Results/validation/chromium-recordings.ndjson is compared
                            (environment: REHEARSAL_RECORDINGS)
          --content DIR     a.y4m, b.y4m, a.wav and b.wav that were sent (environment: REHEARSAL_CONTENT)
          --seeds N         simulated calls a condition, 10 unless given
          --out FILE        writes FILE, and the page and scenarios beside it, and leaves the project as it is;
                            without it, Results/validation, Scenarios/validation and docs/validation.md are rewritten
          --condition NAME  only this condition; may be repeated; needs --out
          --calls FILE      writes every simulated call there, second by second, as the table has the recorded ones
          --cells FILE      writes the page again from these cells and the explanations, and simulates nothing;
                            --seeds says how many seeds they are of
          --jobs N          calls simulated at once, 2 unless given; never changes a result
        """

    var recordings: String?
    var content: String?
    var seeds = 10
    var out: String?
    var conditions: [String] = []
    var jobs = 2
    var calls: String?
    var cells: String?

    private static let options = [
        "--recordings", "--content", "--seeds", "--out", "--condition", "--jobs", "--calls", "--cells",
    ]

    struct UsageError: Error { let message: String }

    init(_ words: [String], environment: [String: String]) throws {
        recordings = environment["REHEARSAL_RECORDINGS"]
        content = environment["REHEARSAL_CONTENT"]
        var rest = words[...]
        while let word = rest.popFirst() {
            guard Self.options.contains(word) else { throw UsageError(message: "there is no option '\(word)'") }
            guard let value = rest.popFirst(), !value.isEmpty else {
                throw UsageError(message: "\(word) needs a value")
            }
            switch word {
            case "--recordings": recordings = value
            case "--content": content = value
            case "--seeds": seeds = try Self.count(word, value, 1...1_000)
            case "--out": out = value
            case "--calls": calls = value
            case "--cells": cells = value
            case "--condition": conditions.append(value)
            default: jobs = try Self.count(word, value, 1...64)
            }
        }
        if !conditions.isEmpty, out == nil {
            throw UsageError(message: "some conditions alone would overwrite the whole table: add --out FILE")
        }
    }

    private static func count(_ option: String, _ text: String, _ range: ClosedRange<Int>) throws -> Int {
        guard let value = Int(text), range.contains(value) else {
            throw UsageError(message: "\(option) is a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }
}
