// Hard cases of words and sentences; the rules are at `Tokenizer`.
import FormatsFiles
@testable import PipelineText
import PipelineNumerics
import XCTest

final class TokenizerTests: XCTestCase {
  private func assertTokens(
    _ text: String, _ expected: String, _ change: (inout TokenizerOptions) -> Void = { _ in },
    line: UInt = #line
  ) {
    var options = TokenizerOptions()
    change(&options)
    XCTAssertEqual(
      Tokenizer(options: options).tokens(of: text).joined(separator: " "), expected,
      line: line)
  }

  private func assertSentences(
    _ text: String, _ expected: [String], line: UInt = #line
  ) {
    XCTAssertEqual(
      Tokenizer().sentences(of: text).map { $0.joined(separator: " ") }, expected,
      line: line)
  }

  // MARK: Words

  func testWordsOfTheDocumentation() {
    assertTokens("Don't use C++ or C#!", "dont use c++ or c#")
    assertTokens("a state-of-the-art F-score", "a state of the art f score")
    assertTokens("1,000 runs, 3.5 % (v1.2.3)", "1000 runs , 3.5 v1.2.3")
    assertTokens("Straße, naïve Ψ-test", "straße , naïve ψ test")
    assertTokens("深度学习 (deep learning)", "深 度 学 习 deep learning")
    assertTokens(
      "see https://x.org/a?b, or me@x.org, doi:10.1000/182.", "see , or ,")
    assertTokens("H<sub>2</sub>O &amp; CO&#50;", "h2o co2")
  }

  func testApostrophes() {
    assertTokens("the dogs' 'own' rock’n’roll l'homme", "the dogs own rocknroll lhomme")
    assertTokens("it''s", "it s")
  }

  func testSuffixes() {
    assertTokens(
      "notepad++ a+b 100+ c++11 f#/c# x #tag + ====",
      "notepad++ a b 100+ c++ 11 f# c# x tag")
    assertTokens("a+++++b", "a b")
  }

  func testNumbers() {
    assertTokens("12,345,678 1,2 2001,200 1,2345 .5 5.", "12345678 1 , 2 2001 , 200 1 , 2345 5 5")
    assertTokens("3.5.1 x.1 end.Next 1.a", "3.5.1 x 1 end next 1 a")
  }

  func testNoCommas() {
    assertTokens("a, b,c 1,000", "a b c 1000") { $0.keepsCommas = false }
  }

  func testCaseIsKept() {
    assertTokens("The ÉCOLE", "The ÉCOLE") { $0.lowercases = false }
    assertTokens("The ÉCOLE ΣΑΣ", "the école σασ")
  }

  func testHyphensJoined() {
    assertTokens("case-control a - b -x y-", "casecontrol a b x y") {
      $0.joinsHyphenated = true
    }
  }

  func testHyphensAtLineEnds() {
    assertTokens("auto-\nmatic anno- \r\n   tation soft\u{AD}\nly", "automatic annotation softly")
    assertTokens(
      "state-of-\nthe-art e-\nmail Smith-\nJones 10-\nfold x -\ny and/or-\nelse -\n",
      "state of the art e mail smith jones 10 fold x y and or else")
    assertTokens("über-\nöffnung", "überöffnung")
  }

  func testStopWords() {
    assertTokens("The web of The Webs, the-end", "web webs end") {
      $0.stopWords = Set(["the", "of", ","].map(ExactString.init))
    }
  }

  func testInvisibleCharacters() {
    assertTokens("inter\u{AD}national zero\u{200B}width\u{FEFF}", "international zerowidth")
  }

  func testNormalFormC() {
    let composed = Tokenizer().tokens(of: "cafe\u{301} A\u{30A}")
    XCTAssertEqual(
      composed.map { Array($0.unicodeScalars.map(\.value)) },
      [[0x63, 0x61, 0x66, 0xE9], [0xE5]])
    // A singleton: the ohm sign is a Greek omega.
    XCTAssertEqual(
      Tokenizer().tokens(of: "5 \u{2126}").last.map { Array($0.unicodeScalars) }, ["ω"])
  }

  func testScripts() {
    assertTokens("हिन्दी भाषा", "हिन्दी भाषा")
    assertTokens("한국어 처리", "한국어 처리")
    assertTokens("ひらがな漢字カタカナ", "ひらがな 漢 字 カタカナ")
    assertTokens("Привет, мир", "привет , мир")
    assertTokens("𝔘nicode 𠀀𠀁", "𝔘nicode 𠀀 𠀁")
  }

  // MARK: Markup and addresses

  func testMarkup() {
    assertTokens("p < 0.05 and x<y>z", "p 0.05 and x y z")
    assertTokens("<b>bold</b>face <!-- no --> <script>var x</script>end", "boldface end")
    assertTokens("<a href=\"http://x.org\">link</a>", "link")
    assertTokens("<jats:p>Text</jats:p><mml:math>", "text")
    assertTokens("a<!-- open <p unclosed", "a open p unclosed")
    assertTokens("&lt;b&gt; &nbsp;&eacute;&#x41;&bogus; AT&T &#xD800;", "b éa bogus at t xd800")
    assertSentences(
      "<p>One</p><p>two<br>three</p><ul><li>four</li></ul>",
      ["one", "two three", "four"])
  }

  /// A `<` between quantities begins no tag, whatever follows up to the next `>`.
  func testComparisonsAreNoTags() {
    assertTokens(
      "The value p<i in group one. In group two the value was higher. Thus n>30 holds.",
      "the value p i in group one in group two the value was higher thus n 30 holds")
    assertTokens("Spaces for 1<p and q>2", "spaces for 1 p and q 2")
    assertTokens(
      "when a<b, and all words here vanish, c>d", "when a b , and all words here vanish , c d")
    assertTokens("if p<i = 3 or b<a required one>c", "if p i 3 or b a required one c")
    assertTokens("1 <2:3> 4 <x y> z </b c> d", "1 2 3 4 x y z b c d")
  }

  /// Elements of other XML hold words of their own; HTML may be untidy.
  func testUnknownElementsAndUntidyOnes() {
    assertTokens(
      "<AbstractText Label=\"AIM\">aim</AbstractText><AbstractText Label=\"END\">end</AbstractText>", "aim end")
    assertTokens("<summary>one</summary>two", "one two")
    assertTokens("<font size = 2>beta</font> <li type>item <table border = 0 width = 100%>cell", "beta item cell")
  }

  func testTagsWithAttributes() {
    assertTokens("a<sub>2</sub> H<sub >2</sub >O CO<inf>2</inf>", "a2 h2o co2")
    assertTokens("<jats:italic toggle=\"yes\">gene</jats:italic>s <italic>in</italic>", "genes in")
    assertTokens(
      "<a href=\"x>y\" title='z'>t</a> <font color=red size=\"2\"face='f'>u</font> <td nowrap>v</td>",
      "t u v")
    // A quote that is not closed ends with its tag.
    assertTokens("<a title=\"x>link</a> and \"more\"", "link and more")
    assertTokens("<tex Notation=\"TeX\">n</tex> <unknown/>m <unknown>", "n m unknown")
    assertTokens("<![CDATA[a <b>c</b> d<e]]> f", "a c d e f")
  }

  func testAddresses() {
    assertTokens("(see http://a.b/c_(d)) then", "see then")
    assertTokens("www.example.org, www. web www", ", www web www")
    assertTokens("mailto:a.b@c.org <x@y.de> @user a@b", "user a b")
    assertTokens("https://doi.org/10.1000/1 10.1093/abc(d)e. doi.org/10.1234/x 10.5/3", "10.5 3")
    assertTokens("见https://x.org/路。好", "见 路 好")
    assertTokens("and/or 1/2 12:30", "and or 1 2 12 30")
  }

  // MARK: Sentences

  func testPlainSentences() {
    assertSentences(
      "We won. Then we left! Why? 3 of us.",
      ["we won", "then we left", "why", "3 of us"])
    assertSentences("in ca. ten cases. no new one here", ["in ca ten cases no new one here"])
    assertSentences(
      "He said \"go.\" \"No,\" I said. (So.) «Oui.» Fin",
      ["he said go", "no , i said", "so", "oui", "fin"])
    assertSentences("wait... Then?! Yes… No", ["wait", "then", "yes", "no"])
    assertSentences("...! ?", [])
    assertSentences("", [])
  }

  func testAbbreviations() {
    assertSentences(
      "See e.g. Smith et al. (2003), i.e. Fig. 3 vs. Table 2. Done.",
      ["see e g smith et al 2003 , i e fig 3 vs table 2", "done"])
    assertSentences(
      "Dr. J. R. Smith of the U.S. Army. (Cf. Eq. 2.)",
      ["dr j r smith of the u s army", "cf eq 2"])
    assertSentences(
      "Is it no. 5 on p. 7? The answer is no. Go on.",
      ["is it no 5 on p 7", "the answer is no", "go on"])
    assertSentences(
      "É. Durand and Ö. Ax. For all x. Then",
      ["é durand and ö ax", "for all x", "then"])
    assertSentences(
      "It ran for 5s. Then at 3.5 V. And so",
      ["it ran for 5s", "then at 3.5 v and so"])
  }

  func testOtherScripts() {
    assertSentences("今天好。明天！真的？是", ["今 天 好", "明 天", "真 的", "是"])
    assertSentences("यह है। वह है", ["यह है", "वह है"])
    assertSentences("Был. Стал", ["был", "стал"])
  }

  func testLines() {
    assertSentences(
      "one\ntwo\n\nthree\r\n \t\r\nfour\u{2029}five",
      ["one two", "three", "four", "five"])
    assertSentences(
      "We have\n - red\n - green apples\n * blue",
      ["we have", "red", "green apples", "blue"])
    assertSentences(
      "1. Aims. Two\n2) means\n(a) first\nb) second - not",
      ["1 aims", "two", "2 means", "a first", "b second not"])
  }

  // MARK: Robustness

  func testClassesOfASCIIAreThoseOfUnicode() {
    for byte in UInt8(0)..<0x80 {
      XCTAssertEqual(
        CharacterClass.ascii(byte), CharacterClass.computed(Unicode.Scalar(byte)), "\(byte)")
    }
  }

  func testHostileTextTakesLinearTime() {
    let pieces = [
      "<!--", "<a ", "&#", "a@", "10.1234/", "))))", "www.", "<script>", "1,", "....", "é",
    ]
    for piece in pieces {
      let text = String(repeating: piece, count: 200_000 / piece.utf8.count)
      XCTAssertLessThan(Tokenizer().sentences(of: text).count, 200_000)
    }
  }

  func testRandomScalarsNeverTrapAndGiveCleanTokens() {
    var generator = RandomStream(seed: 7)
    let interesting = Array(
      "aZ9 .!?,'’-+#&;<>/@:\"()[]\n\u{AD}\u{301}é漢。…\u{2029}\u{85}w10.".unicodeScalars)
    for _ in 0..<3000 {
      var text = String.UnicodeScalarView()
      for _ in 0..<(generator.next() % 40) {
        let draw = generator.next()
        if draw % 10 < 9 {
          text.append(interesting[Int(draw / 10 % UInt64(interesting.count))])
        } else if let any = Unicode.Scalar(UInt32(draw / 10 % 0x11_0000)) {
          text.append(any)
        }
      }
      for sentence in Tokenizer().sentences(of: String(text)) {
        XCTAssertFalse(sentence.isEmpty)
        for token in sentence {
          XCTAssertFalse(token.isEmpty)
          XCTAssertFalse(token.unicodeScalars.contains { $0.properties.isWhitespace })
        }
      }
    }
  }
}
