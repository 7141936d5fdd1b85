// Cells of CSV that a spreadsheet would take for formulas.
import Formats
import XCTest

final class SpreadsheetCellTests: XCTestCase {
  func testFormulasAreMadeTextWhereThatIsAskedFor() {
    for cell in ["=1+1", "+x", "-y", "@sum", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", "=\u{301}"] {
      XCTAssertEqual(CSV.harmless(cell), "'" + cell)
      XCTAssert(CSV.quoted(cell, forSpreadsheets: true).drop { $0 == "\"" }.hasPrefix("'"), cell)
      XCTAssertFalse(CSV.quoted(cell).contains("'"), cell)
    }
    for cell in ["", "a=b", "1-2", "'=1", "é", "|x"] { XCTAssertEqual(CSV.harmless(cell), cell) }
  }
}
