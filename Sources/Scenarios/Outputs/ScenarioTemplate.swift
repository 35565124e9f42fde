/// The scenario that `rehearsal init` writes.
public enum ScenarioTemplate {
    /// A commented scenario that is valid as it is; `name` is made into a name if it is none.
    public static func commented(name: String) -> String {
        """
        # What this scenario asks, what you expect as the answer, and why.
        # Check it with: rehearsal validate FILE     Run it with: rehearsal run FILE

        rehearsal: 1                  # the version of this format
        name: \(word(name))
        question: Do four in five consultations stay usable when half of the patients join by mobile phone?
        tier: media                   # every frame is encoded, sent, decoded and scored
        seed: 1                       # the same seed gives the same run, to the bit

        consultations:
          count: 14                   # as few as can show "four in five" with 95 % confidence
          length: 20 s
          starts: { every: 2 s }

        # Groups on each side. Networks are built-in profiles (rehearsal list profiles) or your own, below.
        clinicians:
          - { name: consultant, network: hospital-wifi-staff }
        patients:
          - { name: home, share: 50 %, network: fttc }
          - { name: mobile, network: busy-4g }              # no share: takes the rest

        media:
          audio: { codec: opus, bitrate: 32 kbit/s, fec: true, source: synthetic }
          video:
            codec: vp8                # vp8, vp9, or none for consultations by voice alone
            size: 640x360
            frame_rate: 30
            bitrate: { start: 300 kbit/s, max: 500 kbit/s }
            source: calm              # calm, normal, busy, low-light, or a .y4m file

        networks:
          busy-4g:
            like: 4g                  # start from a profile, then change what differs
            up: { rate: 3 Mbit/s, loss: { gilbert: { rate: 0.5 %, burst: 60 ms } } }
            # 25 s after the run began, for every call that is up then; { outage: 2 s } cuts the line
            at 25 s: { up: { rate: 1 Mbit/s } }

        # What must hold. Without this part, the built-in thresholds do.
        thresholds:
          consultation.usable: [ "share >= 80 %" ]
          audio.mos: [ "p(20) >= 3.6" ]
          video.freeze_ratio: [ "p(80) <= 5 %" ]
          "audio.mos{to:clinician}": [ "p(20) >= 3.4" ]

        """
    }

    /// The nearest text to `name` that is a name, and that YAML cannot take for anything else.
    private static func word(_ name: String) -> String {
        let kept = name.map { character -> Character in
            character.isASCII && (character.isLetter || character.isNumber || character == "_") ? character : "-"
        }
        let body = String(kept.drop { $0 == "-" || $0 == "_" }.prefix(50))
        guard !body.isEmpty else { return "scenario" }
        let isPlain = body.contains(where: \.isLetter) && !["true", "false", "null"].contains(body.lowercased())
        return isPlain && Double(body) == nil ? body : "scenario-" + body
    }
}
