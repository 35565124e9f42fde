extension PayloadDescriptor {
    func append(to bytes: inout [UInt8]) {
        switch self {
        case .opus, .padding: break
        case .opusRED(let redundancy): redundancy.append(to: &bytes)
        case .vp8(let descriptor): descriptor.append(to: &bytes)
        case .vp9(let descriptor): descriptor.append(to: &bytes)
        case .ulpfec(let descriptor): descriptor.append(to: &bytes)
        }
    }
}

extension VP8Descriptor {
    /// X, N, S with partition 0; then I; then M and fifteen bits (RFC 7741, section 4.2).
    func append(to bytes: inout [UInt8]) {
        bytes.append(0x80 | (isNonReference ? 0x20 : 0) | (startsFrame ? 0x10 : 0))
        bytes.append(0x80)
        bytes.append(bigEndian: 0x8000 | (pictureID & 0x7FFF))
    }
}

extension VP9Descriptor {
    /// RFC 9628, section 4.2: I P L F B E V Z; M and fifteen bits; a P_DIFF with its N bit for each reference.
    func append(to bytes: inout [UInt8]) {
        precondition(
            !isInterPredicted || !referenceDistances.isEmpty,
            "an inter-predicted VP9 picture has one to three references, not \(referenceDistances.count)"
        )
        bytes.append(
            0x90 | (isInterPredicted ? 0x40 : 0) | (startsFrame ? 0x08 : 0) | (endsFrame ? 0x04 : 0)
        )
        bytes.append(bigEndian: 0x8000 | (pictureID & 0x7FFF))
        guard isInterPredicted else { return }
        for (index, distance) in referenceDistances.enumerated() {
            bytes.append(distance << 1 | (index + 1 < referenceDistances.count ? 1 : 0))
        }
    }
}
