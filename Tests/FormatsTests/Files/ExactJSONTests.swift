import XCTest

@testable import FormatsFiles

/// The grammar of JSON, compared with Foundation's reader where both must agree.
final class ExactJSONTests: XCTestCase {
  private func text(_ value: ExactJSON) -> String {
    switch value {
    case .null: "null"
    case .bool(let bool): "\(bool)"
    case .number(let text): text
    case .string(let text): text.debugDescription
    case .array(let list): "[\(list.map(self.text).joined(separator: ","))]"
    case .object(let object):
      "{\(object.map { "\($0.key.debugDescription):\(text($0.value))" }.joined(separator: ","))}"
    }
  }

  private func parse(_ json: String) throws -> String {
    text(try ExactJSON(parsing: Array(json.utf8), file: "f"))
  }

  private func mistake(_ json: String) -> String {
    do { return try parse(json) } catch { return "\(error)" }
  }

  func testValues() throws {
    XCTAssertEqual(
      try parse(#" { "a" : [ 1 , -0.5e+3, true,false , null, "" ] , "a":{} } "#),
      #"{"a":[1,-0.5e+3,true,false,null,""],"a":{}}"#)
    XCTAssertEqual(
      try parse(#""\"\\\/\b\f\n\r\té\u00e9\ud83d\ude00""#),
      "\"\\/\u{8}\u{C}\n\r\téé😀".debugDescription.replacingOccurrences(of: #""\/"#, with: #""\\/"#))
    XCTAssertEqual(try parse("\u{FEFF}1"), "1")
    XCTAssertEqual(ExactJSON.object([("é", .null), ("e\u{301}", .bool(true))])["é"]?.isNull, true)
  }

  func testMistakes() {
    XCTAssertEqual(mistake("{\"a\":1,\n  b}"), "f:2:3: expected a name in double quotes.")
    XCTAssertEqual(mistake("[1 2]"), "f:1:4: expected a comma or ].")
    XCTAssertEqual(mistake("\"a\nb\""), "f:1:3: there is a control character in a string.")
    XCTAssertEqual(mistake("[1] x"), "f:1:5: text after the end of the JSON.")
    XCTAssertEqual(mistake(""), "f:1:1: the JSON ends too early.")
    for json in [
      "01", "-", "1.", ".5", "1e", "1e+", "+1", "1.2.3", "--1", "tru", "nul", "NaN", "1e999", "[",
      "[1,]", "{\"a\"}", "{\"a\":}", "{,}", "\"", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"",
      "\"\\ud800\\u0041\"", "\"\\udc00\"", "1 1", "]",
      String(repeating: "[", count: 100_000),
    ] {
      XCTAssertThrowsError(try parse(json), json.prefix(20).description)
    }
    XCTAssertThrowsError(try ExactJSON(parsing: [0x22, 0xFF, 0x22], file: "f"))
  }

  /// Damaged texts: what Foundation accepts we accept, and the other way round, but for
  /// a comma after the last member or element, which RFC 8259 does not have.
  func testBesideFoundation() throws {
    let seed = #"{"id":"x","n":[0,-1.5e3,12],"t":["a\u00e9\n","b"],"o":{"k":null,"l":true}}"#
    let signs = Array("{}[]\",:\\eu0-+.1 tfn\n".utf8)
    var random = SplitMix64(state: 3)
    var accepted = 0
    for _ in 0..<20_000 {
      var bytes = Array(seed.utf8)
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(signs[Int.random(in: 0..<signs.count, using: &random)], at: place)
        default: bytes[place] = signs[Int.random(in: 0..<signs.count, using: &random)]
        }
      }
      let ours = try? ExactJSON(parsing: bytes, file: "f")
      let foundation = try? JSONSerialization.jsonObject(
        with: Data(bytes), options: .fragmentsAllowed)
      let text = String(decoding: bytes, as: UTF8.self)
      if ours == nil, foundation != nil, text.contains(/,\s*[}\]]/) { continue }
      XCTAssertEqual(ours == nil, foundation == nil, text)
      if ours != nil { accepted += 1 }
    }
    XCTAssertGreaterThan(accepted, 1_000)
  }
}
