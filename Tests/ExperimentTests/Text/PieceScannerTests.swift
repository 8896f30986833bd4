import Experiment
import Testing

@Suite struct PieceScannerTests {
    @Test(arguments: [
        ("", []),
        ("one two", ["one", " two"]),
        ("I'm HE'LL it's'x 'twas", ["I", "'m", " HE", "'LL", " it", "'s", "'x", " '", "twas"]),
        (
            "you're we'VE a'\u{17F}b o'clock",
            ["you", "'re", " we", "'VE", " a", "'\u{17F}", "b", " o", "'clock"]
        ),
        ("x 12345 \u{664}\u{BD}", ["x", " ", "123", "45", " ", "\u{664}\u{BD}"]),
        ("wow!!!\r\n\n (yes)", ["wow", "!!!\r\n\n", " (", "yes", ")"]),
        ("a   b", ["a", "  ", " b"]),
        ("a   !", ["a", "  ", " !"]),
        ("a\t\tb", ["a", "\t", "\tb"]),
        ("a\t!", ["a", "\t", "!"]),
        ("a \n\n  b", ["a", " \n\n", " ", " b"]),
        ("a \n  ", ["a", " \n  "]),
        ("a\u{A0}\u{3000}1", ["a", "\u{A0}", "\u{3000}", "1"]),
        ("e\u{301}\u{301}", ["e", "\u{301}\u{301}"]),
        ("\u{1F469}\u{1D400}", ["\u{1F469}\u{1D400}"]),
    ]) func textIsCutAsThePatternSays(text: String, pieces: [String]) {
        #expect(PieceScanner.pieces(of: text) == pieces)
    }
}
