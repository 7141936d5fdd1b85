// Reads bytes from a plain or compressed file or from standard input. It knows
// nothing of what the bytes mean.
import Foundation

/// A stream of decompressed bytes: a file, plain or gzip, or standard input; files
/// also with bzip2, xz or Zstandard (`Decompressor`).
///
/// Gzip is recognised by its first bytes, so a wrong file name ending does no
/// harm. Several gzip members in one file are one stream. Behind the last one there
/// may be zeros, which fill up the blocks of tapes and devices; anything else is damage.
public final class ByteSource {
  /// The name for error messages; `-` is standard input.
  public let name: String
  /// Nil if the bytes are in memory.
  private let file: FileDescriptor?
  /// Bytes of the file that were read and not yet used.
  private var input = [UInt8](repeating: 0, count: 1 << 15)
  private var unused = 0..<0
  private var isFileAtEnd = false
  /// Nil for a plain file, and before the first read.
  private var inflater: Inflater?
  private var state = State.unopened
  /// Bytes that `peek` has read ahead; those before `taken` have been consumed since.
  private var lookahead: [UInt8] = []
  private var taken = 0
  /// Converts what comes from the file; nil leaves it as it is.
  private var converter: TextConverter?
  /// Whether what follows the last gzip member is looked at.
  private let checksRest: Bool

  private enum State {
    case unopened, plain, inMember, betweenMembers, ended
  }

  /// Opens `path` for reading; `-` reads standard input.
  ///
  /// - Throws: `InputError` when there is no such file or no permission.
  public convenience init(path: String) throws {
    let file = try FileDescriptor(path: path)
    self.init(try Decompressor.output(of: file) ?? file, checksRest: true)
  }

  /// - Parameter checksRest: whether bytes after the last gzip member are an error unless all of
  ///   them are zero; without it they are not read (`isFollowed`).
  package init(_ file: FileDescriptor, checksRest: Bool = false) {
    self.file = file
    name = file.name
    self.checksRest = checksRest
  }

  /// A stream of bytes in memory, such as those that another one was asked to
  /// `peek`.
  package init(bytes: [UInt8], name: String) {
    file = nil
    self.name = name
    checksRest = false
    state = .ended
    lookahead = bytes
  }

  /// Converts everything that is read from now on.
  ///
  /// - Throws: `InputError` as `read(into:)`.
  package func convert(by converter: TextConverter) throws {
    let seen = try converter.converted(Array(lookahead[taken...]), name: name)
    self.converter = converter
    lookahead = seen
    taken = 0
  }

  /// Whether the stream has ended before its file: bytes that were not looked at follow the last
  /// gzip member.
  package var isFollowed: Bool {
    if case .ended = state { !unused.isEmpty } else { false }
  }

  /// Whether the same path can be opened and read again.
  package var isRepeatable: Bool { name != "-" && file?.size != nil }

  /// Reads up to `buffer.count` bytes; 0 means the end of the stream.
  ///
  /// - Throws: `InputError` for a truncated or damaged gzip stream and for a
  ///   failing device.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard buffer.count > 0 else { return 0 }
    if taken < lookahead.count {
      let count = min(lookahead.count - taken, buffer.count)
      lookahead.withUnsafeBytes {
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[taken..<taken + count]))
      }
      taken += count
      if taken == lookahead.count {
        lookahead = []
        taken = 0
      }
      return count
    }
    return try readOn(into: buffer)
  }

  /// The next `count` bytes, or fewer at the end, without consuming them.
  ///
  /// It is how a reader recognises the format of a stream by its content.
  ///
  /// - Throws: `InputError` as `read(into:)`.
  public func peek(_ count: Int) throws -> [UInt8] {
    while lookahead.count - taken < count {
      var chunk = [UInt8](repeating: 0, count: count - (lookahead.count - taken))
      let got = try chunk.withUnsafeMutableBytes { try readOn(into: $0) }
      if got == 0 { break }
      lookahead.append(contentsOf: chunk[..<got])
    }
    return Array(lookahead[taken...].prefix(count))
  }

  /// Skips UTF-8's byte-order mark if the next bytes are one.
  ///
  /// - Throws: `InputError` as `read(into:)`.
  package func skipByteOrderMark() throws {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    if try peek(mark.count) == mark { taken += mark.count }
  }

  private func readOn(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard let converter else { return try readFile(into: buffer) }
    return try converter.read(into: buffer, name: name) { try self.readFile(into: $0) }
  }

  // MARK: - The file

  private func readFile(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      switch state {
      case .ended: return 0
      case .unopened:
        state = try startsMember() ? .inMember : .plain
        if let format = Decompressor(start: input[unused]) { throw format.onPipe(name) }
      case .betweenMembers:
        let isMember = try startsMember()
        if !isMember, checksRest { try skipZeros() }
        state = isMember ? .inMember : .ended
      case .plain: return try readPlain(into: buffer)
      case .inMember:
        let count = try inflateOn(into: buffer)
        if count > 0 { return count }
      }
    }
  }

  /// Whether the next two bytes are those of a gzip member.
  private func startsMember() throws -> Bool {
    while unused.count < 2, !isFileAtEnd { try fill() }
    return input[unused].prefix(2) == [0x1F, 0x8B]
  }

  /// Passes over the rest of the file.
  ///
  /// - Throws: `InputError` for a byte that is not zero.
  private func skipZeros() throws {
    while !unused.isEmpty {
      guard input[unused].allSatisfy({ $0 == 0 }) else {
        throw InputError(
          file: name,
          problem: "bytes that are neither compressed data nor zeros follow the compressed data",
          remedy: "Copy or make the file again: its last part is damaged or does not belong to it")
      }
      unused = unused.upperBound..<unused.upperBound
      if !isFileAtEnd { try fill() }
    }
  }

  /// Adds bytes of the file to those unused.
  private func fill() throws {
    let kept = unused.count
    if unused.lowerBound > 0 {
      input.withUnsafeMutableBytes {
        $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[unused]))
      }
    }
    let count = try input.withUnsafeMutableBytes {
      try file?.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[kept...])) ?? 0
    }
    unused = 0..<kept + count
    if count == 0 { isFileAtEnd = true }
  }

  private func readPlain(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    if unused.isEmpty { return try file?.read(into: buffer) ?? 0 }
    let count = min(unused.count, buffer.count)
    input.withUnsafeBytes {
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[unused].prefix(count)))
    }
    unused = unused.dropFirst(count)
    return count
  }

  /// Bytes of the present member; 0 after its end.
  private func inflateOn(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let inflater = self.inflater ?? Inflater()
    self.inflater = inflater
    while true {
      do {
        let step = try input.withUnsafeBytes {
          try inflater.step(UnsafeRawBufferPointer(rebasing: $0[unused]), into: buffer)
        }
        unused = unused.dropFirst(step.consumed)
        if step.endsMember { state = .betweenMembers }
        if step.produced > 0 || step.endsMember { return step.produced }
      } catch let damage as Inflater.Damage {
        throw InputError(
          file: name, problem: "the compressed data are damaged (\(damage.text))",
          remedy: "Copy or make the file again")
      }
      guard !isFileAtEnd else {
        throw InputError(
          file: name, problem: "the compressed data end too early (truncated file)",
          remedy: "Copy or make the file again")
      }
      try fill()
    }
  }

  /// Reads the whole rest of the stream, at most `limit` bytes.
  ///
  /// - Throws: `InputError` as `read(into:)`, and when there are more bytes.
  public func readAll(limit: Int = Int.max) throws -> [UInt8] {
    var all: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try chunk.withUnsafeMutableBytes { try read(into: $0) }
      if count == 0 { return all }
      guard all.count + count <= limit else {
        throw InputError(
          file: name, problem: "holds more than \(limit, "byte")")
      }
      all.append(contentsOf: chunk[..<count])
    }
  }
}
