import Planning
import QualityModels
import Results
import Testing

@testable import Runner

@Suite("Findings of a capacity search")
struct CapacityFindingsTests {
    private static func run(_ utilisations: [(link: Int, share: Double)]) throws -> RunFindings {
        let links = utilisations.map { link, share in
            var metrics = MetricValues()
            metrics["link.utilisation"] = share
            return LinkRecord(link: link, name: "line-\(link)", isUp: true, metrics: metrics, series: [])
        }
        return RunFindings([], try RunRecords([], links: links), tier: "packet", seed: 1)
    }

    @Test("A link that no call of one run came to was idle in it")
    func missingLink() throws {
        let runs = try [Self.run([(1, 0.5)]), Self.run([(1, 0.7), (2, 0.4)])]
        let uses = RunFindings.meanUses(of: runs)
        #expect(uses.map(\.name) == ["link line-1 up", "link line-2 up"])
        #expect(uses.map(\.utilisation) == [0.6, 0.2])
    }

    @Test("An unknown answer is no pass, and no threshold at all is one")
    func unknown() throws {
        let metric = try #require(MetricCatalogue.all.first { $0.name == "audio.mos" })
        let rule = ThresholdRule(
            metric: metric,
            tags: [],
            expression: try ThresholdExpression(parsing: "min >= 1", for: metric)
        )
        #expect(RunFindings([rule], try RunRecords([]), tier: "packet", seed: 1).hasPassed == false)
        #expect(RunFindings([], try RunRecords([]), tier: "packet", seed: 1).hasPassed)
    }
}
