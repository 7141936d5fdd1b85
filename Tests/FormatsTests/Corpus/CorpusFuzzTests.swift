// Mutated corpora of each format: whatever comes, a reader ends with documents
// or with an InputError, soon. CORPUS_FUZZ gives the number of inputs of each
// format (5000 for a long run), CORPUS_FUZZ_SEED the seed.
import Foundation
import XCTest

@testable import Formats
@testable import FormatsFiles

final class CorpusFuzzTests: XCTestCase {
  /// The files of a small corpus; single streams are called "f".
  private let seeds: [CorpusFormat: [String: String]] = [
    .original: ["f": "a b __abstract__ c _PAD d __label__ x  y\n"],
    .jsonLines: ["f": "{\"id\":\"a\",\"title\":[\"x\"],\"text\":\"é \\u00e9\",\"tags\":\"a,b\"}\n"],
    .paragraphs: ["f": "One two.\nThree\n\nFour\n"], .wholeText: ["f": "One\n\ntwo\n"],
    .bibsonomyDump: [
      "tas": "1\ta\\\tb\t1\t2\td\n2\tb\t1\t2\td\\N\n",
      "bibtex": "1\tT\\\nU\tG{\\\\\"o}del\t0123456789abcdef0123456789abcdef\n",
      "tables.sql": "CREATE TABLE `bibtex` (`content_id` int, `title` text, bibtexAbstract text, "
        + "simhash1 char(32), KEY `a` (`b`(3)));",
    ],
    .bibsonomyXML: [
      "f": "<bibsonomy stat='ok'><posts><post description='d'><user name='u'/><tag name='t'/>"
        + "<bibtex title='T' bibtexAbstract='A&amp;' misc='abstract={x}'/></post></posts></bibsonomy>"
    ],
    .bibsonomyJSON: [
      "f": "{\"posts\":{\"post\":[{\"user\":{\"name\":\"u\"},\"tag\":[{\"name\":\"t\"}],"
        + "\"bibtex\":{\"title\":\"T\\\\{\",\"intrahash\":\"a\"}}]},\"stat\":\"ok\"}"
    ],
    .bibtex: [
      "f": "@string{a = \"b\" # c}\n@article{k, title = {A {\\\"o} \\emph{x} $n^2$}, "
        + "keywords = \"x, y\",\n abstract = a # {z}}\n@misc{l, title={T}, keywords={z}}\n"
    ],
    .citeulikeA: [
      "raw-data.csv": "\"doc.id\",\"raw.title\",\"raw.abstract\"\n1,\"A \"\"b\"\"\",\"c\"\n",
      "item-tag.dat": "1 0\n", "tags.dat": "x\n", "items.tsv": "1\t0\n",
    ],
    .citeulikeT: ["rawtext.dat": "##1\nText\n", "tag-item.dat": "1 0\n", "tags.dat": "x\n"],
    .citeulikeBag: [
      "mult.dat": "1 0:2\n", "vocabulary.dat": "w\n", "tag-item.dat": "1 0\n", "tags.dat": "x\n",
    ],
    .zhihu: [
      "question_train_set.txt": "-5\tc\tw1,w2\tc\tw3,w4\n",
      "question_topic_train_set.txt": "-5\t12,-3\n",
    ],
    .csv: ["f": "id,title,tags\n1,\"a \"\"b\"\"\nc\",x;y\n2,b,\"['z']\"\n"],
    .tsv: ["f": "title\ttags\na\tx\n"],
    .annifFolder: ["a.txt": "Title\ntext\n", "a.tsv": "<u:a>\tx\n", "a.key": "k\n"],
    .annifTSV: ["f": "text\t<u:a> <u:b>\n"],
    .debian: [
      "Packages": "Package: p\nDescription: d\nDescription-md5: 1\nTag: a::b, c::{d,e}\n\n",
      "Translation-en": "Package: p\nDescription-md5: 1\nDescription-en: d\n x\n .\n y\n",
      "tags-current": "p: a::b\n",
    ],
    .arff: [
      "f.arff": "@relation r\n@attribute 'a b' {0,1}\n@attribute l {0,1}\n@data\n{0 1,1 1}\n1,0\n",
      "f.xml": "<labels><label name='l'/></labels>",
    ],
    .libsvm: ["f": "2 3 2\n1,0 0:1 2:0.5\n0 1:1\n"],
    .json: [
      "f": "[{\"id\":1,\"title\":\"A\",\n\"tags\":\"a, b\"},{\"text\":\"b\",\"subjects\":[{\"uri\":\"u\"}]}]"
    ],
    .fastText: ["f": "__label__a __label__b some text\n__label__c more\n"],
    .libMultiLabel: ["f": "d1\ta b\tsome text\nd2\tc\tmore of it\n"],
    .ris: ["f": "TY  - JOUR\nTI  - A title\nKW  - a b\nKW  - c; d\nER  - \n"],
    .nbib: ["f": "PMID- 1\nTI  - A title\n      goes on\nMH  - *Mice/genetics\n\nPMID- 2\nTI  - B\n"],
    .webOfScience: ["f": "FN X\nVR 1.0\nPT J\nTI A\n   b\nDE c; d\nER\n\nEF\n"],
    .endNote: ["f": "%0 Book\n%T A\n%K b\nc\n\n%0 Book\n%T C\n"],
    .pubMed: [
      "f": "<PubmedArticleSet><MedlineCitation><PMID>1</PMID><ArticleTitle>A &amp; b</ArticleTitle>"
        + "<Keyword>c</Keyword></MedlineCitation></PubmedArticleSet>"
    ],
    .lines: ["f": "one text\nanother\n"],
  ]

  private let signs = Array("<>\"'\\{}[]().;,@:_#&%^$|=\0\n\t ".utf8)

  /// The number of documents or rows of the corpus in `folder`.
  private func read(_ folder: String, _ format: CorpusFormat) throws -> Int {
    var options = CorpusOptions()
    options.format = format
    options.requiresTags = false
    options.longestRecord = 1 << 16
    let paths = try CorpusReader.files(of: [folder])
    if format.holdsFeatures {
      return try FeatureCorpus.read([folder], format: format, options: options).rows.count
    }
    var reader = CorpusReader(paths: format.needsFiles ? [folder] : paths, options: options)
    var count = 0
    while let document = try reader.next() {
      count += 1
      for tag in document.tags {
        XCTAssertEqual(labelForm(of: tag), tag, "\(format): \(tag.debugDescription)")
      }
      var line: [UInt8] = []
      document.appendJSON(to: &line)
      XCTAssertNotNil(String(validating: line, as: UTF8.self))
    }
    return count
  }

  func testMutatedCorpora() throws {
    let environment = ProcessInfo.processInfo.environment
    let count = environment["CORPUS_FUZZ"].flatMap(Int.init) ?? 60
    let seed = environment["CORPUS_FUZZ_SEED"].flatMap(UInt64.init) ?? 20_261_124
    for format in CorpusFormat.allCases where format != .automatic {
      let files = try XCTUnwrap(seeds[format], format.rawValue)
      let folder = try temporaryFolder(files)
      XCTAssertGreaterThan(try read(folder, format), 0, "\(format): the seed itself")
      let names = files.keys.sorted()
      var random = SplitMix64(state: seed)
      var accepted = 0
      for round in 0..<count {
        let name = names[Int.random(in: 0..<names.count, using: &random)]
        let url = URL(fileURLWithPath: folder + "/" + name)
        let input = mutate(Array((files[name] ?? "").utf8), signs: signs, &random)
        try Data(input).write(to: url)
        let start = Date()
        do {
          if try read(folder, format) > 0 { accepted += 1 }
        } catch is InputError {
        }
        XCTAssertLessThan(Date().timeIntervalSince(start), 5, "\(format) \(seed) round \(round)")
        _ = CorpusFormat.recognise(input, name: name, options: CorpusOptions())
        try Data((files[name] ?? "").utf8).write(to: url)
      }
      // Of XML a change leaves nearly nothing.
      if format != .pubMed, format != .bibsonomyXML {
        XCTAssertGreaterThan(accepted, 0, "\(format): no mutation left anything to read")
      }
    }
  }

  /// A truncated gzip file is an error for each format, not a short corpus.
  func testTruncatedGzip() throws {
    let folder = try temporaryFolder([:])
    for format in [CorpusFormat.jsonLines, .bibtex, .csv, .bibsonomyDump] {
      let files = try XCTUnwrap(seeds[format])
      let name = format == .bibsonomyDump ? "tas" : "f"
      for (other, content) in files where other != name {
        try Data(content.utf8).write(to: URL(fileURLWithPath: folder + "/" + other))
      }
      let path = folder + "/" + name + ".gz"
      let writer = try GzipWriter(path: path)
      // Numbers that do not shrink to nothing.
      var random = SplitMix64(state: 1)
      try writer.write(files[name] ?? "")
      for _ in 0..<5_000 { try writer.write("% \(random.next())\n") }
      try writer.commit()
      let whole = try Data(contentsOf: URL(fileURLWithPath: path))
      try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: path))
      XCTAssertThrowsError(
        try readCorpus(paths: [path]) { $0.format = format }, format.rawValue
      ) {
        XCTAssertEqual(
          ($0 as? InputError)?.problem, "the compressed data end too early (truncated file)",
          format.rawValue)
      }
      try FileManager.default.removeItem(atPath: path)
    }
  }

  func testHugeLines() throws {
    let long = String(repeating: "x", count: 100_000)
    for (format, text) in [
      (CorpusFormat.jsonLines, long), (.csv, "title,tags\n" + long), (.annifTSV, long),
      (.bibtex, "@a{k, title={" + long), (.bibsonomyJSON, "{\"posts\":{\"post\":[{\"a\":\"" + long),
    ] {
      XCTAssertThrowsError(
        try readCorpus(text) {
          $0.format = format
          $0.longestRecord = 1 << 14
        }, format.rawValue
      ) { XCTAssert($0 is InputError, "\(format): \($0)") }
    }
    let folder = try temporaryFolder(["tas": long, "bibtex": ""])
    XCTAssertThrowsError(try readCorpus(paths: [folder]) { $0.longestRecord = 1 << 14 })
  }
}
