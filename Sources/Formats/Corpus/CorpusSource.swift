// Opens a file of a corpus: refuses what is not text, naming the command that
// helps, and converts text to UTF-8 with line feeds.
import FormatsFiles

extension ByteSource {
  /// Opens a file of a corpus.
  ///
  /// - Parameter encoding: of the text; nil is UTF-8.
  /// - Throws: `InputError` also for a file in a compression, an archive, an
  ///   encoding or a format that is not read, with the command that helps.
  static func ofCorpus(_ path: String, encoding: String? = nil) throws -> ByteSource {
    let source = try ByteSource(path: path)
    try source.prepareForCorpus(encoding: encoding)
    return source
  }

  /// - Throws: `InputError` for compressions that are not read, for formats that
  ///   are not text, and for UTF-16 that no `encoding` announces.
  func prepareForCorpus(encoding: String?) throws {
    let start = try peek(1 << 12)
    if let encoding {
      try refuseForeignFormats(start)
      try convert(by: try TextConverter(encoding: encoding))
    } else {
      if Self.looksLikeUTF16(start) {
        throw InputError(
          file: name, problem: "is UTF-16, and only UTF-8 is read",
          remedy: "Read it with \(parameter: "encoding") utf-16, or convert it (iconv -f UTF-16 -t UTF-8)")
      }
      try refuseForeignFormats(start)
    }
    try unifyLineEnds()
  }

  /// Whether there is a byte-order mark, or nearly every second byte is zero: a
  /// zero byte here and there does not make UTF-16.
  private static func looksLikeUTF16(_ start: [UInt8]) -> Bool {
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) { return true }
    guard start.count >= 8 else { return false }
    let pairs = start.count / 2
    let even = stride(from: 0, to: 2 * pairs, by: 2).count { start[$0] == 0 }
    let odd = stride(from: 1, to: 2 * pairs, by: 2).count { start[$0] == 0 }
    return max(even, odd) * 3 > pairs * 2 && min(even, odd) * 10 < pairs
  }

  private func refuseForeignFormats(_ start: [UInt8]) throws {
    if let error = BinaryFormat.error(start, name: name) { throw error }
    for kind in Self.compressions where start.starts(with: kind.mark) {
      throw InputError(
        file: name,
        problem: kind.isRead
          ? "is compressed more than once, inside by \(kind.name)"
          : "is compressed by \(kind.name); plain files, gzip, bzip2, xz and zstd are read",
        remedy: "Unpack it (\(kind.command)) and give the result")
    }
    if start.count > 262, start[257..<262].elementsEqual("ustar".utf8) {
      throw InputError(
        file: name, problem: "is a tar archive",
        remedy: "Unpack it (tar xf) and give the folder")
    }
  }

  /// Those that are read come here only if they are inside another one.
  private static let compressions: [(mark: [UInt8], name: String, command: String, isRead: Bool)] = [
    ([0x1F, 0x8B], "gzip", "gzip -dc", true),
    (Array("BZh".utf8), "bzip2", "bzip2 -dc", true),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "xz", "xz -dc", true),
    ([0x28, 0xB5, 0x2F, 0xFD], "zstd", "zstd -dc", true),
    ([0x04, 0x22, 0x4D, 0x18], "lz4", "lz4 -dc", false),
    ([0x50, 0x4B, 0x03, 0x04], "zip", "unzip", false),
    ([0x37, 0x7A, 0xBC, 0xAF], "7-Zip", "7z x", false),
  ]
}
