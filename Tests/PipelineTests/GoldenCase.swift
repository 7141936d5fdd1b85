// Reads the golden cases: numbers that the original program computed.
import Foundation
import XCTest

/// A golden case: configuration, scalars and arrays by name.
struct GoldenCase {
  struct Config: Decodable {
    var system: String
    var variation: String
    var lambda_sim: Float
    var lambda_sub: Float
    var dynamic_sem: Bool
    var dynamic_sem_l2: Bool
    var batch: Int
    var sentences: Int
    var words: Int
    var hidden: Int
    var labels: Int
    var vocab: Int
    var learning_rate: Double
    var decay_steps: Int
    var decay_rate: Double
    var clip_norm: Float
    var clip_norm_over: String?
    var l2_lambda: Float
  }
  struct Ints: Decodable {
    var shape: [Int]
    var values: [Int32]
  }
  private struct Place: Decodable {
    var shape: [Int]
    var offset: Int
    var count: Int
  }
  private struct Header: Decodable {
    var config: Config
    var history: [String: [Double]]
    var floats: [String: Place]
    var ints: [String: Ints]
    var trainable: [String]
  }

  let name: String
  let config: Config
  /// Scalars before each update, and after the last.
  let history: [String: [Double]]
  let ints: [String: Ints]
  let trainable: [String]
  private let floats: [Float]
  private let places: [String: Place]

  init(_ json: URL) throws {
    name = json.deletingPathExtension().lastPathComponent
    let header = try JSONDecoder().decode(Header.self, from: try Data(contentsOf: json))
    config = header.config
    history = header.history
    ints = header.ints
    trainable = header.trainable
    places = header.floats
    let data = try Data(contentsOf: json.deletingPathExtension().appendingPathExtension("f32"))
    floats = data.withUnsafeBytes { bytes in
      (0..<bytes.count / 4).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
    }
  }

  func has(_ name: String) -> Bool { places[name] != nil }

  func array(_ name: String) throws -> [Float] {
    let place = try XCTUnwrap(places[name], "no array \(name)")
    return Array(floats[place.offset..<place.offset + place.count])
  }

  /// The cases of a system in the folder `JMAN_GOLDEN`, by default the golden
  /// folder beside the project, and in any case those kept in the tests.
  static func all(system: String) throws -> [GoldenCase] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let named = ProcessInfo.processInfo.environment["JMAN_GOLDEN"]
    let outside =
      named.map { URL(fileURLWithPath: $0, relativeTo: root) }
      ?? root.deletingLastPathComponent().appendingPathComponent("shared/golden")
    let kept = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Golden")
    var cases: [GoldenCase] = []
    for folder in [kept, outside] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      if folder == outside {
        if names.isEmpty {
          let note = "SKIPPED: no golden cases in \(outside.path); only the kept ones are run\n"
          guard named == nil else {
            throw NSError(domain: "no golden cases in JMAN_GOLDEN=\(outside.path)", code: 1)
          }
          FileHandle.standardError.write(Data(note.utf8))
        }
      }
      for name in names.sorted() where name.hasSuffix(".json") {
        let url = folder.appendingPathComponent(name)
        guard
          FileManager.default.fileExists(
            atPath: url.deletingPathExtension().appendingPathExtension("f32").path)
        else { continue }
        let golden = try GoldenCase(url)
        if golden.config.system == system { cases.append(golden) }
      }
    }
    return cases
  }
}
