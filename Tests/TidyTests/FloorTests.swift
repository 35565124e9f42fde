import Foundation
import Testing

@Suite("Floors")
struct FloorTests {
    /// The rooms that have code, by floor.
    ///
    /// An import may only point to a lower floor.
    static let floors: [[String]] = [
        ["COpus", "CVPX", "Units", "Statistics"],
        ["Plots", "RawMedia", "RTPWire", "VirtualTime"],
        ["MediaCodecs", "NetworkEmulation", "CrossTraffic", "MediaTransport", "QualityModels", "ClinicModel"],
        ["Scenarios", "Results"],
        ["CallSimulation", "LiveCalls", "Planning", "Reports", "ExternalScores"],
        ["Runner"],
        ["rehearsal"],
    ]

    static let floorOfRoom = Dictionary(
        uniqueKeysWithValues: floors.enumerated().flatMap { floor, rooms in rooms.map { ($0, floor) } }
    )

    @Test("Every room of the table has a folder, and every folder is in the table")
    func rooms() throws {
        let folders = try FileManager.default.contentsOfDirectory(
            atPath: Repository.root.appending(path: "Sources").path
        ).filter { !$0.hasPrefix(".") }
        #expect(Set(folders) == Set(Self.floorOfRoom.keys))
    }

    @Test("The manifest lists the rooms floor by floor")
    func manifest() throws {
        let manifest = try Repository.text(of: "Package.swift")
        var last = -1
        for match in manifest.matches(of: /(?:room\(|name: )\s*"([A-Za-z]+)"/) {
            guard let floor = Self.floorOfRoom[String(match.1)] else { continue }
            #expect(floor >= last, "\(match.1) stands below a room of a higher floor")
            last = floor
        }
        #expect(last == Self.floors.count - 1)
    }

    @Test("No room imports its own floor or a higher one")
    func imports() throws {
        for file in try Repository.files(below: "Sources", endingIn: ".swift") {
            let own = try #require(Self.floorOfRoom[file.room], "\(file.path) is in no room of the table")
            for match in file.text.matches(of: /(?m)^(?:public |package |internal )?import (\w+)/) {
                guard let floor = Self.floorOfRoom[String(match.1)] else { continue }
                #expect(floor < own, "\(file.path) imports \(match.1)")
            }
        }
    }

    @Test("Floors 0 to 2 know no Foundation, clock, thread or file")
    func lowFloors() throws {
        let banned =
            /import (Foundation|FoundationEssentials|Dispatch|Logging|Synchronization)\b|\b(ContinuousClock|SuspendingClock)\b|\b(Date|fopen|pthread_create)\(/
        for file in try Repository.files(below: "Sources", endingIn: ".swift") {
            guard let floor = Self.floorOfRoom[file.room], floor <= 2 else { continue }
            let match = file.text.firstMatch(of: banned)
            #expect(match == nil, "\(file.path): \(match.map { String($0.0) } ?? "")")
        }
    }
}
