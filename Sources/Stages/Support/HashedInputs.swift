// What a run needs to know of its inputs: their content for the header, their stamps for later, and
// what those that are stage files were made from.
import Formats
import FormatsFiles

/// The inputs of a run, each read to its end unless its hash is known.
struct HashedInputs {
  /// For the header of the output.
  private(set) var inputs: [StageHeader.Input] = []
  /// The inputs that are files, by which a change is noticed.
  private(set) var stamps: [(path: String, stamp: FileStamp)] = []
  /// For the record of the run.
  private(set) var files: [RunRecord.File] = []
  /// The inputs that are stage files.
  private(set) var made: [StageRun.MadeInput] = []

  /// - Parameter record: knows hashes of files.
  /// - Throws: `InputError` when an input cannot be read.
  init(_ given: [(role: String, path: String)], known record: RunRecord) throws {
    for (role, path) in given {
      let (hash, stamp) = try record.hash(ofFile: path)
      inputs.append(.init(role: role, sha256: hash))
      if let stamp {
        stamps.append((path, stamp))
        files.append(.init(stamp: stamp, sha256: hash))
      }
      if let stageFile = StageRun.MadeInput(role: role, path: path) { made.append(stageFile) }
    }
  }
}
