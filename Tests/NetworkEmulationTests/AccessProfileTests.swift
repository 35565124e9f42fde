import Statistics
import Testing
import Units

@testable import NetworkEmulation

@Suite("Access profiles")
struct AccessProfileTests {
    private func rates(_ vector: Vectors.ProfilesFile.Rates) -> [DataRate] {
        [vector.p5, vector.p50, vector.p95].map { DataRate(bitsPerSecond: Int64(($0 * 1e6).rounded())) }
    }

    private func spans(_ vector: Vectors.ProfilesFile.Spread) -> [TimeDelta] {
        [vector.p50, vector.p95].map { TimeDelta(seconds: $0 / 1_000) }
    }

    @Test("Every profile holds the numbers of the vector file")
    func vectors() throws {
        let vectors = try Vectors.profiles().profiles
        #expect(vectors.count == AccessProfile.all.count)
        for vector in vectors {
            let profile = try #require(AccessProfile[vector.id.split(separator: "_").joined(separator: "-")])
            #expect(profile.description == vector.description)
            #expect([profile.down.p5, profile.down.p50, profile.down.p95] == rates(vector.down_mbps))
            #expect([profile.up.p5, profile.up.p50, profile.up.p95] == rates(vector.up_mbps))
            #expect([profile.baseRoundTripTime.p50, profile.baseRoundTripTime.p95] == spans(vector.base_rtt_ms))
            #expect([profile.jitter.p50, profile.jitter.p95] == spans(vector.jitter_ms))
            #expect(
                [profile.loss.p50.value, profile.loss.p95.value]
                    == [vector.loss_pct.p50, vector.loss_pct.p95].map { $0 / 100 }
            )
            #expect(profile.meanLossRun == vector.mean_loss_run)
            #expect(profile.queueDescription == vector.queue)
            #expect(profile.events.map(\.sentence) == vector.events)
            #expect(profile.confidence == vector.confidence)
            #expect(profile.sources == vector.sources)
        }
    }

    @Test("A median whose source is an average is derived, and not published")
    func averages() {
        for profile in AccessProfile.all {
            for number in ProfileNumber.allCases {
                let evidence = profile.evidence(of: number)
                guard evidence.source.contains("average") else { continue }
                #expect(evidence.mark == .derived, "\(profile.id), \(number.rawValue)")
            }
        }
        let medians: [(String, ProfileNumber)] = [
            ("4g", .downP50), ("4g", .upP50), ("5g", .upP50), ("adsl2plus", .downP50),
        ]
        #expect(medians.allSatisfy { AccessProfile[$0.0]?.evidence(of: $0.1).mark == .derived })
    }

    @Test("A queue that is not assumed stands in its description")
    func queues() {
        for profile in AccessProfile.all {
            for queue in [profile.upQueue, profile.downQueue] where !queue.isAssumed {
                #expect(profile.queueDescription.contains("\(queue.limit.wholeMilliseconds)"), "\(profile.id)")
            }
        }
    }

    @Test("A profile's links have its medians, half the round trip each and its loss rate")
    func links() throws {
        for profile in AccessProfile.all {
            let (up, down) = profile.links()
            #expect(up.rate == profile.up.p50)
            #expect(down.rate == profile.down.p50)
            #expect(up.delay + down.delay == profile.baseRoundTripTime.p50)
            #expect(up.queue == .time(profile.upQueue.limit))
            guard case .normal(let deviation, _) = up.jitter?.deviation else {
                Issue.record("\(profile.id) has no normal jitter")
                continue
            }
            #expect(deviation == profile.jitter.p50)
            #expect(abs((up.loss?.stationaryRate ?? 0) - profile.loss.p50.value) < 1e-12)
        }
        #expect(AccessProfile["5g"]?.id == "5g")
        #expect(AccessProfile["6g"] == nil)
    }

    @Test("Packets 10 ms apart are lost in the profile's mean run")
    func lossRuns() throws {
        for profile in AccessProfile.all where profile.loss.p50 > .never {
            guard case .gilbertElliott(let model) = profile.links().up.loss,
                case .time(let badShare, let meanBad) = model.pace
            else {
                Issue.record("\(profile.id) has no fades")
                continue
            }
            let decay = Elementary.exp(-0.01 / (meanBad.seconds * (1 - badShare.value)))
            let stays = badShare.value + (1 - badShare.value) * decay
            // The mean spell is rounded to the nanosecond.
            #expect(abs(1 / (1 - stays) - profile.meanLossRun) < 1e-5)
        }
    }

    @Test("Runs no longer than those of independent losses have no fade")
    func shortRuns() {
        let rate = Probability(clamping: 0.2)
        #expect(GilbertElliott.meanBad(forLossRate: rate, meanRun: 1.25, spacing: .milliseconds(10)) == nil)
        #expect(GilbertElliott.meanBad(forLossRate: rate, meanRun: 1, spacing: .milliseconds(10)) == nil)
        #expect(GilbertElliott.meanBad(forLossRate: rate, meanRun: 1.26, spacing: .milliseconds(10)) != nil)
    }
}
