// Reads a tar file as a stream, and only what an archive of results may hold: regular files
// and folders with harmless names. It writes nothing.
import Formats
import FormatsFiles
import Foundation

/// A tar file: ustar, with the long names of GNU tar and of pax.
struct TarReader {
  /// A file or a folder. Its name is relative, without empty parts, `.` and `..`.
  struct Member {
    var name: String
    var size: Int
    var isFolder: Bool
  }

  /// Why the file is refused: words that follow its name.
  struct Refusal: Error { var problem: String }

  private let source: ByteSource
  private var rest = 0
  private var padding = 0
  private var block = [UInt8](repeating: 0, count: 512)
  private var chunk = [UInt8](repeating: 0, count: 1 << 18)

  static let broken = Refusal(problem: "is not a whole tar file")

  init(_ source: ByteSource) { self.source = source }

  /// The next member; nil at the end. What was not read of the one before is skipped.
  ///
  /// - Throws: `Refusal`, and `InputError` as `ByteSource`.
  mutating func next() throws -> Member? {
    try skip()
    var long: [UInt8]?
    var longSize: Int?
    while true {
      guard try readBlock() else { throw Self.broken }
      if block.allSatisfy({ $0 == 0 }) { return try end() }
      guard isChecksumRight, let size = number(124..<136) else { throw Self.broken }
      (rest, padding) = (size, (512 - size % 512) % 512)
      switch block[156] {
      case UInt8(ascii: "x"):
        (long, longSize) = try pax(long, longSize)
      case UInt8(ascii: "g"):
        let (path, size) = try pax(nil, nil)
        guard path == nil, size == nil else { throw Refusal(problem: "holds a name for all its members") }
      case UInt8(ascii: "L"):
        long = try Array(contents(limit: 1 << 16).prefix { $0 != 0 })
      case UInt8(ascii: "0"), 0, UInt8(ascii: "5"):
        if let longSize { (rest, padding) = (longSize, (512 - longSize % 512) % 512) }
        let name = long ?? headerName
        let isFolder = block[156] == UInt8(ascii: "5")
        guard !isFolder || rest == 0 else { throw Self.broken }
        return try Member(name: Self.checked(name, isFolder: isFolder), size: rest, isFolder: isFolder)
      default:
        let name = String(decoding: long ?? headerName, as: UTF8.self)
        throw Refusal(problem: "holds \(name.visible), which is a link, a device or another thing that is not a file")
      }
    }
  }

  /// Gives the contents of the current member to `body`, piece by piece.
  ///
  /// - Throws: as `next()`, and what `body` throws.
  mutating func read(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    while rest > 0 {
      let wanted = min(rest, chunk.count)
      let count = try chunk.withUnsafeMutableBytes {
        try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[..<wanted]))
      }
      guard count > 0 else { throw Self.broken }
      try chunk.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      rest -= count
    }
  }

  /// The contents of the current member.
  ///
  /// - Throws: as `next()`; `Refusal` if they are larger than `limit`.
  mutating func contents(limit: Int) throws -> [UInt8] {
    guard rest <= limit else { throw Refusal(problem: "holds a list or a name that is too long") }
    var bytes: [UInt8] = []
    try read { bytes.append(contentsOf: $0) }
    try skip()
    return bytes
  }

  // MARK: -

  private mutating func skip() throws {
    try read { _ in }
    guard padding > 0 else { return }
    let count = padding
    padding = 0
    guard try fill(count), block[..<count].allSatisfy({ $0 == 0 }) else { throw Self.broken }
  }

  /// After the first empty block only empty ones may follow.
  private mutating func end() throws -> Member? {
    while try readBlock() {
      guard block.allSatisfy({ $0 == 0 }) else { throw Refusal(problem: "holds bytes after its end") }
    }
    return nil
  }

  /// - Returns: false at the end of the file.
  private mutating func readBlock() throws -> Bool { try fill(512) }

  private mutating func fill(_ count: Int) throws -> Bool {
    var filled = 0
    while filled < count {
      let got = try block.withUnsafeMutableBytes {
        try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[filled..<count]))
      }
      if got == 0 {
        guard filled == 0 else { throw Self.broken }
        return false
      }
      filled += got
    }
    return true
  }

  private var isChecksumRight: Bool {
    guard let stored = number(148..<156) else { return false }
    var sum = 0
    for (i, byte) in block.enumerated() { sum += (148..<156).contains(i) ? 32 : Int(byte) }
    return sum == stored
  }

  /// An octal number, or a large one in base 256.
  private func number(_ range: Range<Int>) -> Int? {
    let field = block[range]
    if let first = field.first, first & 0x80 != 0 {
      guard first == 0x80, field.dropFirst().dropLast(7).allSatisfy({ $0 == 0 }) else { return nil }
      return field.suffix(7).reduce(0) { $0 << 8 | Int($1) }
    }
    let digits = field.drop { $0 == 32 }.prefix { $0 != 0 && $0 != 32 }
    guard digits.allSatisfy({ (48...55).contains($0) }) else { return nil }
    return digits.reduce(0) { $0 << 3 | Int($1 - 48) }
  }

  private var headerName: [UInt8] {
    let name = Array(block[..<100].prefix { $0 != 0 })
    // GNU tar has other things where POSIX has the folders of a long name.
    guard Array(block[257..<263]) == Array("ustar\0".utf8) else { return name }
    let prefix = Array(block[345..<500].prefix { $0 != 0 })
    return prefix.isEmpty ? name : prefix + [UInt8(ascii: "/")] + name
  }

  private mutating func pax(_ path: [UInt8]?, _ size: Int?) throws -> ([UInt8]?, Int?) {
    var (path, size) = (path, size)
    var text = try contents(limit: 1 << 20)[...]
    while !text.isEmpty {
      let digits = text.prefix { $0 != 32 }
      guard digits.count < 8, let length = Int(String(decoding: digits, as: UTF8.self)),
        length > digits.count + 1, length <= text.count
      else { throw Self.broken }
      let record = text.prefix(length).dropFirst(digits.count + 1)
      guard record.last == 0x0A, let equals = record.firstIndex(of: UInt8(ascii: "=")) else { throw Self.broken }
      let value = record[(equals + 1)...].dropLast()
      let key = String(decoding: record[..<equals], as: UTF8.self)
      switch key {
      case "path": path = Array(value)
      case "size":
        guard let number = Int(String(decoding: value, as: UTF8.self)), (0..<1 << 56).contains(number)
        else { throw Self.broken }
        size = number
      case "linkpath": throw Refusal(problem: "holds a link")
      default:
        if key.hasPrefix("GNU.sparse") { throw Refusal(problem: "holds a file with holes") }
      }
      text = text.dropFirst(length)
    }
    return (path, size)
  }

  private static func checked(_ bytes: [UInt8], isFolder: Bool) throws -> String {
    guard let name = String(validating: bytes, as: UTF8.self), !name.isEmpty, !name.utf8.contains(0) else {
      throw Refusal(problem: "holds a name that is not UTF-8")
    }
    var parts = name.split(separator: "/", omittingEmptySubsequences: false)[...]
    if isFolder, parts.last == "" { parts.removeLast() }
    if parts.count > 1 || isFolder, parts.first == "." { parts.removeFirst() }
    guard !name.hasPrefix("/"), !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else {
      throw Refusal(problem: "holds the name \(name.visible), which could lead out of the archive")
    }
    return parts.joined(separator: "/")
  }
}
