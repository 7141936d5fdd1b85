// The list of documents inside one object, as services and programs answer: `{"total": 2, "items": [{`,
// `{"response": {"docs": [{`. It looks at the beginning only, and checks no syntax.
import FormatsFiles

/// Where such a list begins.
struct JSONWrapper {
  /// The number of bytes through the bracket of the list.
  let start: Int

  /// How many objects are open where the list begins.
  let depth: Int

  /// - Parameter bytes: the beginning of a stream. Nil if no list of objects with such a name is found in
  ///   the outer object or in an object in it, or if the outer object has a text or tags too: then it is a
  ///   document that has a list. A list of documents may have a description.
  init?(_ bytes: ArraySlice<UInt8>) {
    var search = WrapperSearch(bytes)
    guard search.run(), let found = search.found else { return nil }
    (start, depth) = found
  }
}

/// Looks for such a list.
private struct WrapperSearch {
  let bytes: ArraySlice<UInt8>
  private(set) var found: (start: Int, depth: Int)?
  private var index: Int
  private var depth = 0
  /// The last string, which is a name if a colon follows it.
  private var string: ArraySlice<UInt8> = []
  private var name: String?
  private var isFirst = true
  /// Whether the outer object has a description, which may be that of the list.
  private var isDescribed = false
  /// Whether the objects of the list have titles or texts.
  private var holdsDocuments = false

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    index = bytes.startIndex
  }

  /// Names under which other programs give their list of documents.
  private static let names: Set<String> = [
    "items", "data", "documents", "docs", "records", "results", "rows", "entries", "articles", "hits", "result",
  ]

  /// - Returns: whether the outer value may be a wrapper: it is an object and no document.
  mutating func run() -> Bool {
    while index < bytes.endIndex {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        let end = Self.endOfString(bytes, from: index)
        string = bytes[index..<min(end, bytes.endIndex)]
        index = end + 1
        name = nil
      case UInt8(ascii: ":"):
        guard readName() else { return false }
      case UInt8(ascii: "{"):
        if depth < 2 {
          depth += 1
          name = nil
        } else {
          passOver()
        }
      case UInt8(ascii: "["):
        guard depth > 0 else { return false }
        if name != nil, found == nil, isNext(UInt8(ascii: "{")) {
          found = (index - bytes.startIndex, depth)
          holdsDocuments = isDocumentNext
        }
        passOver()
      case UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 { index = bytes.endIndex }
      default: if byte > 0x20 { name = nil }
      }
    }
    return !isDescribed || holdsDocuments
  }

  /// Whether the object that follows has a title or a text.
  private var isDocumentNext: Bool {
    String(decoding: bytes[index...].prefix(4_096), as: UTF8.self).matches(of: /"([^"\\]{1,40})"\s*:/).contains {
      let role = FieldNames.role(of: String($0.1))?.role
      return role == .title || role == .text
    }
  }

  /// Takes the last string for the name of what follows; false if only a document has such a member.
  private mutating func readName() -> Bool {
    let key = String(decoding: string, as: UTF8.self)
    if depth == 1, !isNext(UInt8(ascii: "{")), !Self.names.contains(key), let role = FieldNames.role(of: key)?.role,
      role == .text || role == .tags
    {
      guard ["description", "summary", "comment"].contains(key) else { return false }
      isDescribed = true
    }
    // Works have references too.
    name = Self.names.contains(key) || isFirst && key == "references" ? key : nil
    isFirst = false
    return true
  }

  /// Whether this byte follows, perhaps after blanks.
  private func isNext(_ byte: UInt8) -> Bool { strip(bytes[index...].prefix(64)).first == byte }

  /// Goes past the object or list whose bracket was read last.
  private mutating func passOver() { index = Self.end(of: bytes, from: index - 1) }

  /// The place of the quote that ends a string whose text begins at `from`; beyond the end if none does.
  private static func endOfString(_ bytes: ArraySlice<UInt8>, from: Int) -> Int {
    var index = from
    while index < bytes.endIndex, bytes[index] != UInt8(ascii: "\"") {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return index
  }

  /// The place after the bracket that closes the one at `from`.
  private static func end(of bytes: ArraySlice<UInt8>, from: Int) -> Int {
    var index = from
    var depth = 0
    while index < bytes.endIndex {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        index = endOfString(bytes, from: index + 1)
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return index + 1 }
      default: break
      }
      index += 1
    }
    return bytes.endIndex
  }
}
