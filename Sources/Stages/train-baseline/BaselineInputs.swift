// The files that train-baseline reads, and how documents become features.
import ArgumentParser
import Formats
import PipelineBaselines
import PipelineFeatures
import PipelineText
import StageSupport

/// The files of a fold; none for a corpus of features alone.
struct BaselineInputs: ParsableArguments {
  @Option(help: "The output of preprocess.")
  var documents: String?

  @Option(help: "The output of split.")
  var split: String?

  @Option(help: "The output of build-vocab; its labels are those that can be given.")
  var vocabulary: String?

  @OptionGroup var rowOptions: Options<RowParameters>
  @OptionGroup var foldOptions: Options<FoldParameters>

  /// What a header says of them, and of other parameters.
  func described(with others: any DeclaredParameters) -> [String: StageHeader.Value] {
    headerValues(of: others, foldOptions.parameters(), rowOptions.parameters())
  }

  var trainingRows: Int? { rowOptions[\.trainingRows] }

  var files: [(role: String, path: String)] {
    givenFiles([("documents", documents), ("split", split), ("vocabulary", vocabulary)])
  }

  /// - Throws: `ValidationError` if files are missing or too many.
  func validate(features: String?) throws {
    let count = files.count
    if count != 3, count != 0 || features == nil {
      throw ValidationError("Give --documents, --split and --vocabulary, or --features alone.")
    }
    if trainingRows != nil, count == 3 { throw ValidationError("--training-rows is for --features alone.") }
  }

  /// Labels and documents.
  ///
  /// - Throws: `InputError` when a file is damaged or does not fit the others.
  func data(rows: FeatureRows?, features: String?) throws -> BaselineModel.Data {
    let labels: [String]
    let fold: FoldDocuments
    var concepts: ConceptTable?
    if let documents, let split, let vocabulary {
      let counted = try CorpusVocabulary(
        try StageContents(path: vocabulary, expecting: .vocabulary))
      labels = counted.labels.texts
      concepts = counted.concepts
      fold = try FoldDocuments(
        documents: documents, split: split, fold: foldOptions.parameters().fold, parts: [.training, .validation])
    } else {
      labels = rows?.labelNames ?? []
      fold = try FoldDocuments(
        rows: rows ?? FeatureRows(), trainingRows: trainingRows, path: features ?? "")
    }
    var data = BaselineModel.Data(
      labels: labels, training: fold.documents(.training),
      validation: fold.documents(.validation), given: rows.map { GivenFeatures($0) })
    data.concepts = concepts
    return data
  }
}

/// Which rows of a corpus of features are learnt.
struct RowParameters: DeclaredParameters {
  /// Nil is as the features file states, or nine tenths.
  var trainingRows: Int?

  static let declarations: [Declaration<Self>] = [
    .trainingRows(
      \.trainingRows, "With --features alone", default: "as the features file states, or nine tenths")
  ]
}
