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
    let file = try FileDescriptor(path: path, demand: .regularFile)
    // The gzip header is part of the format: a bit flipped there is damage too.
    guard try file.start(GzipWriter.header.count) == GzipWriter.header else {
      throw InputError(
        file: path, problem: "is not a stage file, or its first bytes are damaged",
        remedy: expected.map(Lines.remedy) ?? "Delete it and run make again")
    }
    source = ByteSource(file)
    budget = SectionBudget(fileSize: file.size ?? 0)
    // `self` cannot be used before every constant is set, so the first lines
    // are read through a small separate state.
    var lines = Lines(path: path, source: source)
    let kind = try lines.readKind(expecting: expected)
    self.kind = kind
    header = try lines.readHeader(of: kind)
    buffer = lines.buffer
    start = lines.start
    end = lines.end
  }

  /// The next section's head, or nil after the last one. What is left of the
  /// section before is checked and skipped.
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

  /// Checks and skips the payload of the current section.
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

  private static func zero<T: BitwiseCopyable>(_: T.Type) -> T {
    withUnsafeTemporaryAllocation(byteCount: MemoryLayout<T>.size, alignment: 16) {
      $0.initializeMemory(as: UInt8.self, repeating: 0)
      return $0.loadUnaligned(as: T.self)
    }
  }

  /// The current section, which must have this type.
  ///
  /// - Throws: `InputError` when it has another one, or is too large to be true.
  func expectCurrent(_ type: ElementType) throws -> Section {
    guard let section = current else { preconditionFailure("no section is open") }
    guard section.type == type else {
      throw damaged(
        section.name, "holds \(section.type.rawValue) values, \(type.rawValue) are expected")
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

  /// Hands the payload of the current section to `body`, piece by piece, and checks it.
  ///
  /// - Throws: `InputError` for a damaged or truncated file.
  func readPayload(_ body: (UnsafeRawBufferPointer) -> Void) throws {
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
}
