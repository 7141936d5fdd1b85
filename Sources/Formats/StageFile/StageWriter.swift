// Writes a stage file. The layout, after decompression:
//
//     JMAN-STAGE 1 vocabulary 1                 container version, kind, kind's version
//     HEADER 312 8c1f09aa                       bytes and CRC-32 of the JSON that follows
//     { … }
//     SECTION labels/text str 5196 71034 …      name, type, shape, bytes, CRC-32 of this line
//     payload
//     CRC 01ab23cd                              of the payload; a newline comes before it
//     …
//     END 4 120 …                               sections, bytes and CRC-32 of the summary
//     { … }
//
// The header says what was known before the work, the summary what came out
// of it (counts, reports), so that a stage can write as a stream.
import FormatsFiles
import FormatsRDF
import CZlib
import Foundation

/// Writes the sections of one stage file, in order, as a stream.
public final class StageWriter {
  /// The container's own version.
  static let containerVersion = 1

  private let gzip: GzipWriter
  private let path: String
  private var sections = 0
  private let beforeCommit: () throws -> Void
  private let afterCommit: () -> Void
  /// What the names of the sections begin with.
  private var prefix = ""

  /// - Parameters:
  ///   - level: of compression, of sections that shrink; 0 suits data that are read often,
  ///     because inflating takes longer than reading.
  ///   - beforeCommit: a last check; if it throws, the file does not appear.
  ///   - afterCommit: called when the file has its name.
  /// - Throws: `InputError` as `AtomicFile`.
  public init(
    path: String, kind: StageKind, header: StageHeader, level: Int32 = 6,
    beforeCommit: @escaping () throws -> Void = {}, afterCommit: @escaping () -> Void = {}
  ) throws {
    self.path = path
    self.beforeCommit = beforeCommit
    self.afterCommit = afterCommit
    gzip = try GzipWriter(path: path, level: level)
    let json = try header.stableJSON()
    try gzip.write("JMAN-STAGE \(Self.containerVersion) \(kind.rawValue) \(kind.version)\n")
    try gzip.write("HEADER \(json.count) \(checksum(json))\n")
    try json.withUnsafeBytes { try gzip.write($0) }
    try gzip.write("\n")
  }

  /// Runs `body`; the sections that it writes are named `PREFIX/…`, so that a file can hold what
  /// is otherwise a separate file. Prefixes nest.
  public func nested<R>(_ prefix: String, _ body: () throws -> R) rethrows -> R {
    let outer = self.prefix
    self.prefix = "\(outer)\(prefix)/"
    defer { self.prefix = outer }
    return try body()
  }

  /// Writes a section of numbers.
  ///
  /// - Precondition: the shape's product is the number of elements, the name
  ///   is made of `a–z 0–9 / . _ -`.
  public func write<T: StageElement>(_ name: String, _ values: [T], shape: [Int]? = nil) throws {
    try values.withUnsafeBytes {
      try write(name, type: T.elementType, shape: shape ?? [values.count], bytes: $0)
    }
  }

  /// Writes a section of numbers from memory of any origin.
  public func write<T: StageElement>(
    _ name: String, _ values: UnsafeBufferPointer<T>, shape: [Int]
  ) throws {
    try write(name, type: T.elementType, shape: shape, bytes: UnsafeRawBufferPointer(values))
  }

  /// Writes a section of strings.
  public func write(_ name: String, _ strings: [String]) throws {
    try write(name, count: strings.count) { strings[$0].utf8 }
  }

  /// Writes a section of strings, in the order of their numbers.
  func write(_ name: String, _ strings: ByteTable) throws {
    try write(name, count: strings.count) { strings[$0] }
  }

  private func write<Bytes: Collection<UInt8>>(
    _ name: String, count: Int, string: (Int) -> Bytes
  ) throws {
    var bytes: [UInt8] = []
    for number in 0..<count {
      let string = string(number)
      withUnsafeBytes(of: UInt32(string.count).littleEndian) { bytes.append(contentsOf: $0) }
      bytes.append(contentsOf: string)
    }
    try bytes.withUnsafeBytes { try write(name, type: .str, shape: [count], bytes: $0) }
  }

  private func write(
    _ name: String, type: ElementType, shape: [Int], bytes: UnsafeRawBufferPointer
  ) throws {
    let name = prefix + name
    let section = Section(name: name, type: type, shape: shape, byteCount: bytes.count)
    precondition(
      type.size.map { $0 * section.count == bytes.count } ?? true,
      "section \(name): shape \(shape) does not fit \(bytes.count, "byte")")
    precondition(
      !name.isEmpty && name.utf8.allSatisfy { $0 > 32 && $0 < 127 }, "section name \(name)")
    let line = section.line
    try gzip.write("\(line) \(checksum(Array(line.utf8)))\n")
    if Self.isStored(bytes) {
      try gzip.store(bytes)
    } else {
      try gzip.write(bytes)
    }
    try gzip.write("\nCRC \(hexadecimal(crc(bytes)))\n")
    sections += 1
  }

  /// Whether compression would take less than a quarter off, by a piece of the middle. Weights and
  /// vectors are such: compressing them takes longer than learning them may, and inflating longer
  /// than using them. Short sections are not asked: a change of level ends a block.
  ///
  /// And whether a long section would shrink so much that readers would take it for a bomb
  /// (`SectionBudget`), as the zeros of vectors do.
  private static func isStored(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let piece = 1 << 14
    guard bytes.count >= 4 * piece else { return false }
    let middle = UnsafeRawBufferPointer(rebasing: bytes[(bytes.count / 2)...].prefix(piece))
    var size = compressBound(UInt(piece))
    var compressed = [UInt8](repeating: 0, count: Int(size))
    let code = compress2(&compressed, &size, middle.bindMemory(to: UInt8.self).baseAddress, UInt(piece), 1)
    return code == Z_OK && (size > UInt(piece) * 3 / 4 || bytes.count >= 64 << 20 && size < UInt(piece) / 48)
  }

  /// Writes the end marker with the summary and gives the file its name.
  ///
  /// - Throws: `InputError` as `AtomicFile.commit`.
  public func commit(summary: [String: StageHeader.Value] = [:]) throws {
    let json = try summary.stableJSON()
    try gzip.write("END \(sections) \(json.count) \(checksum(json))\n")
    try json.withUnsafeBytes { try gzip.write($0) }
    try gzip.write("\n")
    try beforeCommit()
    try gzip.commit()
    afterCommit()
  }
}

/// A number that a section can hold.
public protocol StageElement: BitwiseCopyable, Sendable {
  static var elementType: ElementType { get }
}
// Written as they are in memory: every machine that Swift runs on here is
// little-endian.
extension UInt8: StageElement { public static var elementType: ElementType { .u8 } }
extension Int32: StageElement { public static var elementType: ElementType { .i32 } }
extension Int64: StageElement { public static var elementType: ElementType { .i64 } }
extension Float: StageElement { public static var elementType: ElementType { .f32 } }
extension Double: StageElement { public static var elementType: ElementType { .f64 } }

/// CRC-32 of `bytes`.
func crc(_ bytes: UnsafeRawBufferPointer, continuing start: UInt = 0) -> UInt {
  var value = start
  var rest = bytes[...]
  while !rest.isEmpty {
    let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
    value = crc32(value, piece.bindMemory(to: UInt8.self).baseAddress, UInt32(piece.count))
    rest = rest.dropFirst(piece.count)
  }
  return value
}

/// Eight hexadecimal digits.
func hexadecimal(_ value: UInt) -> String {
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: 8 - digits.count) + digits
}

/// The CRC-32 of `bytes` as text.
func checksum(_ bytes: [UInt8]) -> String {
  hexadecimal(bytes.withUnsafeBytes { crc($0) })
}
