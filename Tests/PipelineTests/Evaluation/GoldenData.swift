// Golden values of data handling and metrics.
import Foundation
import XCTest

/// Decodes `Golden/data/NAME.json`.
func goldenData<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
  let folder = try XCTUnwrap(Bundle.module.resourceURL)
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = .convertFromSnakeCase
  return try decoder.decode(
    type, from: Data(contentsOf: folder.appendingPathComponent("Golden/data/\(name).json")))
}
