import Formats
import FormatsFiles
import XCTest

final class DeclarationTests: XCTestCase {
  private enum Shape: String, CaseIterable { case round, square }

  private struct Inner: DeclaredParameters {
    var depth = 2
    static let declarations: [Declaration<Self>] = [.init("depth", \.depth, in: .atLeast(1), "How deep.")]
  }

  private struct Outer: DeclaredParameters {
    var share: Float = 0.5
    var shape = Shape.round
    var limit: Int?
    var seed: UInt64 = 1
    var isHidden = true
    var inner: Inner? = Inner()
    var other: Inner?
    var names: [String] = []
    static let declarations: [Declaration<Self>] =
      [
        .init("keptShare", key: "share", \.share, in: .above(0, to: 1), "How much."),
        .init("shape", \.shape, among: ["round"], "Which form."),
        .init("limit", \.limit, in: .from(1, to: 9), "At most.", header: { $0.limit.map { .int($0) } }),
        .init("seed", \.seed, "Of random numbers."),
        .init("isHidden", \.isHidden, "Nothing.", isUsed: { _ in false }),
        .init(
          "name", key: "names", \.names, "What it is called.", isUsed: { !$0.names.isEmpty },
          validate: { $0.names.contains("") ? "must not be empty" : nil }),
      ] + Declaration<Self>.part { $0.inner } + Declaration<Self>.part { $0.other }
  }

  private func complaint(_ change: (inout Outer) -> Void) -> String {
    var outer = Outer()
    change(&outer)
    do {
      try outer.validate()
      return ""
    } catch { return "\(error)" }
  }

  func testTheHeaderHasWhatMatters() {
    var outer = Outer()
    XCTAssertEqual(outer.described, ["share": .double(0.5), "shape": .string("round"), "depth": .int(2)])
    outer.limit = 3
    outer.inner = nil
    XCTAssertEqual(outer.described, ["share": .double(0.5), "shape": .string("round"), "limit": .int(3)])
  }

  func testListsAndGroupsAreDeclaredToo() throws {
    struct Whole: DeclaredParameters {
      var inner = Inner()
      static let declarations: [Declaration<Self>] = Declaration<Self>.group(\.inner)
    }
    var outer = Outer()
    outer.names = ["a", "b"]
    XCTAssertEqual(outer.described["names"], .string("a b"))
    XCTAssertEqual(complaint { $0.names = [""] }, "name must not be empty")
    var whole = Whole()
    let declaration = try XCTUnwrap(Whole.declarations.first)
    XCTAssert(declaration.isOption)
    declaration.set(&whole, 7)
    XCTAssertEqual(whole.inner.depth, 7)
    XCTAssertEqual(whole.described, ["depth": .int(7)])
    whole.inner.depth = 0
    XCTAssertThrowsError(try whole.validate()) {
      XCTAssertEqual("\($0)", "depth must be at least 1, but is 0")
    }
  }

  func testWrongValuesAreNamed() {
    XCTAssertEqual(complaint { _ in }, "")
    XCTAssertEqual(complaint { $0.share = 0 }, "keptShare must be above 0 and at most 1, but is 0.0")
    XCTAssertEqual(complaint { $0.share = .nan }, "keptShare must be above 0 and at most 1, but is nan")
    XCTAssertEqual(complaint { $0.shape = .square }, "shape must be one of round, but is square")
    XCTAssertEqual(complaint { $0.limit = 10 }, "limit must be from 1 to 9, but is 10")
    XCTAssertEqual(complaint { $0.inner?.depth = 0 }, "depth must be at least 1, but is 0")
  }

  func testBoundsInWords() {
    for (bounds, text) in [
      (Bounds.any, "a finite number"), (.atLeast(-1), "at least -1"), (.above(0), "above 0"),
      (.from(0, below: 1), "from 0 to below 1"), (.above(0, below: 1), "above 0 and below 1"),
      (.from(0.5, to: 2), "from 0.5 to 2"),
    ] { XCTAssertEqual("\(bounds)", text) }
    XCTAssertFalse(Bounds.any.contains(.infinity))
    XCTAssertTrue(Bounds.from(0, below: 1).contains(0))
    XCTAssertFalse(Bounds.from(0, below: 1).contains(1))
  }

  func testChoicesAndNames() {
    XCTAssertEqual(Declaration<Outer>("shape", \.shape, "Which form.").choices, ["round", "square"])
    XCTAssertEqual(ParameterName("minDocuments").option, "--min-documents")
    XCTAssertEqual("\(parameter: "minDocuments")", "minDocuments")
  }
}
