// Checks that stage files are whole and were made from each other. It makes
// and changes nothing.
import ArgumentParser
import Formats
import StageSupport

@main
struct Verify: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Checks that stage files are whole and belong together.",
    discussion: """
      Reads each file to its end, every checksum included, and looks for each input that a \
      header names among the files given. Inputs that are no stage files (a corpus, a \
      knowledge base) are listed in --external, in the form of sha256sum: HASH  NAME.
      """)

  @Argument(help: "Stage files.")
  var files: [String]

  @Option(help: ArgumentHelp("Hashes of inputs that are no stage files.", valueName: "file"))
  var external: String?

  @Flag(help: "Check each file alone, not what it was made from.")
  var alone = false

  @Flag(name: .shortAndLong, help: "Print errors only.")
  var quiet = false

  func run() throws {
    var known: Set<ContentHash> = []
    if let external { known = try externalHashes(external) }
    var headers: [(file: String, header: StageHeader)] = []
    for file in files {
      let reader = try StageReader(path: file)
      while try reader.nextSection() != nil {}
      headers.append((file, reader.header))
      known.insert(try ContentHash(ofFile: file))
    }
    if !alone {
      for (file, header) in headers {
        for input in header.inputs where !known.contains(input.sha256) {
          throw InputError(
            file: file, part: input.role,
            problem: "was made from a file (sha256 \(input.sha256)) that is not among these",
            remedy: "Give all files of one run, or run make again")
        }
      }
    }
    if !quiet {
      try writeOut(
        files.count == 1
          ? "1 stage file is whole\n" : "\(files.count) stage files are whole"
            + (alone ? "\n" : " and made from each other\n"))
    }
  }

  private func externalHashes(_ path: String) throws -> Set<ContentHash> {
    var lines = LineReader(try ByteSource(path: path))
    var hashes: Set<ContentHash> = []
    while let line = try lines.next() {
      let hash = line.prefix(64)
      guard hash.count == 64, hash.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
      else {
        throw InputError(
          file: path, line: lines.lineNumber, problem: "is not a line of sha256sum: HASH  NAME")
      }
      hashes.insert(ContentHash(hexadecimal: String(decoding: hash, as: UTF8.self)))
    }
    return hashes
  }
}
