// Cells of tags as programs and people write them in different ways.
import XCTest

@testable import Formats
@testable import FormatsFiles

final class TagCellTests: XCTestCase {
  /// The tags of the rows of a table with these cells.
  private func tags(_ cells: [String], column: String = "keywords") throws -> [[String]] {
    let rows = cells.enumerated().map { number, cell in
      "\(number),T,\"\(cell.replacing("\"", with: "\"\""))\"\n"
    }
    return try readCorpus("id,title,\(column)\n" + rows.joined()).documents.map(\.tags)
  }

  func testMarkupIsNoList() throws {
    XCTAssertEqual(
      try tags(["<i>Escherichia coli</i>; growth; <i>Bacillus</i>", "growth; <i>E. coli</i>", "H<sub>2</sub>O; a"]),
      [["Escherichia_coli", "growth", "Bacillus"], ["growth", "E._coli"], ["H2O", "a"]])
    XCTAssertEqual(try tags(["<html><table>", "<a> <b>"]), [["html", "table"], ["a", "b"]])
    XCTAssertEqual(try readCorpus("TY  - JOUR\nTI  - A\nKW  - <i>E. coli</i>\nER  - \n").documents[0].tags, ["E._coli"])
    let bib =
      #"@article{a, title={A}, keywords={{\textless}i{\textgreater}E. coli{\textless}/i{\textgreater}, growth}}"#
    XCTAssertEqual(try readCorpus(bib + "\n").documents[0].tags, ["E._coli", "growth"])
  }

  func testListsAsPythonPrintsThem() throws {
    XCTAssertEqual(
      try tags([
        "[np.str_('machine learning'), np.str_('ai')]", "(np.str_('ai'),)", "[np.int64(3), np.int64(17)]",
        "[array(['a'], dtype='<U1')]", "dict_keys(['a', 'b'])", "__label__a __label__b", "\"a b\", \"c, d\"",
      ]),
      [["machine_learning", "ai"], ["ai"], ["3", "17"], ["a"], ["a", "b"], ["a", "b"], ["a_b", "c,_d"]])
  }

  func testBracketsAroundOneTag() throws {
    XCTAssertEqual(
      try tags(["[machine learning, nlp]", "[deep learning]"]), [["machine_learning", "nlp"], ["deep_learning"]])
    XCTAssertEqual(try tags(["[cats; wild dogs]", "[cats]"]), [["cats", "wild_dogs"], ["cats"]])
    XCTAssertEqual(
      try tags(["[3 17]", "(S)-ketamine; (racemic)", "(machine learning)"]),
      [["3", "17"], ["(S)-ketamine", "(racemic)"], ["(machine_learning)"]])
    XCTAssertEqual(try tags(["a|b", "(no genres listed)"], column: "genres"), [["a", "b"]])
  }

  func testMarksOfOtherScripts() throws {
    XCTAssertEqual(try tags(["机器学习；深度学习", "图网络"]), [["机器学习", "深度学习"], ["图网络"]])
    XCTAssertEqual(try tags(["機械学習、深層学習", "機械学習，自然言語"]), [["機械学習", "深層学習"], ["機械学習", "自然言語"]])
    XCTAssertEqual(try tags(["تعلم آلي، شبكات عصبية"]), [["تعلم_آلي", "شبكات_عصبية"]])
    // Where semicolons separate, other commas belong to the tags.
    XCTAssertEqual(try tags(["a、b; c", "d; e"]), [["a、b", "c"], ["d", "e"]])
  }

  func testColumnsOfOneTag() throws {
    XCTAssertEqual(
      try tags(["Arts & Culture", "World News"], column: "category"), [["Arts_&_Culture"], ["World_News"]])
    XCTAssertEqual(try tags(["a & b", "b • c"], column: "tags"), [["a", "b"], ["b", "c"]])
    XCTAssertEqual(try tags(["3 17 25", "3"], column: "label"), [["3", "17", "25"], ["3"]])
    XCTAssertEqual(try tags(["cs.LG stat.ML", "cs.LG"], column: "category"), [["cs.LG", "stat.ML"], ["cs.LG"]])
    let given = try readCorpus("id,title,tags\n1,T,[a b]\n") { $0.columns.tagSeparator = "blank" }
    XCTAssertEqual(given.documents[0].tags, ["a", "b"])
    let several = "id,title,tag,tag\n1,T,wild cats,dogs\n2,U,dogs,\n"
    XCTAssertEqual(try readCorpus(several).documents.map(\.tags), [["wild_cats", "dogs"], ["dogs"]])
    XCTAssertEqual(try readCorpus(several).report.emptyTags, 0)
    let numbered = "id,title,keyword1,keyword2\n1,T,wild cats,dogs\n2,U,dogs,\n"
    XCTAssertEqual(try readCorpus(numbered).documents.map(\.tags), [["wild_cats", "dogs"], ["dogs"]])
  }
}
