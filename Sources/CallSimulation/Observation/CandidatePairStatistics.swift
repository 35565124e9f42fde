import RTPWire
import Results
import Units

/// What one end sent and received over its path (`candidate-pair` in W3C webrtc-stats).
struct CandidatePairStatistics {
    private var packetsSent = 0
    private var packetsReceived = 0
    /// What UDP carries, SRTP included.
    private var bytesSent: Int64 = 0
    private var bytesReceived: Int64 = 0
    private var requestsSent = 0
    private var requestsReceived = 0
    private var responsesSent = 0
    private var responsesReceived = 0
    private var currentRoundTripTime: TimeDelta?
    private var totalRoundTripTime = TimeDelta.zero
    /// The last connectivity check that was sent.
    private var check: (transaction: UInt32, sentAt: Timestamp)?

    mutating func sent(_ packet: InFlight.Packet, at now: Timestamp) {
        if case .control(let message) = packet.datagram {
            if message.kind == .stunBindingRequest {
                requestsSent += 1
                check = (message.transaction, now)
                return
            }
            if message.kind == .stunBindingResponse {
                responsesSent += 1
                return
            }
        }
        packetsSent += 1
        bytesSent += packet.size.bytes - Int64(Datagram.headerLength)
    }

    mutating func received(_ packet: InFlight.Packet, at now: Timestamp) {
        if case .control(let message) = packet.datagram {
            if message.kind == .stunBindingRequest {
                requestsReceived += 1
                return
            }
            if message.kind == .stunBindingResponse {
                answered(message, at: now)
                return
            }
        }
        packetsReceived += 1
        bytesReceived += packet.size.bytes - Int64(Datagram.headerLength)
    }

    private mutating func answered(_ response: ControlMessage, at now: Timestamp) {
        responsesReceived += 1
        guard let check, check.transaction == response.transaction else { return }
        let time = now - check.sentAt
        currentRoundTripTime = time
        totalRoundTripTime += time
    }

    /// The stats object of `series.ndjson`.
    func object(availableOutgoingBitrate: DataRate, availableIncomingBitrate: DataRate? = nil) -> JSONObject {
        var object: JSONObject = ["availableOutgoingBitrate": .integer(availableOutgoingBitrate.bitsPerSecond)]
        let incoming = availableIncomingBitrate.map { JSONValue.integer($0.bitsPerSecond) }
        object.append("availableIncomingBitrate", ifKnown: incoming)
        object.append("packetsSent", .integer(packetsSent))
        object.append("packetsReceived", .integer(packetsReceived))
        object.append("bytesSent", .integer(bytesSent))
        object.append("bytesReceived", .integer(bytesReceived))
        object.append("requestsSent", .integer(requestsSent))
        object.append("requestsReceived", .integer(requestsReceived))
        object.append("responsesSent", .integer(responsesSent))
        object.append("responsesReceived", .integer(responsesReceived))
        object.append("currentRoundTripTime", ifKnown: currentRoundTripTime.map { .score($0.seconds) })
        object.append("totalRoundTripTime", .score(totalRoundTripTime.seconds))
        return object
    }
}
