import Plots
import Results
import Units

/// The worst seconds of a call: pairs of pictures, and the sound to listen to.
enum MomentPart {
    static func markup(_ moment: CallMoment) -> Markup {
        let span = "\(seconds(moment.from)) to \(seconds(moment.from + moment.length)) s"
        let (receiver, sender) = (moment.receiver.name, moment.receiver.other.name)
        var parts: [Markup] = [
            Markup("h4", [], [.text("The worst moment, \(span), to the \(receiver)")]),
            .paragraph(explanation(moment), kind: "meaning"),
        ]
        if !moment.pairs.isEmpty {
            parts.append(
                Markup(
                    "div",
                    [("class", "pairs")],
                    moment.pairs.map { pair in
                        Markup(
                            "figure",
                            [("class", "pair")],
                            [
                                picture(pair.sent, "What the \(sender)'s camera took at \(seconds(pair.time)) s"),
                                pair.seen.map { seen in
                                    picture(seen, "What the \(receiver) saw at \(seconds(pair.time)) s")
                                } ?? Markup("div", [("class", "black")], [.text("no picture yet")]),
                                Markup("figcaption", [], [.text("\(seconds(pair.time)) s")]),
                            ]
                        )
                    }
                )
            )
        }
        let players = [
            player("What the \(receiver) heard", moment.heard, "heard"),
            player("What the \(sender) said", moment.spoken, "said"),
        ]
        parts.append(Markup("div", [("class", "players")], players))
        return Markup("div", [("class", "moment")], parts)
    }

    private static func explanation(_ moment: CallMoment) -> String {
        let (receiver, sender) = (moment.receiver.name, moment.receiver.other.name)
        let pictures =
            moment.pairs.isEmpty
            ? "" : "Above what the \(sender)'s camera took, below what the \(receiver) saw at the same time. "
        let origin =
            moment.isHeldAgain
            ? "This run played traces; the call was held again with codecs over the same lines, and its packets differ in "
                + "size, so that not every second need be the same."
            : "Made by replaying the call, bit for bit."
        return pictures + origin
    }

    private static func picture(_ bytes: [UInt8], _ text: String) -> Markup {
        Markup("img", [("src", "data:image/webp;base64," + Base64.encode(bytes)), ("alt", text)])
    }

    private static func player(_ text: String, _ bytes: [UInt8], _ kind: String) -> Markup {
        Markup(
            "label",
            [("class", "player " + kind)],
            [
                .text(text),
                Markup(
                    "audio",
                    [
                        ("controls", ""), ("preload", "none"), ("aria-label", text),
                        ("src", "data:audio/ogg;base64," + Base64.encode(bytes)),
                    ]
                ),
            ]
        )
    }

    private static func seconds(_ value: Double) -> String { ((value * 10).rounded() / 10).text(significantDigits: 6) }
}
