import Units

/// Cuts speech into word-sized windows, as `SpeechLoss` describes them.
struct WordTiling {
    /// For each word its spoken frames, 10 ms apart.
    let words: [[Int]]

    /// Takes for each frame whether somebody speaks in it.
    init(isActive: [Bool]) {
        let wordFrames = Self.frames(SpeechLoss.wordLength.nanoseconds)
        let pauseMax = Self.frames(SpeechLoss.longestPause.nanoseconds)
        var words: [[Int]] = []
        var word: [Int] = []
        var stretchHasWord = false
        var last: Int?
        func endStretch() {
            if 2 * word.count < wordFrames, stretchHasWord, let whole = words.popLast() {
                words.append(whole + word)
            } else if !word.isEmpty {
                words.append(word)
            }
            word = []
            stretchHasWord = false
        }
        for frame in isActive.indices where isActive[frame] {
            if let last, frame - last > pauseMax + 1 { endStretch() }
            last = frame
            word.append(frame)
            if word.count == wordFrames {
                words.append(word)
                word = []
                stretchHasWord = true
            }
        }
        endStretch()
        self.words = words
    }

    private static func frames(_ nanoseconds: Int64) -> Int { Int(nanoseconds / SpeechLoss.slot.nanoseconds) }
}
