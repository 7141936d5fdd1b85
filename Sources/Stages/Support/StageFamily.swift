// Whether stage files are complete and were made from each other. It prints nothing and
// changes nothing.
import Formats
import FormatsFiles

/// Stage files that are to be the results of one run, and the hashes of its inputs that are
/// not stage files.
package struct StageFamily {
  private var headers: [(name: String, header: StageHeader)] = []
  private var known: Set<ContentHash> = []

  package init() {}

  /// The number of stage files.
  package var count: Int { headers.count }

  /// Reads the stage file at `path` to its end, every checksum included.
  ///
  /// - Parameter name: what to call the file, instead of its path.
  /// - Throws: `InputError` for a file that is not whole.
  package mutating func add(_ path: String, name: String? = nil) throws {
    do {
      let reader = try StageReader(path: path)
      while try reader.nextSection() != nil {}
      headers.append((name ?? path, reader.header))
      known.insert(try ContentHash(ofFile: path))
    } catch var error as InputError {
      error.place = .file(name ?? path)
      throw error
    }
  }

  /// Adds an input that is not a stage file.
  package mutating func add(_ hash: ContentHash) { known.insert(hash) }

  /// Adds the inputs listed by a file in the format of sha256sum: HASH  NAME.
  ///
  /// - Throws: `InputError` for a line of another form.
  package mutating func addList(_ source: ByteSource) throws {
    var lines = LineReader(source, limit: 1 << 20)
    while let line = try lines.next() {
      guard let hash = ContentHash(listed: line) else {
        throw InputError(
          file: lines.name, line: lines.lineNumber,
          problem: "is not a line of sha256sum: HASH  NAME")
      }
      known.insert(hash)
    }
  }

  /// - Throws: `InputError` for the first stage file that was made from a file which is
  ///   not in the family.
  package func checkOrigins() throws {
    for (name, header) in headers {
      for input in header.inputs where !known.contains(input.sha256) {
        throw InputError(
          file: name, part: input.role,
          problem: "was made from a file (sha256 \(input.sha256)) that is not among these",
          remedy: "Give all files of one run, or run make again")
      }
    }
  }

  /// `13 stage files are complete`.
  package var description: String { count == 1 ? "1 stage file is complete" : "\(count) stage files are complete" }
}

extension ContentHash {
  /// The hash at the beginning of a line of sha256sum; nil for a line of another form.
  package init?(listed line: some Collection<UInt8>) {
    let hash = line.prefix(64)
    guard hash.count == 64, hash.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
    else { return nil }
    self.init(hexadecimal: String(decoding: hash, as: UTF8.self))
  }
}
