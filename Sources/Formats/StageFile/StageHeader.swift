// The header of a stage file: everything that decided its content. No path,
// no time, no name of a machine: equal headers mean equal files.
import FormatsFiles
import Foundation

/// What made a stage file and from what.
public struct StageHeader: Codable, Equatable, Sendable {
  /// A value of a parameter.
  public enum Value: Codable, Equatable, Sendable {
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)

    /// A number, whole or not: a whole `Double` is an `Int` when it is read.
    public var number: Double? {
      switch self {
      case .int(let value): Double(value)
      case .double(let value): value
      case .bool, .string: nil
      }
    }
  }

  /// An input of the stage: its role there and the hash of its bytes.
  public struct Input: Codable, Equatable, Sendable {
    /// Its role, such as `documents`.
    public var role: String
    /// The hash of its bytes.
    public var sha256: ContentHash

    /// An input by its content; the header never names its path.
    public init(role: String, sha256: ContentHash) {
      self.role = role
      self.sha256 = sha256
    }
  }

  /// The version of the whole tool.
  public var toolVersion = JMAN.version
  /// The stage's name.
  public var stage: String
  /// Raised by hand whenever the stage computes something else from the same
  /// input: files of an older revision are made again.
  public var revision: Int
  /// Where the documents came from, for people: `embedded sample`, for
  /// instance. It is passed on from stage to stage.
  public var source: String?
  /// Every effective parameter, defaults included.
  public var parameters: [String: Value]
  /// The inputs in a fixed order.
  public var inputs: [Input]
  /// The seed of all random numbers, if the stage draws any.
  public var seed: UInt64?

  /// A header of this version of the tool.
  public init(
    stage: String, revision: Int, source: String? = nil,
    parameters: [String: Value], inputs: [Input], seed: UInt64? = nil
  ) {
    self.stage = stage
    self.revision = revision
    self.source = source
    self.parameters = parameters
    self.inputs = inputs
    self.seed = seed
  }

  /// The hash of the first input in `role`; nil if there is none.
  public func inputHash(_ role: String) -> ContentHash? {
    inputs.first { $0.role == role }?.sha256
  }
}

/// The tool as a whole.
public enum JMAN {
  /// Written into every stage file.
  public static let version = "0.1.0"
}

extension StageHeader.Value {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int.self) {
      self = .int(value)
    } else if let value = try? container.decode(Double.self) {
      self = .double(value)
    } else {
      self = .string(try container.decode(String.self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .bool(let value): try container.encode(value)
    case .int(let value): try container.encode(value)
    case .double(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    }
  }

  /// A whole `Double` and the `Int` of the same value are one in JSON.
  public static func == (a: Self, b: Self) -> Bool {
    switch (a, b) {
    case (.bool(let x), .bool(let y)): x == y
    case (.int(let x), .int(let y)): x == y
    case (.double(let x), .double(let y)): x == y
    case (.int(let x), .double(let y)), (.double(let y), .int(let x)): Double(x) == y
    case (.string(let x), .string(let y)): x.unicodeScalars.elementsEqual(y.unicodeScalars)
    default: false
    }
  }
}

extension Encodable {
  /// JSON with sorted keys, readable, always the same bytes.
  public func stableJSON() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return Array(try encoder.encode(self))
  }
}
