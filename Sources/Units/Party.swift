/// One of the two people in a consultation.
public enum Party: UInt8, Hashable, Sendable, CaseIterable {
    case clinician = 0
    case patient = 1

    public var other: Party { self == .clinician ? .patient : .clinician }
    public var name: String { self == .clinician ? "clinician" : "patient" }
}

/// One of the two kinds of media that a party sends.
public enum MediaKind: UInt8, Hashable, Sendable, CaseIterable {
    case audio = 0
    case video = 1

    public var name: String { self == .audio ? "audio" : "video" }
}
