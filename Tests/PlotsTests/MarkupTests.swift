import Plots
import Testing

@Suite("Markup")
struct MarkupTests {
    @Test("Text and attributes cannot become elements, whatever they hold")
    func escapes() {
        let hostile = "<script>alert(\"1\")</script> & 'x' <!-- ]]> "
        let html = Markup("p", [("title", hostile)], [.text(hostile)]).html
        #expect(!html.contains("<script") && !html.contains("<!--"))
        #expect(html.contains("title=\"&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; 'x' &lt;!-- ]]&gt; \""))
        #expect(html.hasSuffix("]]&gt; </p>"))
    }

    @Test("What steers terminals, turns the reading order or is no character does not come through")
    func invisible() {
        let html = Markup("b", [], [.text("a\u{1B}[2J\u{202E}b\u{2066}c\u{9B}d\u{FFFF}\u{0}")]).html
        #expect(html == "<b>a\u{FFFD}[2Jbcd\u{FFFD}\u{FFFD}</b>")
    }

    @Test("Elements of pages end as HTML wants it, those of drawings close themselves")
    func forms() {
        let page = Markup("i", [], [Markup("br"), Markup("span", [("hidden", "")]), Markup("path", [("d", "M0 0")])])
        #expect(page.html == "<i><br><span hidden></span><path d=\"M0 0\"/></i>")
        #expect(Markup.group([.text("a"), Markup("b", [], [.text("c")])]).html == "a<b>c</b>")
    }

    @Test("Code of the program's own stands as it is")
    func code() {
        #expect(Markup.code("script", "if (a < b) { c(\"d\"); }").html == "\n<script>if (a < b) { c(\"d\"); }</script>")
    }

    @Test("XML is indented, and an element without children closes itself")
    func xml() {
        let suite = Markup("suite", [("name", "a\"b\n")], [Markup("case", [("n", "1")])])
        #expect(suite.text == "<suite name=\"a&quot;b&#10;\">\n  <case n=\"1\"/>\n</suite>")
    }

    @Test("Base64 has the answers of RFC 4648, both ways")
    func base64() {
        for (text, encoded) in [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            #expect(Base64.encode(Array(text.utf8)) == encoded)
            #expect(Base64.decode(encoded) == Array(text.utf8))
        }
        #expect(Base64.encode([0xFB, 0xFF]) == "+/8=")
        for wrong in ["Z", "Zg=", "Zg==Zg==", "Zh==", "Z$==", "====", "Zm9v\n"] {
            #expect(Base64.decode(wrong) == nil, "\(wrong)")
        }
    }
}
