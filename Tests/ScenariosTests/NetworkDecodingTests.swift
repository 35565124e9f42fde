import NetworkEmulation
import Scenarios
import Testing
import Units

@Suite("Networks")
struct NetworkDecodingTests {
    private func network(_ text: String) throws -> AccessNetwork {
        try #require(try Reading.read(Reading.least + "networks:\n  own:\n" + text).scenario.networks.first)
    }

    @Test("A network is read key by key")
    func keys() throws {
        let own = try network(
            """
                up:
                  rate: 2 Mbit/s
                  queue: 64 kB
                  delay: 18 ms
                  jitter: { normal: 4 ms, memory: 200 ms }
                  loss: { gilbert: { rate: 5 %, burst: 80 ms } }
                  loss_position: before_queue
                down: { rate: 8 Mbit/s, delay: 18 ms, jitter: 3 ms, loss: 2 %, reorder: true }
            """
        )
        #expect(
            own.up
                == LinkConfiguration(
                    rate: .kilobitsPerSecond(2_000),
                    queue: .size(DataSize(bytes: 64_000)),
                    delay: .milliseconds(18),
                    jitter: Jitter(standardDeviation: .milliseconds(4), memory: .milliseconds(200)),
                    loss: .gilbert(rate: Probability(clamping: 0.05), meanBurst: .duration(.milliseconds(80))),
                    lossPosition: .beforeQueue
                )
        )
        #expect(
            own.down
                == LinkConfiguration(
                    rate: .kilobitsPerSecond(8_000),
                    queue: .time(.milliseconds(200)),
                    delay: .milliseconds(18),
                    jitter: Jitter(standardDeviation: .milliseconds(3)),
                    loss: .bernoulli(Probability(clamping: 0.02)),
                    allowsReordering: true
                )
        )
        #expect(own.upSchedule == .none && own.downSchedule == .none)
    }

    @Test("A link without a rate has neither limit nor queue")
    func unlimited() throws {
        let own = try network("    up: { delay: 5 ms }\n    down: {}\n")
        #expect(own.up == LinkConfiguration(delay: .milliseconds(5)))
        #expect(own.down == LinkConfiguration())
    }

    @Test("A network like a profile differs only in what it says")
    func like() throws {
        let profile = try #require(AccessProfile["4g"]).links()
        let same = try network("    like: 4g\n")
        #expect(same.up == profile.up && same.down == profile.down)
        var slower = profile.up
        slower.rate = .kilobitsPerSecond(400)
        let changed = try network("    like: 4g\n    up: { rate: 400 kbit/s }\n")
        #expect(changed.up == slower && changed.down == profile.down)
    }

    @Test("Every profile can be named")
    func profiles() throws {
        for profile in AccessProfile.all {
            let text = "rehearsal: 1\nname: a\npatients: [{ name: p, network: \(profile.id) }]\n"
            let network = try #require(try Reading.read(text).scenario.patients.first?.network)
            #expect(network.name == profile.id)
            #expect(network.up == profile.links().up && network.down == profile.links().down)
        }
    }

    @Test("Both states of a Gilbert-Elliott chain can be given, by packets or by time")
    func gilbertElliott() throws {
        let own = try network(
            """
                up:
                  loss: { gilbert_elliott: { leave_good: 1 %, leave_bad: 25 %, loss_good: 0.1 %, loss_bad: 60 % } }
                down: { loss: { gilbert_elliott: { bad_share: 10 %, bad_spell: 200 ms } } }
            """
        )
        func probability(_ value: Double) -> Probability { Probability(clamping: value) }
        #expect(
            own.up.loss
                == .gilbertElliott(
                    GilbertElliott(
                        pace: .packets(leaveGood: probability(0.01), leaveBad: probability(0.25)),
                        lossWhenGood: probability(0.001),
                        lossWhenBad: probability(0.6)
                    )
                )
        )
        #expect(
            own.down.loss
                == .gilbertElliott(
                    GilbertElliott(pace: .time(badShare: probability(0.1), meanBad: .milliseconds(200)))
                )
        )
    }

    @Test("Events change one link or end both for a while")
    func events() throws {
        let own = try network(
            """
                like: fttc
                at 20 s: { up: { rate: 300 kbit/s, loss: 1 % }, down: { delay: 90 ms, outage: 500 ms } }
                at 10 s: { outage: 2 s }
            """
        )
        #expect(own.upSchedule.outages == [Outage(from: .start + .seconds(10), duration: .seconds(2))])
        #expect(
            own.downSchedule.outages == [
                Outage(from: .start + .seconds(10), duration: .seconds(2)),
                Outage(from: .start + .seconds(20), duration: .milliseconds(500)),
            ]
        )
        #expect(
            own.upSchedule.changes == [
                LinkChange(
                    at: .start + .seconds(20),
                    rate: .kilobitsPerSecond(300),
                    loss: .bernoulli(Probability(clamping: 0.01))
                )
            ]
        )
        #expect(own.downSchedule.changes == [LinkChange(at: .start + .seconds(20), delay: .milliseconds(90))])
    }

    @Test("Jitter may be uniform, and loss may spare what is no media")
    func uniformJitter() throws {
        let own = try network(
            """
                up: { delay: 100 ms, jitter: { uniform: 30 ms }, loss: 2 %, loss_scope: media, reorder: true }
                down: {}
                at 5 s: { up: { jitter: { uniform: 10 ms } } }
            """
        )
        var up = LinkConfiguration(delay: .milliseconds(100), jitter: Jitter(uniformWithin: .milliseconds(30)))
        up.loss = .bernoulli(Probability(clamping: 0.02))
        up.lossScope = .media
        up.allowsReordering = true
        #expect(own.up == up)
        #expect(own.upSchedule.changes.map(\.jitter) == [Jitter(uniformWithin: .milliseconds(10))])
    }

    @Test("Jitter has one distribution")
    func jitterContradictions() {
        func errors(_ jitter: String) -> [String] {
            Reading.firstLines(Reading.least + "networks:\n  own: { up: { jitter: \(jitter) }, down: {} }\n")
        }
        #expect(
            errors("{ uniform: 3 ms, normal: 3 ms }") == [
                "clinic.yaml:5:24: error: networks.own.up.jitter: jitter has one distribution"
            ]
        )
        #expect(
            errors("{ memory: 3 ms }") == [
                "clinic.yaml:5:24: error: networks.own.up.jitter: jitter has one distribution"
            ]
        )
    }
}
