public import Units

/// For how long one party heard nothing while the other did.
///
/// Ours. Counted in whole seconds of sound that was due: a second is silent when all of it was made up by concealment.
/// Quiet within discontinuous transmission is none.
public enum OneWaySilence {
    static let silentShare = 0.999

    /// `call.one_way_silence`: the longest run of seconds that were silent to one receiver and not to the other.
    public static func longest(of heard: AudioScore, while other: AudioScore) -> TimeDelta {
        var (longest, current) = (0, 0)
        for second in heard.concealedRatios.indices {
            let isOneWay = isSilent(second, heard) && !isSilent(second, other)
            current = isOneWay ? current + 1 : 0
            longest = max(longest, current)
        }
        return .seconds(Int64(longest))
    }

    /// Whether sound was due in a second and all of it was made up.
    public static func isSilent(_ second: Int, _ audio: AudioScore) -> Bool {
        let isDue = TimeDelta.seconds(Int64(second) + 1) > audio.dueFrom
        return isDue && audio.concealedRatios.indices.contains(second) && audio.concealedRatios[second] >= silentShare
    }
}

/// How often a direction gave its receiver nothing at all for a while, as when a connection breaks and comes back.
///
/// Ours. Endpoints here do not set up a second connection; what people call a reconnect shows as such a gap.
public enum MediaGaps {
    /// The shortest gap that counts, in seconds.
    public static let secondsMin = 5

    /// `call.media_gaps`: runs of seconds, when sound was due, with neither decoded sound nor a picture.
    public static func count(audio: AudioScore, video: VideoContinuity?) -> Int {
        var (gaps, current) = (0, 0)
        for second in audio.concealedRatios.indices {
            let isShown = video.map { second < $0.shownPerSecond.count && $0.shownPerSecond[second] > 0 } ?? false
            current = OneWaySilence.isSilent(second, audio) && !isShown ? current + 1 : 0
            if current == secondsMin { gaps += 1 }
        }
        return gaps
    }
}
