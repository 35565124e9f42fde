import Reports
import Results
import Testing

@Suite("Console summary")
struct ConsoleSummaryTests {
    @Test("The whole summary in plain text")
    func golden() throws {
        let text = ConsoleSummary.render(summary: try Example.summary(), manifest: Example.manifest(), style: .plain)
        #expect(text == Self.expected)
    }

    @Test("Colour adds escape sequences and nothing else")
    func colour() throws {
        let text = ConsoleSummary.render(summary: try Example.summary(), manifest: Example.manifest(), style: .ansi)
        #expect(text.contains("\u{1B}[31m"))
        #expect(text.replacing(/\u{1B}\[[0-9]+m/, with: "") == Self.expected)
    }

    @Test("The folder of the run is named, nothing in its name steering the terminal")
    func folder() throws {
        let text = ConsoleSummary.render(
            summary: try Example.summary(),
            manifest: Example.manifest(),
            folder: "Results/cli\u{1B}[2Jnic"
        )
        #expect(text.contains("\n  files: Results/cli [2Jnic\n  again: "))
    }

    @Test("Default thresholds, a cut run and a name with control characters show as what they are")
    func warnings() throws {
        let summary = try Example.summary(scenario: "cli\u{1B}[2Jnic", isComplete: false)
        let manifest = Example.manifest(usesDefaultThresholds: true)
        let text = ConsoleSummary.render(summary: summary, manifest: manifest, style: .plain)
        #expect(text.contains("! no thresholds are stated; these are the defaults"))
        #expect(text.contains("incomplete: not every planned call was held"))
        #expect(!text.contains("\u{1B}"))
    }

    // Checked by hand: 1 of 3 is 0.84 % to 90.57 % (Clopper-Pearson); type 7 makes 1.88 the p(95) of 0.8, 0.8 and 2.
    private static let expected = """
        THRESHOLDS
          ✓  pass          call.setup_time        'p(95) <= 3 s'      1.88 s   limit 3 s  n=3  95 %: 0.8 s or more
          ✗  fail          consultation.usable    'share >= 95 %'  33.3333 %  limit 95 %  n=3  95 \
        %: 0.840376 % to 90.5701 %
          ?  inconclusive  audio.mos{to:patient}  'avg >= 3.4'       3.88333   limit 3.4  n=6  95 %: none, too few calls
          ! call.setup_time: the interval crosses the limit: another seed may turn out otherwise
          ! audio.mos{to:patient}: passes on 6 samples, but 3 more were not measured and could turn it
          ! audio.mos rests on a table for Opus of our own calibration (docs/models/opus-impairment.md)
          ! usability: operational defaults with cited origins, not clinical safety limits (docs/models/usability.md)

        QUALITY
                                      p(5)  p(10)   med    avg  p(90)  p(95)   n
          audio.mos             MOS   3.28   4.02   4.2  4.042    4.2  4.245  12
            { to:clinician }           4.2    4.2   4.2    4.2    4.2    4.2   6
            { to:patient }             2.8    3.2   4.2  3.883   4.25  4.275   6
          video.freeze_ratio    %        0      0     0  10.25   28.7  34.85   4
            { to:clinician }             0      0     0      0      0      0   2
            { to:patient }            2.05    4.1  20.5   20.5   36.9  38.95   2
          video.longest_freeze  s        0      0     0  3.075   8.61  10.45   4
            { to:clinician }             0      0     0      0      0      0   2
            { to:patient }           0.615   1.23  6.15   6.15  11.07  11.69   2
          consultation.usable   %        0      0     0  33.33     80     90   3

        NETWORK
                              p(5)  p(10)  med  avg  p(90)  p(95)  n
          call.setup_time  s   0.8    0.8  0.8  1.2   1.76   1.88  3

        CALLS
          3 held: 2 completed_video, 1 fallback_phone

        WORST CALLS
          call 3 (rural, 3g): fell back to the phone: no media within 15 s; what the patient heard and saw was not
              measured; what the clinician heard and saw was not measured
          call 2 (mobile, 4g): patient heard poor sound from 10 s to 20 s (MOS 2.4); patient saw \
        the video frozen for 12.3
              s

        TESTER
          2 workers on 4 cores  1.5 s  CPU 2.5 s  x60 real time  peak memory 50 MiB

        RUN
          clinic  tier packet  seed 7  digest 000000000000abcd
          again: rehearsal run clinic.yaml --seed 7
          verdict: failed (exit code 99)
        """
}

@Suite("What filled the gaps in sound")
struct ConcealmentNoteTests {
    private func text(_ value: String) throws -> String {
        var manifest = Example.manifest()
        manifest.configuration.append(.init(path: "media.audio.concealment", value: value, origin: .file))
        return ConsoleSummary.render(summary: try Example.summary(), manifest: manifest, style: .plain)
    }

    @Test("The summary names the method, and that browsers do not use the codec's own")
    func names() throws {
        #expect(try text("expand").contains("\n  gaps in sound: filled as browsers do, by repetition and fade"))
        #expect(try text("codec").contains("\n  gaps in sound: filled by libopus, as browsers do not (codec)"))
    }
}
