import FormatsFiles
import XCTest

final class CountedNounTests: XCTestCase {
  func testSingularAndPlural() {
    XCTAssertEqual("\(1, "document"), \(0, "tag"), \(2, "raw tag")", "1 document, 0 tags, 2 raw tags")
    XCTAssertEqual("\(1, "category") \(3, "category") \(2, "day")", "1 category 3 categories 2 days")
    XCTAssertEqual("\(2, "index"), \(2, "branch"), \(1, "class")", "2 indexes, 2 branches, 1 class")
  }
}
