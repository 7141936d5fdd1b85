// JSON as JSON-LD needs it: objects keep the order of their keys, numbers their text.
import FormatsFiles

/// A JSON value that can be changed.
indirect enum JSONValue: Equatable {
  case null
  case bool(Bool)
  /// The text of the number as the file has it.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  var string: String? { if case .string(let text) = self { text } else { nil } }
  var object: JSONObject? { if case .object(let object) = self { object } else { nil } }
  var array: [JSONValue]? { if case .array(let list) = self { list } else { nil } }

  /// Reads one JSON text.
  ///
  /// - Throws: `InputError` with the place of what is not JSON.
  init(parsing bytes: [UInt8], name: String) throws {
    self.init(try ExactJSON(parsing: bytes, file: name))
  }

  private init(_ value: ExactJSON) {
    self =
      switch value {
      case .null: .null
      case .bool(let bool): .bool(bool)
      case .number(let text): .number(text)
      case .string(let text): .string(text)
      case .array(let list): .array(list.map(JSONValue.init))
      case .object(let entries):
        .object(JSONObject(entries.map { ($0.key, JSONValue($0.value)) }))
      }
  }

  /// The elements of an array, or the value itself.
  var list: [JSONValue] { array ?? [self] }

  var isScalar: Bool {
    switch self {
    case .bool, .number, .string: true
    default: false
    }
  }
}

/// The members of an object, in the order of the file; of equal keys the last counts.
struct JSONObject: Equatable {
  private(set) var keys: [String] = []
  private var members: [String: JSONValue] = [:]

  init() {}

  init(_ members: [(String, JSONValue)]) {
    for (key, value) in members { self[key] = value }
  }

  var isEmpty: Bool { keys.isEmpty }
  var count: Int { keys.count }

  subscript(key: String) -> JSONValue? {
    get { members[key] }
    set {
      if let newValue {
        if members.updateValue(newValue, forKey: key) == nil { keys.append(key) }
      } else if members.removeValue(forKey: key) != nil {
        keys.removeAll { $0 == key }
      }
    }
  }

  /// The keys in the order of their code units, in which JSON-LD works.
  var sortedKeys: [String] { keys.sorted { $0.utf16.lexicographicallyPrecedes($1.utf16) } }

  /// Adds a value to the list under a key.
  mutating func append(_ value: JSONValue, to key: String) {
    var list = self[key]?.array ?? self[key].map { [$0] } ?? []
    // The list is ours alone while it grows, or each value would cost a copy of it.
    self[key] = .null
    list += value.list
    self[key] = .array(list)
  }
}
