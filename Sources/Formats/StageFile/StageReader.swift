// Reads a stage file as a stream and refuses anything that `StageWriter` did
// not write. A length is checked against the size of the file before memory is
// taken for it (`SectionBudget`).
import FormatsFiles
import FormatsRDF
import Foundation

/// Reads the sections of a stage file in their order.
public final class StageReader {
  /// The file, for messages.
  public let path: String
  /// What kind of stage file it is.
  public let kind: StageKind
  /// What it was made from, and with which parameters.
  public let header: StageHeader
  /// The stage's results in brief; set after the last section was read.
  public private(set) var summary: [String: StageHeader.Value] = [:]

  private let source: ByteSource
  private let budget: SectionBudget
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private var start = 0
  private var end = 0
  private var current: Section?
  private var sections = 0
  private var isFinished = false

  /// Opens the file and reads its header.
  ///
  /// - Parameter expected: the kind that the caller can use; nil takes any.
  /// - Throws: `InputError` for anything but a whole header of that kind.
  public init(path: String, expecting expected: StageKind? = nil) throws {
    self.path = path
    let remedy = expected.map { "Give the output of \($0.producer)" }
    let file = try FileDescriptor(path: path, demand: .regularFile)
    // The gzip header is part of the format: a bit flipped there is damage too.
    guard try file.start(GzipWriter.header.count) == GzipWriter.header else {
      throw InputError(
        file: path, problem: "is not a stage file, or its first bytes are damaged",
        remedy: remedy ?? "Delete it and run make again")
    }
    source = ByteSource(file)
    budget = SectionBudget(fileSize: file.size ?? 0)
    // `self` cannot be used before every constant is set, so the first lines
    // are read through a small separate state.
    var lines = Lines(path: path, source: source)
    let first = try lines.line().split(separator: " ", omittingEmptySubsequences: false)
    guard first.count == 4, first[0] == "JMAN-STAGE", let container = Int(first[1]),
      let version = Int(first[3])
    else {
      throw InputError(file: path, problem: "is not a stage file", remedy: remedy)
    }
    guard container == StageWriter.containerVersion else {
      throw Self.wrongVersion(
        path, "container", container, StageWriter.containerVersion, nil)
    }
    guard let kind = StageKind(rawValue: String(first[2])) else {
      throw InputError(
        file: path,
        problem: "holds \"\(first[2])\", a kind of stage file unknown to jman "
          + JMAN.version,
        remedy: "Use the newer program that made it")
    }
    if let expected, expected != kind {
      throw InputError(
        file: path,
        problem: "is \(kind.phrase), but \(expected.phrase) is wanted",
        remedy: remedy)
    }
    guard version == kind.version else {
      throw Self.wrongVersion(path, kind.rawValue, version, kind.version, kind)
    }
    self.kind = kind
    let json = try lines.counted("HEADER", fields: 3, part: "header")
    do {
      header = try JSONDecoder().decode(StageHeader.self, from: Data(json.bytes))
    } catch {
      throw InputError(
        file: path, part: "header", problem: "is damaged (not the JSON of a header)",
        remedy: Self.rebuild(kind))
    }
    buffer = lines.buffer
    start = lines.start
    end = lines.end
  }

  /// The next section's head, or nil after the last one. What is left of the
  /// section before is checked and passed over.
  ///
  /// - Throws: `InputError` for a damaged or truncated file.
  public func nextSection() throws -> Section? {
    if current != nil { try skip() }
    if isFinished { return nil }
    return try withLines { lines in
      let line = try lines.line()
      let fields = line.split(separator: " ", omittingEmptySubsequences: false)
      if fields.first == "END" {
        let json = try lines.counted("END", fields: 4, part: "summary", line: line)
        guard json.sections == sections else {
          throw damaged("end", "\(sections, "section"), but \(json.sections) were written")
        }
        guard
          let summary = try? JSONDecoder().decode(
            [String: StageHeader.Value].self, from: Data(json.bytes))
        else { throw damaged("summary", "not JSON") }
        self.summary = summary
        isFinished = true
        // Reading to the very end makes zlib check its own trailer.
        guard try lines.isAtEnd(), !source.isFollowed else { throw damaged("end", "bytes after the end marker") }
        return nil
      }
      guard fields.count == 6,
        fields[5] == checksum(Array(fields[..<5].joined(separator: " ").utf8)),
        let section = Section(line: Array(fields[..<5]))
      else { throw damaged("section \(sections + 1)", "its first line is wrong") }
      guard budget.isPossible(section) else { throw lines.truncated(section.name) }
      sections += 1
      current = section
      return section
    }
  }

  /// Checks and passes over the payload of the current section.
  public func skip() throws {
    try readPayload { _ in }
  }

  /// The numbers of the current section.
  ///
  /// - Throws: `InputError` when the section has another type or is damaged.
  public func read<T: StageElement>(_: T.Type = T.self) throws -> [T] {
    let section = try expectCurrent(T.elementType)
    var values: [T] = []
    values.reserveCapacity(section.count)
    var pending: [UInt8] = []
    let size = MemoryLayout<T>.size
    try readPayload { piece in
      var piece = piece
      if !pending.isEmpty {
        let missing = min(size - pending.count, piece.count)
        pending.append(contentsOf: piece.prefix(missing))
        piece = UnsafeRawBufferPointer(rebasing: piece.dropFirst(missing))
        guard pending.count == size else { return }
        pending.withUnsafeBytes { values.append($0.loadUnaligned(as: T.self)) }
        pending.removeAll(keepingCapacity: true)
      }
      let whole = piece.count / size
      let old = values.count
      values.append(contentsOf: repeatElement(Self.zero(T.self), count: whole))
      values.withUnsafeMutableBytes { all in
        UnsafeMutableRawBufferPointer(rebasing: all[(old * size)...])
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: piece.prefix(whole * size)))
      }
      pending.append(contentsOf: piece.dropFirst(whole * size))
    }
    return values
  }

  /// The strings of the current section.
  ///
  /// - Throws: `InputError` when the section has another type or is damaged.
  public func readStrings() throws -> [String] {
    let section = try expectCurrent(.str)
    var strings: [String] = []
    strings.reserveCapacity(section.count)
    try forEachString(of: section) { bytes in
      guard let string = String(validating: bytes, as: UTF8.self) else {
        throw damaged(section.name, "a string is not UTF-8")
      }
      strings.append(string)
    }
    return strings
  }

  /// The strings of the current section as a table; equal strings, which no
  /// table has, are damage.
  ///
  /// - Throws: as `readStrings()`.
  func readTable() throws -> ByteTable {
    let section = try expectCurrent(.str)
    var table = ByteTable()
    try forEachString(of: section) { bytes in
      let number = table.count
      guard table.intern(bytes) == number else {
        throw damaged(section.name, "a string occurs twice")
      }
    }
    return table
  }

  // MARK: -

  /// Calls `body` with each string of the current section.
  private func forEachString(of section: Section, _ body: (ByteView) throws -> Void) throws {
    var bytes: [UInt8] = []
    try readPayload { bytes.append(contentsOf: $0) }
    try bytes.withUnsafeBufferPointer { bytes in
      var at = 0
      for _ in 0..<section.count {
        guard at + 4 <= bytes.count else { throw damaged(section.name, "a string is cut off") }
        let length = bytes[at..<at + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
        at += 4
        guard at + length <= bytes.count else {
          throw damaged(section.name, "a string is cut off")
        }
        try body(ByteView(rebasing: bytes[at..<at + length]))
        at += length
      }
      guard at == bytes.count else { throw damaged(section.name, "bytes after the last string") }
    }
  }

  private static func zero<T: BitwiseCopyable>(_: T.Type) -> T {
    withUnsafeTemporaryAllocation(byteCount: MemoryLayout<T>.size, alignment: 16) {
      $0.initializeMemory(as: UInt8.self, repeating: 0)
      return $0.loadUnaligned(as: T.self)
    }
  }

  private func expectCurrent(_ type: ElementType) throws -> Section {
    guard let section = current else { preconditionFailure("no section is open") }
    guard section.type == type else {
      throw damaged(
        section.name, "holds \(section.type.rawValue) values, \(type.rawValue) are wanted")
    }
    try admit(section.memory, section.name)
    return section
  }

  /// Refuses what takes far more memory than a file of this size can justify.
  ///
  /// - Throws: `InputError`.
  func admit(_ memory: Int, _ part: String) throws {
    guard memory > budget.memory else { return }
    throw InputError(
      file: path, part: part,
      problem: "would take \(memory >> 20) MiB of memory, which a stage file of this size "
        + "does not hold: it is damaged, or made to do harm",
      remedy: Self.rebuild(kind))
  }

  private func readPayload(_ body: (UnsafeRawBufferPointer) -> Void) throws {
    guard let section = current else { preconditionFailure("no section is open") }
    current = nil
    try withLines { lines in
      var checksum: UInt = 0
      try lines.bytes(section.byteCount, part: section.name) {
        checksum = crc($0, continuing: checksum)
        body($0)
      }
      guard try lines.line().isEmpty, try lines.line() == "CRC \(hexadecimal(checksum))" else {
        throw damaged(section.name, "the checksum does not fit the content")
      }
    }
  }

  private func withLines<R>(_ body: (inout Lines) throws -> R) throws -> R {
    var lines = Lines(path: path, source: source)
    swap(&lines.buffer, &buffer)
    lines.start = start
    lines.end = end
    lines.kind = kind
    defer {
      swap(&lines.buffer, &buffer)
      start = lines.start
      end = lines.end
    }
    return try body(&lines)
  }

  func damaged(_ part: String, _ problem: String) -> InputError {
    InputError(
      file: path, part: part, problem: "the file is damaged: \(problem)",
      remedy: Self.rebuild(kind))
  }

  static func rebuild(_ kind: StageKind?) -> String {
    "Delete it and run make again"
      + (kind.map { ": the stage \($0.producer) makes it" } ?? "")
  }

  private static func wrongVersion(
    _ path: String, _ what: String, _ found: Int, _ known: Int, _ kind: StageKind?
  ) -> InputError {
    InputError(
      file: path,
      problem: "has version \(found) of the \(what) layout; jman \(JMAN.version) reads "
        + "version \(known)",
      remedy: found > known ? "Use a newer jman" : rebuild(kind))
  }
}
