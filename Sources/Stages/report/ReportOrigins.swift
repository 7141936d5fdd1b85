// Whether the files of a report belong to one run. A page that shows one model with another's
// numbers looks right but is not.
import Formats
import FormatsFiles
import StageSupport

/// The files of a report, each with what its header says about the others. What a header does
/// not state is not checked.
struct ReportOrigins {
  private struct File {
    /// The option that named it.
    var option: String
    var path: String
    var sha256: ContentHash
    var header: StageHeader
  }

  private var files: [File] = []

  mutating func add(option: String, path: String, sha256: ContentHash, header: StageHeader) {
    files.append(File(option: option, path: path, sha256: sha256, header: header))
  }

  /// - Throws: `InputError` for files that belong to other models, predictions or documents than
  ///   those given, and for results on validation documents.
  func check() throws {
    for file in files where ["predictions", "metrics", "comparison"].contains(file.option) {
      try SplitOrigin(file.header).check(.test, file: file.path)
    }
    // Folds share the documents; of the rest the page shows one fold's.
    try check("model", names: "documents", everyOne: true) { $0 == "documents" }
    try check("predictions", names: "documents", everyOne: true) { $0 == "documents" }
    try check("model", names: "vocabulary", everyOne: false) { $0 == "vocabulary" }
    try check("model", names: "relations", everyOne: false) { $0 == "relations" }
    try check("predictions", names: "model", everyOne: true) { $0 == "model" }
    try check("metrics", names: "predictions", everyOne: true) { $0.hasPrefix("fold ") }
    try check("comparison", names: "predictions", everyOne: false) { $0.hasPrefix("predictions ") }
    // A run of train gives its model and its log one header.
    let models = files.filter { $0.option == "model" }
    for log in files where log.option == "log" && !models.isEmpty && !log.header.inputs.isEmpty {
      guard !models.contains(where: { $0.header == log.header }) else { continue }
      throw mismatch(log, "is not the log of", models)
    }
  }

  /// Files of `option` must have been made from those given as `--names`: each of what they name must be
  /// given (`everyOne`), and each of what is given must be named.
  private func check(_ option: String, names: String, everyOne: Bool, isRole: (String) -> Bool) throws {
    let given = files.filter { $0.option == names }
    guard !given.isEmpty else { return }
    var named: Set<ContentHash> = []
    for file in files where file.option == option {
      let own = file.header.inputs.filter { isRole($0.role) }.map(\.sha256)
      if everyOne, !own.allSatisfy({ hash in given.contains { $0.sha256 == hash } }) {
        throw mismatch(file, "was not made from", given)
      }
      named.formUnion(own)
    }
    guard !named.isEmpty, let stranger = given.first(where: { !named.contains($0.sha256) }) else { return }
    throw mismatch(stranger, "was not used by", files.filter { $0.option == option })
  }

  private func mismatch(_ file: File, _ relation: String, _ others: [File]) -> InputError {
    InputError(
      file: file.path, problem: "\(relation) \(others.map(\.path).joined(separator: ", "))",
      remedy: "Give the files of one run")
  }
}
