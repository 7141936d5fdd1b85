import XCTest

@testable import StageSupport

final class ProgressTests: XCTestCase {
  func testClock() {
    XCTAssertEqual(ProgressMeter.clock(59.4), "59 s")
    XCTAssertEqual(ProgressMeter.clock(61), "1:01")
    XCTAssertEqual(ProgressMeter.clock(3_723), "1:02:03")
  }
}
