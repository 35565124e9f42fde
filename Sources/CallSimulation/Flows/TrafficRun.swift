import CrossTraffic
import NetworkEmulation
import Results
import Scenarios
import Units
import VirtualTime

/// A flow of cross traffic on its links.
final class TrafficRun {
    private let plan: FlowPlan
    private var flow: TrafficFlow
    private var carrier: PacketCarrier<TrafficPacket>
    private var observed: FlowObservations
    private var effects: [TrafficEffect] = []
    private var passed: [PacketCarrier<TrafficPacket>.Effect] = []

    init(plan: FlowPlan, shared: SharedNetwork.Membership?) {
        self.plan = plan
        flow = TrafficFlow(
            TrafficKind(plan.kind),
            times: TrafficTimes(start: plan.start, stop: plan.stop, pauses: plan.pauses),
            seed: plan.seed,
            owner: plan.owner
        )
        carrier = PacketCarrier(plan: plan, shared: shared)
        observed = FlowObservations(start: plan.start, stop: plan.stop)
    }

    func begin() {
        flow.start(into: &effects)
        settle(at: plan.start)
    }

    var nextTime: Timestamp {
        min(carrier.nextTime ?? .distantFuture, flow.nextTimeout ?? .distantFuture)
    }

    func step() {
        let now = nextTime
        if let time = carrier.nextTime, time <= now {
            carrier.step(at: now, into: &passed)
        } else {
            flow.advance(to: now, into: &effects)
        }
        settle(at: now)
    }

    func take(_ passage: Passage, at now: Timestamp) {
        carrier.take(passage, at: now, into: &passed)
        settle(at: now)
    }

    func finish() -> [FlowRecord] {
        [
            FlowRecord(
                flow: plan.number,
                name: plan.name,
                kind: plan.kind.name,
                isForward: true,
                startsAt: plan.start,
                stopsAt: plan.stop,
                digest: carrier.digest.value,
                metrics: observed.metrics,
                series: observed.series
            )
        ]
    }

    private func settle(at now: Timestamp) {
        while !effects.isEmpty || !passed.isEmpty {
            for case .send(let packet) in effects {
                if packet.isForward {
                    observed.send(packet.size, at: now)
                } else {
                    observed.feedbackBytes += packet.size.bytes
                }
                carrier.send(
                    packet,
                    size: packet.size,
                    isMedia: false,
                    isForward: packet.isForward,
                    at: now,
                    into: &passed
                )
            }
            effects.removeAll(keepingCapacity: true)
            for effect in passed {
                switch effect {
                case .dropped(let packet): if packet.isForward { observed.lose(sentAt: packet.sentAt) }
                case .arrived(let packet):
                    if packet.isForward {
                        observed.receive(packet.size, sentAt: packet.sentAt, isCopy: packet.isCopy, at: now)
                    }
                    flow.arrive(packet.payload, at: now, into: &effects)
                }
            }
            passed.removeAll(keepingCapacity: true)
        }
    }
}

extension TrafficKind {
    /// - Precondition: the kind is not media, which has endpoints of its own.
    fileprivate init(_ kind: FlowSettings.Kind) {
        switch kind {
        case .media: preconditionFailure("media is no cross traffic")
        case .tcp(let settings): self = .download(settings.control == .cubic ? .cubic : .reno, size: settings.size)
        case .udp(let settings):
            self = .datagrams(
                rate: settings.rate,
                size: settings.packet,
                onOff: settings.onOff.map { DatagramOnOff(meanOn: $0.on, meanOff: $0.off) }
            )
        case .web(let pattern): self = .web(pattern == .background ? .background : .rfc8867)
        case .stream(let settings):
            self = .stream(
                VideoStreamConfiguration(
                    ladder: settings.ladder,
                    segment: settings.segment,
                    buffer: settings.buffer
                )
            )
        }
    }
}
