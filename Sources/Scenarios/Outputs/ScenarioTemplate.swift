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
        tier: media                   # media encodes and scores everything; packet is for many calls
        seed: 1                       # the same seed gives the same run, to the bit

        consultations:
          count: 8
          length: 30 s
          starts: { every: 5 s }

        # Groups on each side. Networks are built-in profiles (rehearsal list profiles) or your own, below.
        clinicians:
          - { name: consultant, network: hospital-wifi-staff }
        patients:
          - { name: home, share: 50 %, network: fttc }
          - { name: mobile, network: 4g-with-gap }          # no share: takes the rest

        media:
          audio: { codec: opus, bitrate: 32 kbit/s, fec: true, source: synthetic }
          video:
            codec: vp8                # vp8, vp9, or none for consultations by voice alone
            size: 640x360
            frame_rate: 30
            bitrate: { start: 300 kbit/s, max: 500 kbit/s }
            source: calm              # calm, normal, busy, low-light, or a .y4m file

        networks:
          4g-with-gap:
            like: 4g                  # start from a profile, then change what differs
            up: { rate: 3 Mbit/s, loss: { gilbert: { rate: 1 %, burst: 60 ms } } }
            at 15 s: { outage: 1 s }  # of every call

        # What must hold. Without this part, the built-in thresholds do.
        thresholds:
          audio.mos: [ "p(10) >= 3.6" ]
          video.freeze_ratio: [ "p(95) <= 5 %" ]
          consultation.usable: [ "share >= 80 %" ]
          "audio.mos{to:clinician}": [ "p(10) >= 3.4" ]

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
