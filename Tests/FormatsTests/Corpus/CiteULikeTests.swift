// CiteULike-a and -t, by hand and the real files.
import XCTest

@testable import Formats
@testable import FormatsFiles

final class CiteULikeTests: XCTestCase {
  private let raw = """
    "doc.id","title","citeulike.id","raw.title","raw.abstract"
    1,"t",42,"The ""small"" world","Barab\\{\\'a\\}si \\& co,
    on two lines"
    2,"t",43,"Untagged","x"
    3,"t",44,"Third","y"
    """

  func testA() throws {
    var files = [
      "raw-data.csv": raw, "tags.dat": "web\nsmall world\n", "item-tag.dat": "2 1 0\n0\n1 1",
      "mult.dat": "0\n0\n0\n",
    ]
    let (documents, report) = try readCorpus(files: files)
    XCTAssertEqual(report.format, .citeulikeA)
    XCTAssertEqual(documents.map(\.id), ["1", "3"])
    XCTAssertEqual(documents[0].title, .text("The \"small\" world"))
    XCTAssertEqual(documents[0].content, .text("Barabási & co,\non two lines"))
    XCTAssertEqual(documents.map(\.tags), [["small_world", "web"], ["small_world"]])
    XCTAssertEqual(report.passedOver, 1)

    files["item-tag.dat"] = "1 1\n2 9 9\n3 0\nx\n"
    XCTAssertEqual(
      try corpusRefusal(files: files),
      "raw-data.csv: holds 3 articles, but item-tag.dat 4, so the tags cannot be assigned. Give both "
        + "complete, or a file items.tsv with the item of each doc.id.")
    files["items.tsv"] = "1\t0\n2\t3\n3\t1\n"
    let damaged = try readCorpus(files: files)
    XCTAssertEqual(damaged.documents.map(\.tags), [["small_world"]])
    XCTAssertEqual(
      damaged.report.rejections.map(\.sentence),
      [2, 3, 4].map { "item-tag.dat line \($0) is not a count and so many numbers below 2" })
  }

  func testT() throws {
    let (documents, report) = try readCorpus(files: [
      "rawtext.dat": "##1\nFirst text. More.\n##2\nSecond\n##3\nThird\n",
      "tags.dat": "a\nb\n", "tag-item.dat": "2 0 2\n1 0\n",
    ])
    XCTAssertEqual(report.format, .citeulikeT)
    XCTAssertEqual(documents.map(\.id), ["0", "2"])
    XCTAssertEqual(documents[0].content, .text("First text. More."))
    XCTAssertEqual(documents.map(\.tags), [["a", "b"], ["a"]])
  }

  func testRealA() throws {
    let folder = try sharedFile("data/citeulike")
    let (documents, report) = try readCorpus(paths: [folder + "/citeulike-a-raw-data.csv.gz"])
    XCTAssertEqual(report.rejections, [])
    XCTAssertEqual(report.documents + report.passedOver, 1_200)
    // Tags with at least 10 uses among all 16,980 articles.
    let names = try NumberLines.names(
      folder + "/citeulike-a-tags.dat.gz", log: CorpusLog(name: "", isStrict: true))
    let (offsets, tags) = try NumberLines.read(
      folder + "/citeulike-a-item-tag.dat.gz", below: names.count,
      log: CorpusLog(name: "", isStrict: true))
    XCTAssertEqual(offsets.count - 1, 16_980)
    XCTAssertEqual(zip(offsets, offsets.dropFirst()).count { $0 < $1 }, 13_519)
    var uses: [ExactString: Int] = [:]
    for tag in tags { uses[ExactString(names[Int(tag)]), default: 0] += 1 }
    XCTAssertEqual(uses.count, 46_390)
    XCTAssertEqual(uses.values.count { $0 >= 10 }, 3_629)
    let kept = documents.map { $0.tags.filter { uses[ExactString($0), default: 0] >= 10 } }
      .filter { !$0.isEmpty }
    XCTAssertEqual(kept.count, 871)
    XCTAssertEqual(Set(kept.joined().map(ExactString.init)).count, 2_372)
    XCTAssertEqual(Double(kept.joined().count) / 871, 10.03, accuracy: 0.005)
  }

  func testRealTWithoutItsTexts() throws {
    let folder = try sharedFile("data/citeulike")
    let (rows, report) = try FeatureCorpus.read(
      [folder + "/citeulike-t-mult.dat.gz"], format: .citeulikeBag, options: CorpusOptions())
    XCTAssertEqual(report.rejections, [])
    XCTAssertEqual(rows.count, 25_975)
    XCTAssertEqual(rows.labelNames.count, 52_946)
    XCTAssertEqual(rows.featureCount, 20_000)
  }
}
