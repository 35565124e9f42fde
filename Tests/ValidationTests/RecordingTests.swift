import NetworkEmulation
import Results
import Scenarios
import Testing
import Units
import ValidationComparison

@Suite("Recordings as they are read")
struct RecordingTests {
    @Test("A recording gives its settings, its numbers by column and its picture quality")
    func recording() throws {
        let recording = try Recording(parsing: MadeUp.json(), place: "x.json")
        #expect(recording.condition == "loss2" && recording.repetition == 3)
        #expect(recording.set == MadeUp.settings(["0:3:delay=20,loss=0.02"]))
        let table = recording.measurements.b.statistics
        #expect(table.names == ["inbound-rtp.video.nackCount", "inbound-rtp.video.pliCount"])
        #expect(table["inbound-rtp.video.nackCount"] == [nil, 3, 5])
        #expect(table["inbound-rtp.video.pliCount"] == [2, 2, 2])
        #expect(table.growth("inbound-rtp.video.nackCount") == 5)
        #expect(table.index(nearest: .seconds(1)) == 1 && table.index(nearest: .seconds(9)) == nil)
        #expect(recording.measurements.a.pictureQuality == [33.5, 36.5])
        #expect(recording.measurements.a.path == nil)
    }

    static let unusable: [(String, [UInt8])] = [
        ("error: ", Array("{".utf8)),
        ("no object under meta", Array("{}".utf8)),
        ("meta.condition", MadeUp.json(meta: "\"repeat\": 1")),
        (
            "'bogus=1'",
            MadeUp.json(
                meta: "\"condition\": \"x\", \"repeat\": 1, \"schedule\": [\"0:3:bogus=1\"], \"duration_s\": 60, "
                    + "\"width\": 640, \"height\": 480, \"video\": true"
            )
        ),
        ("sides.A.t_ms", MadeUp.json(side: "\"series\": {}")),
        ("not in the order of time", MadeUp.json(side: "\"t_ms\": [2, 1], \"series\": {}")),
        ("has 1 values for 2 snapshots", MadeUp.json(side: "\"t_ms\": [1, 2], \"series\": {\"a\": {\"b\": [1]}}")),
    ]

    @Test("A recording that cannot be used says where and why", arguments: unusable)
    func broken(message: String, bytes: [UInt8]) throws {
        do {
            _ = try Recording(parsing: bytes, place: "x.json")
            Issue.record("it was read")
        } catch {
            #expect(error.description.hasPrefix("x.json"))
            #expect(error.description.contains(message), "\(error)")
        }
    }

    @Test("The reduced table gives back what the comparison reads")
    func table() throws {
        var recording = MadeUp.recording("loss2", 1, nacks: (120, 60))
        recording.measurements.a.pictureQuality = [40.25, 41]
        recording.addPaths(
            toA: PathCounts(packets: 9, packetsQueueDropped: 1, videoPackets: 5, fecPackets: 2),
            toB: PathCounts(packets: 7)
        )
        let other = MadeUp.recording("clean", 2, nacks: (0, 0))
        let table = RecordingTable([recording, other], browser: "Chromium 1.2")
        let read = try RecordingTable(parsing: table.bytes(), place: "t")
        #expect(read == table)
        #expect(read.conditions.map(\.name) == ["clean", "loss2"])
        #expect(throws: ValidationError.self) { try RecordingTable(parsing: Array("{}\n".utf8), place: "t") }
        var alone = RecordingTable([recording], browser: "b")
        alone.complete(from: table, condition: "clean")
        alone.complete(from: table, condition: "loss2")
        #expect(alone.recordings.map(\.condition) == ["clean", "loss2"])
    }

    @Test("Repair within RED is what follows its time stamp's marker, and drops are counted by direction")
    func packetLog() throws {
        let csv = """
            t_in_us,dir,len,fate,t_out_us,kind,pt,marker,seq,ts,ssrc
            0,1,92,0,0,s,0,0,0,0,0
            1,1,963,0,5,r,118,0,1,900,7
            2,1,963,2,0,r,118,1,2,900,7
            3,1,980,0,5,r,118,0,3,900,7
            4,1,965,0,5,r,119,1,4,900,8
            5,0,140,1,0,r,111,0,1,900,9
            6,0,60,0,5,c,205,0,0,0,9
            7,1,963,0,5,r,118,1,5,3900,7

            """
        let counts = try PacketLog.counts(csv: Array(csv.utf8), place: "log")
        #expect(counts.toA == PathCounts(packets: 5, packetsQueueDropped: 1, videoPackets: 3, fecPackets: 1))
        #expect(counts.toB == PathCounts(packets: 1))
        #expect(throws: ValidationError.self) { try PacketLog.counts(csv: Array("a,b\n".utf8), place: "log") }
    }
}
