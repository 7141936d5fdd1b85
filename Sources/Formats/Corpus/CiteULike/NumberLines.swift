// The files of numbers that come with CiteULike-a and -t: `n number number …`
// on each line, and names by line.
import FormatsFiles

enum NumberLines {
  /// Reads `n number …` lines into counts and numbers.
  ///
  /// A line whose count is wrong or that holds something else is reported and
  /// counts as empty, because line numbers identify the articles or tags.
  ///
  /// - Parameter limit: numbers are below it.
  /// - Throws: `InputError` for a damaged stream.
  static func read(
    _ path: String, below limit: Int, log: CorpusLog
  ) throws -> (offsets: [Int], numbers: [Int32]) {
    var lines = LineReader(try ByteSource.ofCorpus(path))
    var offsets = [0]
    var numbers: [Int32] = []
    while let bytes = try lines.nextOfCorpus(log) {
      let start = numbers.count
      if !append(bytes, below: limit, to: &numbers) {
        numbers.removeSubrange(start...)
        try log.reject(
          Rejection(
            file: CorpusFiles.title(path), line: lines.lineNumber,
            reason: "is not a count and so many numbers below \(limit)"))
      }
      offsets.append(numbers.count)
    }
    return (offsets, numbers)
  }

  private static func append(
    _ bytes: ArraySlice<UInt8>, below limit: Int, to numbers: inout [Int32]
  ) -> Bool {
    var value = 0
    var digits = 0
    var count: Int?
    let start = numbers.count
    for byte in bytes + [0x20] {
      switch byte {
      case 0x30...0x39:
        value = value * 10 + Int(byte - 0x30)
        digits += 1
        guard digits <= 9 else { return false }
      case 0x20, 0x09, 0x0D:
        guard digits > 0 else { continue }
        if count == nil {
          count = value
        } else {
          guard value < limit else { return false }
          numbers.append(Int32(value))
        }
        value = 0
        digits = 0
      default: return false
      }
    }
    return count == numbers.count - start
  }

  /// The names of tags by line, in label form; damaged ones are "".
  static func names(_ path: String, log: CorpusLog) throws -> [String] {
    var lines = LineReader(try ByteSource.ofCorpus(path))
    var names: [String] = []
    while let bytes = try lines.nextOfCorpus(log) {
      if let name = String(validating: bytes, as: UTF8.self) {
        names.append(labelForm(of: name))
      } else {
        names.append("")
        try log.reject(
          Rejection(
            file: CorpusFiles.title(path), line: lines.lineNumber, reason: "is not valid UTF-8"))
      }
    }
    return names
  }
}
