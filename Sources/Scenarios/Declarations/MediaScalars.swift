import QualityModels
import Units

/// The video codec, or none for consultations by voice alone.
enum VideoCodecChoice: String, CaseIterable, Sendable {
    case vp8
    case vp9
    case none

    var codec: VideoCodec? { VideoCodec(rawValue: rawValue) }
}

extension Scalar where Value == VideoSize {
    /// A picture size such as `640x360`.
    static let pictureSize = Scalar(
        ScalarGrammar(
            name: "picture size",
            form: .pattern("^[0-9]{1,4} *[x×] *[0-9]{1,4}$"),
            range: "even numbers from 16x16 to 4096x4096"
        )
    ) { (text) throws(Complaint) in
        let parts = text.split(separator: text.contains("×") ? "×" : "x", omittingEmptySubsequences: false)
            .map { String($0).trimmingBlanks }
        guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]) else {
            throw Complaint("'\(YAMLTree.shortened(text))' is no picture size", hint: "write it as in 640x360")
        }
        guard (16...4096).contains(width), (16...4096).contains(height) else {
            throw Complaint("\(text) is outside 16x16 to 4096x4096")
        }
        guard width.isMultiple(of: 2), height.isMultiple(of: 2) else {
            throw Complaint(
                "\(text) has an odd side, which 4:2:0 pictures cannot have",
                hint: "did you mean \(width & ~1)x\(height & ~1)?"
            )
        }
        return VideoSize(width: width, height: height)
    }
}

extension Scalar where Value == AudioSource {
    /// `synthetic` or a WAV file.
    static let audioSource = Scalar(
        ScalarGrammar(name: "`synthetic` or a WAV file", form: .pattern("^(synthetic|.+\\.[Ww][Aa][Vv])$"))
    ) { (text) throws(Complaint) in
        if text == "synthetic" { return .synthetic }
        if text.lowercased().hasSuffix(".wav"), text.count > 4 { return .file(text) }
        throw Complaint(
            "'\(YAMLTree.shortened(text))' is neither synthetic nor a WAV file",
            hint: Suggestion.nearest(to: text, among: ["synthetic"]).map { "did you mean \($0)?" }
                ?? "give the path of a .wav file, relative to the scenario"
        )
    }
}

extension Scalar where Value == VideoSource {
    /// A preset or a Y4M file; `synthetic` is the preset `normal`.
    static let videoSource = Scalar(
        ScalarGrammar(
            name: "`synthetic`, `calm`, `normal`, `busy`, `low-light` or a Y4M file",
            form: .pattern("^(synthetic|calm|normal|busy|low-light|.+\\.[Yy]4[Mm])$")
        )
    ) { (text) throws(Complaint) in
        if text == "synthetic" { return .preset(.normal) }
        if let preset = VideoPreset(rawValue: text) { return .preset(preset) }
        if text.lowercased().hasSuffix(".y4m"), text.count > 4 { return .file(text) }
        let words = ["synthetic"] + VideoPreset.allCases.map(\.rawValue)
        throw Complaint(
            "'\(YAMLTree.shortened(text))' is neither \(words.joined(separator: ", ")) nor a Y4M file",
            hint: Suggestion.nearest(to: text, among: words).map { "did you mean \($0)?" }
                ?? "give the path of a .y4m file, relative to the scenario"
        )
    }
}
