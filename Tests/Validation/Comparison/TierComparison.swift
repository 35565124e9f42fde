public import Results
import Statistics

/// How the packet tier's figures of one condition differ from the media tier's, over calls with the same seeds.
public struct TierComparison: Hashable, Sendable {
    /// One metric's figures, a pair a call and direction.
    public struct Cell: Hashable, Sendable {
        public let metric: String
        public let media: Double
        public let packet: Double
        /// Of the mean difference; `nil` for fewer than two pairs.
        public let standardError: Double?

        public init(metric: String, media: Double, packet: Double, standardError: Double?) {
            (self.metric, self.media, self.packet, self.standardError) = (metric, media, packet, standardError)
        }

        public var difference: Double { packet - media }
    }

    /// How far a cell is from what was asked.
    public enum Answer: String, Hashable, Sendable {
        case inside
        /// Outside, by less than twice the standard error: more calls would tell.
        case untold = "not told apart"
        case outside
    }

    public let condition: String
    public let calls: Int
    public let cells: [Cell]

    public init(condition: String, calls: Int, cells: [Cell]) {
        (self.condition, self.calls, self.cells) = (condition, calls, cells)
    }

    /// What was asked: 0.1 of MOS and a tenth of the time of freezes.
    public static func answer(_ cell: Cell) -> Answer? {
        let limit: Double
        switch cell.metric {
        case "audio.mos": limit = 0.1
        case "video.freeze_ratio": limit = 0.1 * cell.media
        default: return nil
        }
        if abs(cell.difference) <= limit { return .inside }
        return abs(cell.difference) - limit <= 2 * (cell.standardError ?? 0) ? .untold : .outside
    }

    public var json: JSONValue {
        .object([
            "condition": .string(condition), "calls": .integer(calls),
            "cells": .array(
                cells.map { cell in
                    .object([
                        "metric": .string(cell.metric), "media": .score(cell.media), "packet": .score(cell.packet),
                        "standard_error": .score(cell.standardError),
                    ])
                }
            ),
        ])
    }

    public init(_ value: JSONValue) throws(ValidationError) {
        let cells = value.items("cells").compactMap { cell in
            cell.number("media").flatMap { media in
                cell.number("packet").map {
                    Cell(
                        metric: cell.text("metric"),
                        media: media,
                        packet: $0,
                        standardError: cell.number("standard_error")
                    )
                }
            }
        }
        guard !cells.isEmpty, let calls = value.number("calls") else {
            throw ValidationError("the tiers", "lack cells", hint: "Scripts/validate tiers writes them")
        }
        self.init(condition: value.text("condition"), calls: Int(calls), cells: cells)
    }
}
