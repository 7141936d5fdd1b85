// The first lines of a stage file: of which kind and version it is, and its header.
import Foundation
import FormatsFiles

extension Lines {
  /// Reads the first line.
  ///
  /// - Throws: `InputError` for anything but a file of the kind that is expected, in the present version.
  mutating func readKind(expecting expected: StageKind?) throws -> StageKind {
    let first = try line().split(separator: " ", omittingEmptySubsequences: false)
    guard first.count == 4, first[0] == "JMAN-STAGE", let container = Int(first[1]),
      let version = Int(first[3])
    else {
      throw InputError(file: path, problem: "is not a stage file", remedy: expected.map(Self.remedy))
    }
    guard container == StageWriter.containerVersion else {
      throw wrongVersion("container", container, StageWriter.containerVersion, nil)
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
        problem: "is \(kind.phrase), but \(expected.phrase) is expected",
        remedy: Self.remedy(expected))
    }
    guard version == kind.version else { throw wrongVersion(kind.rawValue, version, kind.version, kind) }
    return kind
  }

  /// Reads the header after the first line.
  ///
  /// - Throws: `InputError` if it is damaged.
  mutating func readHeader(of kind: StageKind) throws -> StageHeader {
    let json = try counted("HEADER", fields: 3, part: "header")
    do {
      return try JSONDecoder().decode(StageHeader.self, from: Data(json.bytes))
    } catch {
      throw InputError(
        file: path, part: "header", problem: "is damaged (not the JSON of a header)",
        remedy: StageReader.rebuild(kind))
    }
  }

  /// What to do if a file is not of the kind that is expected.
  static func remedy(_ expected: StageKind) -> String { "Give the output of \(expected.producer)" }

  private func wrongVersion(_ what: String, _ found: Int, _ known: Int, _ kind: StageKind?) -> InputError {
    InputError(
      file: path,
      problem: "has version \(found) of the \(what) layout; jman \(JMAN.version) reads "
        + "version \(known)",
      remedy: found > known ? "Use a newer jman" : StageReader.rebuild(kind))
  }
}
