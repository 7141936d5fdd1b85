// The buffered reading under `StageReader`: short lines and counted bytes.
import FormatsFiles

/// A window on a byte stream.
struct Lines {
  let path: String
  let source: ByteSource
  var kind: StageKind?
  var buffer = [UInt8]()
  var start = 0
  var end = 0

  init(path: String, source: ByteSource) {
    self.path = path
    self.source = source
  }

  private mutating func fill() throws -> Bool {
    if buffer.isEmpty { buffer = [UInt8](repeating: 0, count: 1 << 16) }
    if start == end { (start, end) = (0, 0) }
    if start > 0 {
      buffer.replaceSubrange(0..<(end - start), with: Array(buffer[start..<end]))
      end -= start
      start = 0
    }
    let room = end..<buffer.count
    let count = try buffer.withUnsafeMutableBytes {
      try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[room]))
    }
    end += count
    return count > 0
  }

  /// A line of at most 1,000 bytes, without its newline.
  mutating func line() throws -> String {
    var length = 0
    while true {
      if let newline = buffer[(start + length)..<end].firstIndex(of: 0x0A) {
        let text = String(decoding: buffer[start..<newline], as: UTF8.self)
        start = newline + 1
        return text
      }
      length = end - start
      guard length <= 1_000 else {
        throw InputError(
          file: path, problem: "is not a stage file, or it is damaged",
          remedy: StageReader.rebuild(kind))
      }
      guard try fill() else { throw truncated() }
    }
  }

  /// Hands `count` bytes to `body`, piece by piece.
  mutating func bytes(
    _ count: Int, part: String, _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var left = count
    while left > 0 {
      if start == end, !(try fill()) { throw truncated(part) }
      let piece = min(left, end - start)
      try buffer.withUnsafeBytes {
        try body(UnsafeRawBufferPointer(rebasing: $0[start..<start + piece]))
      }
      start += piece
      left -= piece
    }
  }

  /// The JSON after a line `WORD [SECTIONS] BYTES CRC`.
  mutating func counted(
    _ word: String, fields: Int, part: String, line given: String? = nil
  ) throws -> (bytes: [UInt8], sections: Int) {
    let text = try given ?? line()
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == fields, parts[0] == word, let length = Int(parts[fields - 2]),
      (0...(64 << 20)).contains(length), let sections = Int(parts[1])
    else {
      throw InputError(
        file: path, part: part, problem: "the file is damaged: \(word) line is wrong",
        remedy: StageReader.rebuild(kind))
    }
    var json: [UInt8] = []
    try bytes(length, part: part) { json.append(contentsOf: $0) }
    guard try line().isEmpty, checksum(json) == parts[fields - 1] else {
      throw InputError(
        file: path, part: part, problem: "the file is damaged: the checksum does not fit",
        remedy: StageReader.rebuild(kind))
    }
    return (json, sections)
  }

  /// Whether nothing is left.
  mutating func isAtEnd() throws -> Bool {
    guard start == end else { return false }
    return try !fill()
  }

  func truncated(_ part: String? = nil) -> InputError {
    InputError(
      file: path, part: part, problem: "the file is truncated",
      remedy: StageReader.rebuild(kind))
  }
}
