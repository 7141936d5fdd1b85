// Inputs of one run that were made from different splits or folds: what was learnt from
// training documents of one has seen test documents of the other. Checked once, for every stage.
import Formats
import FormatsFiles

extension StageRun {
  /// An input that is a stage file.
  struct MadeInput {
    var role: String
    var path: String
    var kind: StageKind
    var header: StageHeader

    /// Nil for another file.
    init?(role: String, path: String) {
      guard let reader = try? StageReader(path: path) else { return nil }
      self.role = role
      self.path = path
      kind = reader.kind
      header = reader.header
    }

    /// The hash of the documents that it was made from.
    var documents: ContentHash? { header.inputHash("documents") }
  }

  /// Refuses a model, a vocabulary, vectors or relations that belong to another split than
  /// this run, or, except for models, to another fold. The stages that read models check
  /// their folds, because folds may share their test documents.
  ///
  /// What was learnt from another corpus is not refused: word vectors may come from anywhere.
  ///
  /// - Throws: `InputError`.
  static func checkOrigins(_ inputs: [MadeInput], of run: StageHeader) throws {
    // A damaged split differs by its hash; whoever reads it reports what is wrong.
    let split = inputs.first { $0.role == "split" }
    if split == nil, run.inputHash("split") != nil { return }
    var own = SplitOrigin(run)
    var name = "this run" + (split.map { " (\($0.path))" } ?? "")
    var documents = run.inputHash("documents")
    // For a stage that reads no documents itself, its vocabulary decides.
    if own.split == nil, own.features == nil, documents == nil,
      let vocabulary = inputs.first(where: { $0.kind == .vocabulary })
    {
      own = SplitOrigin(vocabulary.header)
      name = vocabulary.path
      documents = vocabulary.documents
    }
    own.part = nil
    for input in inputs where [.model, .vocabulary, .vectors, .relations].contains(input.kind) {
      let isModel = input.kind == .model
      if !isModel, let made = input.documents, let documents, made != documents { continue }
      guard let objection = SplitOrigin(input.header).objection(to: own, called: name, sameFold: !isModel)
      else { continue }
      throw InputError(
        file: input.path, problem: objection,
        remedy: own.features != nil && own.split == nil
          ? "Give the rows that it was made with"
          : isModel
            ? "Give the split that the model was trained with; annotate reads other documents"
            : "Give files that were made with one split and fold")
    }
  }
}
