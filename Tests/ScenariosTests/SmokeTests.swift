import Foundation
import Scenarios
import Testing

@Suite("Smoke")
struct SmokeTests {
    @Test func print() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        for file in try FileManager.default.contentsOfDirectory(atPath: root.path + "/Scenarios").sorted() {
            let bytes = [UInt8](try Data(contentsOf: root.appending(path: "Scenarios/\(file)")))
            do {
                let read = try ScenarioReader.read(bytes: bytes, file: file)
                for warning in read.warnings { Swift.print(warning) }
                if file == "rural-4g.yaml" { Swift.print(read) }
            } catch { Swift.print(error); Issue.record("x") }
        }
        Swift.print(ScenarioReference.markdown())
        let bad = """
            rehearsal: 1
            name: a b
            seed: 1
            seed: 2
            foo: 1
            patients: [{ name: home, network: fttx, share: 3 }]
            media: { video: { bitrate: { min: 5 Mbit/s } , bitrate: 3, speed: 3}}
            x: 1
            x: 2
            x: 3
            """
        for error in Reading.errors(bad) { Swift.print(error) }
        Swift.print("alias", Reading.errors("a: &x [1]\nb: *x\nquestion: 2 *b* c\n? *x\n: 1\n"))
    }
}
