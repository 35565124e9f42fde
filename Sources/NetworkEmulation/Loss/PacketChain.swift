import Units

/// A Gilbert-Elliott chain that moves with each packet.
///
/// A packet's fate goes by the state before its move, and loss in the bad state takes the upper end of the draw: the
/// conventions of netem's `gemodel`, so that its outcomes can be compared packet by packet.
struct PacketChain: Sendable {
    private var isBad: Bool

    init(startsBad: Bool = false) { isBad = startsBad }

    /// Whether the next packet is lost; `moves` and `loses` are uniform values in `0..<1`.
    mutating func losesNextPacket(
        of model: GilbertElliott,
        leaveGood: Probability,
        leaveBad: Probability,
        moves: Double,
        loses: Double
    ) -> Bool {
        let isLost = isBad ? loses >= 1 - model.lossWhenBad.value : loses < model.lossWhenGood.value
        isBad = isBad ? moves >= leaveBad.value : moves < leaveGood.value
        return isLost
    }
}
