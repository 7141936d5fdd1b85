// 10,000 texts of ten languages with odd Unicode, against the tokenizers package of PyPI
// where python3 has it.
import Formats
@testable import PipelineFeatures
@testable import PipelineNumerics
import Foundation
import XCTest

final class TokenizersPackageTests: XCTestCase {
  private static let languages = [
    "The quick brown fox's state-of-the-art F-score isn't 3.5% (v1.2.3), e.g. unaffable!",
    "Größe und Straße: Über die Äpfel, Öfen und ÜBERMÄSSIG fröhliche Fußgänger.",
    "L'été dernier, où était-ce ? Ça coûte 3 € à l’hôtel « Œuvre » naïve.",
    "Ёжик в тумане ЙОД и ещё что-то — «глубокое обучение» №5.",
    "Η γρήγορη αλεπού ΣΊΣΥΦΟΣ πηδάει ϊΰ Ώς.",
    "深度学习（deep learning）是机器学习的一种。𠀀𪜀𫝀𫠠 豈",
    "これはテストです。がぎぐ パピプ ﾊﾟｶﾞ 東京タワー",
    "한국어 문장을 토큰화합니다. 각 낱말 ᄒᆞᆫ",
    "اللغة العربية جميلة، مُحَمَّد ؟ ٢٠٢٤ لا",
    "हिन्दी में वाक्य है। क़लम ज़रा किताबें कॉफ़ी",
    "Tiếng Việt được viết bằng chữ Quốc ngữ ở Hà Nội Ự Ệ",
    "İstanbul'da ığdır ĞÜŞİÖÇ ısı",
  ]
  private static let odd = [
    "\u{301}", "\u{327}", "\u{345}", "\u{200D}", "\u{200B}", "\u{FEFF}", "\u{AD}", "\u{0}",
    "\u{FFFD}", "\u{7}", "\t", "\n", "\r", "\u{2028}", "\u{3000}", "\u{A0}", "😀", "👩‍👩‍👧", "🇩🇪",
    "\u{E000}", "\u{10FFFF}", "[SEP]", "[CLS]", "[MASK", "[[PAD]]", "##ing", "``", "—", "…", "½",
    "\u{212B}", "ﬁ", "ǅ", "ẞ", "ſ", "\u{212A}", "\u{338}=", "\u{1E9B}\u{323}", "\u{F73}",
    String(repeating: "x", count: 101), String(repeating: "y", count: 100), "𝒜", "①", "㍿",
    "\u{1E900}", "ﷺ", "\u{180E}", "\u{2060}", "$", "^", "`", "\u{1100}\u{1161}\u{11A8}", "\u{958}",
    "\u{166D}", "\u{1734}", "\u{1885}", "\u{A9BD}", "\u{111C9}", "\u{1171E}", "\u{1D15E}",
  ]

  private func texts() -> [String] {
    var random = RandomStream(seed: 1, at: 20)
    let words = Self.languages.map { $0.split(separator: " ").map(String.init) }
    return (0..<10_000).map { number in
      let own = words[number % words.count]
      return (0...random.next(below: 24)).map { _ -> String in
        let word = own[random.next(below: own.count)]
        let odd = Self.odd[random.next(below: Self.odd.count)]
        switch random.next(below: 20) {
        case 0..<12: return word
        case 12..<15: return odd
        case 15..<17: return String(word.prefix(random.next(below: 5))) + odd + word
        default:
          var scalars = String.UnicodeScalarView()
          for _ in 0...random.next(below: 5) {
            let plane = [0x3000, 0xD800, 0x2_0000][random.next(below: 3)]
            // The package's Unicode is older: it does not order marks that it does not know.
            if let scalar = Unicode.Scalar(UInt32(0x20 + random.next(below: plane - 0x20))),
              scalar.properties.age?.major ?? 0 <= 12
            {
              scalars.append(scalar)
            }
          }
          return String(scalars)
        }
      }.joined(separator: random.next(below: 5) == 0 ? "" : " ")
    }
  }

  func testTokensOfTenThousandTexts() throws {
    let python = ProcessInfo.processInfo.environment["JMAN_PYTHON"] ?? "python3"
    let input = try temporaryPath("texts.json")
    let texts = texts()
    try JSONEncoder().encode(texts).write(to: URL(fileURLWithPath: input))
    let folder = try SentenceEncoderTests.folder("bert")
    let program = """
      import json, sys
      from tokenizers import Tokenizer, normalizers
      tokenizer = Tokenizer.from_file(sys.argv[1])
      texts = json.load(open(sys.argv[2]))
      print(json.dumps([e.ids for e in tokenizer.encode_batch(texts)]))
      words = normalizers.BertNormalizer(lowercase=True).normalize_str
      print(json.dumps([[w for w, _ in tokenizer.pre_tokenizer.pre_tokenize_str(words(t))]
                        for t in texts]))
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [python, "-c", program, folder + "/tokenizer.json", input]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw XCTSkip(
        "SKIPPED: python3 has no tokenizers (pip install tokenizers; JMAN_PYTHON names another "
          + "python)")
    }
    let lines = printed.split(separator: 0x0A)
    let ids = try JSONDecoder().decode([[Int32]].self, from: Data(lines[0]))
    let words = try JSONDecoder().decode([[String]].self, from: Data(lines[1]))
    let tokenizer = try WordPieceTokenizer(EncoderFolder(path: folder).tokenizer)
    let rules = BertText(
      cleans: true, spacesIdeographs: true, lowercases: true, stripsAccents: true)
    for (number, text) in texts.enumerated() {
      XCTAssertEqual(
        [tokenizer.first] + tokenizer.pieces(of: text) + [tokenizer.last], ids[number], text)
      // The tiny vocabulary knows few words: the words themselves must be the same too.
      var found: [String] = []
      rules.forEachWord(of: text[...]) { word in
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: word)
        found.append(String(scalars))
      }
      XCTAssertEqual(found.map { Array($0.utf8) }, words[number].map { Array($0.utf8) }, text)
    }
  }
}
