import Units

/// What an encoder made of 20 ms of sound, and what a receiver could do with it.
public struct TracedSound: Hashable, Sendable {
    public var byteCount: UInt16
    public var hasInBandFEC: Bool
    public var isDTX: Bool
    /// Whether a sender keeps the packet back, as all of a pause but its first.
    public var continuesDTX: Bool
    public var isSpeech: Bool
    /// The pitch period at the start, in samples at 48 kHz; 0 where none was found.
    public var period: UInt16
    /// Whether the sound repeats itself well enough for a period to be taken out or put in.
    public var repeats: Bool
    /// Whether there is background noise only, which may be stretched anywhere.
    public var isPassive: Bool

    public init(
        byteCount: UInt16,
        hasInBandFEC: Bool,
        isDTX: Bool,
        continuesDTX: Bool,
        isSpeech: Bool,
        period: UInt16 = 0,
        repeats: Bool = false,
        isPassive: Bool = false
    ) {
        self.byteCount = byteCount
        self.hasInBandFEC = hasInBandFEC
        self.isDTX = isDTX
        self.continuesDTX = continuesDTX
        self.isSpeech = isSpeech
        self.period = period
        self.repeats = repeats
        self.isPassive = isPassive
    }
}

/// What an encoder made of a microphone's sound at every loss that it may be told to expect.
public struct AudioTrace: Hashable, Sendable {
    /// The packets of one expected loss; the same sound at every level.
    public struct Level: Hashable, Sendable {
        public let expectedLossPercent: Int
        public let packets: [TracedSound]

        public init(expectedLossPercent: Int, packets: [TracedSound]) {
            (self.expectedLossPercent, self.packets) = (expectedLossPercent, packets)
        }
    }

    /// How a trace is made into the sound of a call.
    public enum Material: Hashable, Sendable {
        /// A recording, again and again from its start.
        case recording
        /// A voice that talks and pauses in turns; a call takes its own turns from it.
        case voice(talkCount: Int, pauseCount: Int)
    }

    public let material: Material
    /// By rising expected loss; never empty, all of one length.
    public let levels: [Level]

    public init(material: Material, levels: [Level]) {
        (self.material, self.levels) = (material, levels)
    }

    /// Packets at each level.
    var packetCount: Int { levels.first?.packets.count ?? 0 }

    /// The level whose expected loss is nearest.
    func level(nearest loss: Probability) -> Int {
        let percent = Int((loss.value * 100).rounded())
        return levels.indices.min {
            abs(levels[$0].expectedLossPercent - percent) < abs(levels[$1].expectedLossPercent - percent)
        } ?? 0
    }
}
