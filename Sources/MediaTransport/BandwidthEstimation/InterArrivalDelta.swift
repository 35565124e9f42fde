import Units

/// Groups packets sent together and compares how far apart groups were sent and arrived
/// (libwebrtc, `inter_arrival_delta.cc`).
struct InterArrivalDelta: Sendable {
    private static let groupLength = TimeDelta.milliseconds(5)
    private static let burstGap = TimeDelta.milliseconds(5)
    private static let longestBurst = TimeDelta.milliseconds(100)
    private static let arrivalJump = TimeDelta.seconds(3)
    private static let reorderedLimit = 3

    private struct Group {
        var firstSendTime: Timestamp
        var sendTime: Timestamp
        var firstArrival: Timestamp
        var completeTime: Timestamp
        var systemTime: Timestamp
    }

    private var current: Group?
    private var previous: Group?
    private var reordered = 0
    /// Changes with each packet that begins a group.
    private(set) var groupCount = 0

    /// Takes a received packet; returns both deltas when it completes a group that has one before it.
    mutating func receive(
        sendTime: Timestamp,
        arrival: Timestamp,
        at now: Timestamp
    ) -> (send: TimeDelta, arrival: TimeDelta)? {
        guard var group = current else {
            current = Group(
                firstSendTime: sendTime,
                sendTime: sendTime,
                firstArrival: arrival,
                completeTime: arrival,
                systemTime: now
            )
            return nil
        }
        guard sendTime >= group.firstSendTime else { return nil }
        guard startsGroup(group, sendTime: sendTime, arrival: arrival) else {
            group.sendTime = max(group.sendTime, sendTime)
            group.completeTime = arrival
            group.systemTime = now
            current = group
            return nil
        }
        var deltas: (send: TimeDelta, arrival: TimeDelta)?
        if let previous {
            let arrivalDelta = group.completeTime - previous.completeTime
            if arrivalDelta - (group.systemTime - previous.systemTime) >= Self.arrivalJump {
                self = Self()
                return nil
            }
            if arrivalDelta < .zero {
                reordered += 1
                if reordered >= Self.reorderedLimit { self = Self() }
                return nil
            }
            reordered = 0
            deltas = (group.sendTime - previous.sendTime, arrivalDelta)
        }
        groupCount += 1
        previous = group
        current = Group(
            firstSendTime: sendTime,
            sendTime: sendTime,
            firstArrival: arrival,
            completeTime: arrival,
            systemTime: now
        )
        return deltas
    }

    private func startsGroup(_ group: Group, sendTime: Timestamp, arrival: Timestamp) -> Bool {
        let arrivalDelta = arrival - group.completeTime
        let sendDelta = sendTime - group.sendTime
        if sendDelta == .zero { return false }
        let belongsToBurst =
            arrivalDelta < sendDelta && arrivalDelta <= Self.burstGap
            && arrival - group.firstArrival < Self.longestBurst
        return !belongsToBurst && sendTime - group.firstSendTime > Self.groupLength
    }
}
