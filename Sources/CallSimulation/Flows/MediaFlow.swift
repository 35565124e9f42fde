import MediaTransport
import NetworkEmulation
import RTPWire
import Results
import Scenarios
import Units
import VirtualTime

/// A flow of described audio and video under the congestion control of calls.
final class MediaFlow {
    private let plan: FlowPlan
    private let settings: MediaFlowSettings
    private var first: MediaFlowEnd
    private var second: MediaFlowEnd
    private var carrier: PacketCarrier<Datagram>
    /// Forwards, then back.
    private var observations: [FlowObservations]
    private var effects: [EndpointEffect] = []
    private var pending: [EndpointEffect] = []
    private var passed: [PacketCarrier<Datagram>.Effect] = []
    private var now: Timestamp

    init(plan: FlowPlan, settings: MediaFlowSettings, shared: SharedNetwork.Membership?) {
        self.plan = plan
        self.settings = settings
        first = MediaFlowEnd(plan: plan, settings: settings, isFirst: true)
        second = MediaFlowEnd(plan: plan, settings: settings, isFirst: false)
        carrier = PacketCarrier(plan: plan, shared: shared)
        observations = Array(repeating: FlowObservations(start: plan.start, stop: plan.stop), count: 2)
        now = plan.start
    }

    func begin() {
        for isFirst in [true, false] {
            end(isFirst) { $0.endpoint.start(at: plan.start, into: &$1) }
        }
        settlePassed()
    }

    var nextTime: Timestamp {
        min(carrier.nextTime ?? .distantFuture, min(first.nextTime, second.nextTime))
    }

    func step() {
        now = nextTime
        if let time = carrier.nextTime, time <= now {
            carrier.step(at: now, into: &passed)
        } else {
            let isFirst = first.nextTime <= now
            end(isFirst) { [now] in $0.advance(to: now, into: &$1) }
        }
        settlePassed()
    }

    func take(_ passage: Passage, at time: Timestamp) {
        now = time
        carrier.take(passage, at: now, into: &passed)
        settlePassed()
    }

    func finish() -> [FlowRecord] {
        (settings.isTwoWay ? [true, false] : [true]).map { isForward in
            let observed = observations[isForward ? 0 : 1]
            return FlowRecord(
                flow: plan.number,
                name: plan.name,
                kind: plan.kind.name,
                isForward: isForward,
                startsAt: plan.start,
                stopsAt: plan.stop,
                digest: carrier.digest.value,
                metrics: observed.metrics,
                series: observed.series
            )
        }
    }

    private func settlePassed() {
        // What an end does may add more.
        var settled = 0
        while settled < passed.count {
            let effect = passed[settled]
            settled += 1
            switch effect {
            case .dropped(let packet):
                if case .rtp = packet.payload { observations[packet.isForward ? 0 : 1].lose(sentAt: packet.sentAt) }
            case .arrived(let packet):
                if case .rtp = packet.payload {
                    observations[packet.isForward ? 0 : 1]
                        .receive(packet.size, sentAt: packet.sentAt, isCopy: packet.isCopy, at: now)
                }
                end(!packet.isForward) { [now] in $0.endpoint.receive(packet.payload, at: now, into: &$1) }
            }
        }
        passed.removeAll(keepingCapacity: true)
    }

    /// Lets one end do something, and then what its endpoint wants done.
    private func end(_ isFirst: Bool, _ action: (inout MediaFlowEnd, inout [EndpointEffect]) -> Void) {
        if isFirst { action(&first, &effects) } else { action(&second, &effects) }
        while !effects.isEmpty {
            swap(&effects, &pending)
            for effect in pending {
                if isFirst { perform(effect, of: &first, isFirst) } else { perform(effect, of: &second, isFirst) }
            }
            pending.removeAll(keepingCapacity: true)
        }
    }

    private func perform(_ effect: EndpointEffect, of end: inout MediaFlowEnd, _ isFirst: Bool) {
        switch effect {
        case .transmit(let datagram): transmit(datagram, isForward: isFirst)
        case .connected: end.connect(at: now)
        case .encoderTarget(let target):
            end.apply(target, at: now)
            observations[isFirst ? 0 : 1].aim(at: target.videoBitrate, at: now)
        case .keyFrameRequested: end.requestKeyFrame()
        case .decode(let frame):
            let capturedAt = isFirst ? second.captureTime(of: frame) : first.captureTime(of: frame)
            if let capturedAt {
                observations[isFirst ? 1 : 0].complete(frameCapturedAt: capturedAt, at: frame.completeTime)
            }
            end.decode(frame, at: now, into: &effects)
        case .connectionFailed, .videoFlushed: break
        }
    }

    private func transmit(_ datagram: Datagram, isForward: Bool) {
        switch datagram {
        case .rtp: observations[isForward ? 0 : 1].send(datagram.wireSize, at: now)
        case .rtcp: observations[isForward ? 1 : 0].feedbackBytes += datagram.wireSize.bytes
        case .control: break
        }
        carrier.send(
            datagram,
            size: datagram.wireSize,
            isMedia: datagram.isMedia,
            isForward: isForward,
            at: now,
            into: &passed
        )
    }
}
