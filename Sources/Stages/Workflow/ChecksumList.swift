// SHA256SUMS: the hashes of files as the program sha256sum writes and reads them.
import FormatsFiles

/// Hashes by name.
struct ChecksumList {
  private(set) var hashes: [String: ContentHash] = [:]

  init() {}

  /// Reads a list.
  ///
  /// - Throws: `InputError` for a line of another form and for a name that comes twice.
  init(_ text: [UInt8], name file: String) throws {
    for (number, line) in text.split(separator: 0x0A).enumerated() {
      let isEscaped = line.first == UInt8(ascii: "\\")
      let line = isEscaped ? line.dropFirst() : line
      let rest = line.dropFirst(64)
      guard let hash = ContentHash(listed: line), rest.count > 2,
        rest.starts(with: Array("  ".utf8)) || rest.starts(with: Array(" *".utf8)),
        let name = String(validating: rest.dropFirst(2), as: UTF8.self),
        let plain = isEscaped ? Self.unescaped(name) : name
      else {
        throw InputError(file: file, line: number + 1, problem: "is not a line of sha256sum: HASH  NAME")
      }
      guard hashes.updateValue(hash, forKey: plain) == nil else {
        throw InputError(file: file, line: number + 1, problem: "names \(plain) a second time")
      }
    }
  }

  subscript(name: String) -> ContentHash? {
    get { hashes[name] }
    set { hashes[name] = newValue }
  }

  /// The list, sorted by name.
  var text: String {
    hashes.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { name, hash in
      let escaped = Self.escaped(name)
      return "\(escaped == name ? "" : "\\")\(hash)  \(escaped)\n"
    }.joined()
  }

  private static func escaped(_ name: String) -> String {
    String(
      name.unicodeScalars.map {
        switch $0 {
        case "\\": #"\\"#
        case "\n": #"\n"#
        case "\r": #"\r"#
        default: String($0)
        }
      }.joined())
  }

  private static func unescaped(_ name: String) -> String? {
    var plain = String.UnicodeScalarView()
    var scalars = name.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      guard scalar == "\\" else {
        plain.append(scalar)
        continue
      }
      switch scalars.next() {
      case "\\": plain.append("\\")
      case "n": plain.append("\n")
      case "r": plain.append("\r")
      default: return nil
      }
    }
    return String(plain)
  }
}
