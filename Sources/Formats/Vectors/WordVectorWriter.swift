// Writes word2vec files, binary and text, plain or gzipped.
import FormatsFiles

/// The layouts of a word2vec file.
public enum WordVectorFormat: Equatable, Sendable {
  case binary, text

  /// The format that the ending of a file's name implies: `.bin`, or `.txt` and `.vec`, each
  /// also with `.gz` after it; nil for any other.
  public init?(path: String) {
    let name = path.hasSuffix(".gz") ? path.dropLast(3) : path[...]
    if name.hasSuffix(".bin") {
      self = .binary
    } else if name.hasSuffix(".txt") || name.hasSuffix(".vec") {
      self = .text
    } else {
      return nil
    }
  }
}

/// Writes the entries of a word2vec file one by one; the file appears under its
/// name at `commit()`. A name that ends in `.gz` gives a gzip file.
public struct WordVectorWriter {
  private let format: WordVectorFormat
  private let path: String
  private let dimensions: Int
  private let sink: Sink

  private enum Sink {
    case plain(AtomicFile)
    case gzip(GzipWriter)

    func write(_ bytes: UnsafeRawBufferPointer) throws {
      switch self {
      case .plain(let file): try file.write(bytes)
      case .gzip(let file): try file.write(bytes)
      }
    }
  }

  /// - Parameters:
  ///   - count: the number of entries that will follow.
  ///   - dimensions: the length of each vector.
  /// - Throws: `InputError` when the file cannot be written.
  public init(path: String, format: WordVectorFormat, count: Int, dimensions: Int) throws {
    self.path = path
    self.format = format
    self.dimensions = dimensions
    sink =
      path.hasSuffix(".gz")
      ? .gzip(try GzipWriter(path: path)) : .plain(try AtomicFile(path: path))
    try write(Array("\(count) \(dimensions)\n".utf8))
  }

  /// - Throws: `InputError` when such a file cannot hold the word, or the disk is
  ///   full.
  public func write(_ word: String, _ vector: ArraySlice<Float>) throws {
    precondition(vector.count == dimensions)
    guard !word.isEmpty, !word.utf8.contains(0x20), !word.utf8.contains(0x0A) else {
      throw InputError(
        file: path,
        problem: "\"\(word)\" is empty or holds a blank, which a word2vec file cannot express",
        remedy: "Export the stage file with inspect instead")
    }
    var bytes = Array(word.utf8)
    switch format {
    case .binary:
      bytes.append(0x20)
      for value in vector {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
      }
    case .text:
      // The shortest text that reads back as the same value.
      for value in vector { bytes.append(contentsOf: " \(value)".utf8) }
    }
    bytes.append(0x0A)
    try write(bytes)
  }

  /// Gives the file its name.
  public func commit() throws {
    switch sink {
    case .plain(let file): try file.commit()
    case .gzip(let file): try file.commit()
    }
  }

  private func write(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { try sink.write($0) }
  }
}
