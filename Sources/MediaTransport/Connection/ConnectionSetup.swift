public import RTPWire
public import Units

/// Brings a path up before media: a connectivity check each way, then the four flights of a DTLS handshake.
///
/// A model of what a browser does on a direct path, with real packets of typical sizes, so that a slow or lossy path
/// starts late and a dead one never starts. Signalling is not part of it. Checks repeat as RFC 8489, section 6.2.1
/// says, every 500 ms without its doubling (assumed: a browser keeps pinging at a steady pace); flights repeat as RFC 6347, section 4.2.4 says, from twice the round-trip
/// time but not under 50 ms (Chromium's, remembered).
public struct ConnectionSetup: Sendable {
    /// The end that answers the call opens the DTLS handshake (RFC 8842, section 5).
    public enum Role: Sendable {
        case dtlsClient
        case dtlsServer
    }

    public enum State: Hashable, Sendable {
        case checking
        case securing
        case connected(Timestamp)
        case failed(Timestamp)
    }

    /// How long set-up may take before the call is given up: Chromium fails a pair after about 30 s, remembered.
    public static let patience = TimeDelta.seconds(30)

    static let checkInterval = TimeDelta.milliseconds(500)
    static let flightTimeoutMin = TimeDelta.milliseconds(50)
    static let flightTimeoutMax = TimeDelta.seconds(60)

    public private(set) var state = State.checking
    private let role: Role
    private let startedAt: Timestamp
    private var outstanding: Outstanding?
    private var checkSentAt: Timestamp
    private var roundTripTime = TimeDelta.zero
    private var lastFlight: ControlMessage.Kind?
    private var nextTransaction: UInt32 = 1

    /// A message that is repeated until something answers it.
    private struct Outstanding {
        var message: ControlMessage
        var timeout: TimeDelta
        var due: Timestamp
    }

    public init(role: Role, at now: Timestamp) {
        self.role = role
        startedAt = now
        checkSentAt = now
    }

    public var nextTimeout: Timestamp? {
        switch state {
        case .connected, .failed: nil
        case .checking, .securing: min(outstanding?.due ?? .distantFuture, startedAt + Self.patience)
        }
    }

    /// Sends what opens the connection; to be called once, when the party joins.
    public mutating func start(at now: Timestamp, into messages: inout [ControlMessage]) {
        checkSentAt = now
        transmit(.stunBindingRequest, timeout: Self.checkInterval, at: now, into: &messages)
    }

    public mutating func advance(to now: Timestamp, into messages: inout [ControlMessage]) {
        switch state {
        case .connected, .failed: return
        case .checking, .securing: break
        }
        if now >= startedAt + Self.patience {
            state = .failed(now)
            outstanding = nil
            return
        }
        guard var pending = outstanding, pending.due <= now else { return }
        if pending.message.kind == .stunBindingRequest {
            checkSentAt = now
        } else {
            pending.timeout = min(pending.timeout * 2, Self.flightTimeoutMax)
        }
        pending.due = now + pending.timeout
        outstanding = pending
        messages.append(pending.message)
    }

    public mutating func receive(_ message: ControlMessage, at now: Timestamp, into messages: inout [ControlMessage]) {
        switch message.kind {
        case .stunBindingRequest:
            messages.append(.setup(.stunBindingResponse, transaction: message.transaction))
        case .stunBindingResponse: answerCheck(at: now, into: &messages)
        case .dtlsFlight1: answerFlight(.dtlsFlight2, onlyFor: .dtlsServer, at: now, into: &messages)
        case .dtlsFlight2: answerFlight(.dtlsFlight3, onlyFor: .dtlsClient, at: now, into: &messages)
        case .dtlsFlight3: completeServer(at: now, into: &messages)
        case .dtlsFlight4: completeClient(at: now)
        }
    }

    private mutating func answerCheck(at now: Timestamp, into messages: inout [ControlMessage]) {
        guard state == .checking else { return }
        roundTripTime = now - checkSentAt
        state = .securing
        outstanding = nil
        if role == .dtlsClient {
            transmit(.dtlsFlight1, timeout: flightTimeout, at: now, into: &messages)
        } else if let flight = lastFlight {
            transmit(flight, timeout: flightTimeout, at: now, into: &messages)
        }
    }

    private mutating func answerFlight(
        _ flight: ControlMessage.Kind,
        onlyFor role: Role,
        at now: Timestamp,
        into messages: inout [ControlMessage]
    ) {
        guard self.role == role, !isConnected else { return }
        lastFlight = flight
        // A server whose own check is still open answers when it is done: nothing may be sent on an unchecked path.
        guard state == .securing else { return }
        transmit(flight, timeout: flightTimeout, at: now, into: &messages)
    }

    private mutating func completeServer(at now: Timestamp, into messages: inout [ControlMessage]) {
        guard role == .dtlsServer, state != .checking else { return }
        messages.append(.setup(.dtlsFlight4, transaction: takeTransaction()))
        guard !isConnected else { return }
        state = .connected(now)
        outstanding = nil
    }

    private mutating func completeClient(at now: Timestamp) {
        guard role == .dtlsClient, !isConnected else { return }
        state = .connected(now)
        outstanding = nil
    }

    private var isConnected: Bool {
        if case .connected = state { return true }
        return false
    }

    private var flightTimeout: TimeDelta { max(Self.flightTimeoutMin, roundTripTime * 2) }

    private mutating func transmit(
        _ kind: ControlMessage.Kind,
        timeout: TimeDelta,
        at now: Timestamp,
        into messages: inout [ControlMessage]
    ) {
        let message = ControlMessage.setup(kind, transaction: takeTransaction())
        outstanding = Outstanding(message: message, timeout: timeout, due: now + timeout)
        messages.append(message)
    }

    private mutating func takeTransaction() -> UInt32 {
        defer { nextTransaction &+= 1 }
        return nextTransaction
    }
}

extension ControlMessage {
    /// A message of the size it typically has with ICE credentials and an ECDSA certificate (assumed, not measured).
    static func setup(_ kind: Kind, transaction: UInt32) -> ControlMessage {
        let length =
            switch kind {
            case .stunBindingRequest: 108
            case .stunBindingResponse: 64
            case .dtlsFlight1: 190
            case .dtlsFlight2: 720
            case .dtlsFlight3: 640
            case .dtlsFlight4: 75
            }
        return ControlMessage(kind: kind, transaction: transaction, length: length)
    }
}
