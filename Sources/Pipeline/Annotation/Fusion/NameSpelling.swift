// How much of a label's name a document spells: runs of characters in common. Inflected words
// and compounds, which do not contain a whole word of the name, count too. The lexical model
// finds names as words, with their places.
import Formats
import FormatsFiles
import PipelineBaselines
import PipelineFeatures
import PipelineNumerics
import PipelineText

/// The names of labels as rows of character n-grams, weighted by how rare these are in names.
struct NameSpelling: Sendable {
  /// If there are more names than this, only those of labels with training documents are kept.
  static let mostNames = 200_000

  private let features: TextFeatures
  /// A row of unit length for each name.
  private let names: SparseMatrix
  /// Label l has the names `starts[l] ..< starts[l + 1]`.
  private let starts: [Int32]

  /// - Parameters:
  ///   - counts: how many training documents have each label.
  ///   - concepts: what the labels name, if they are concepts; other labels are their own names.
  init(
    labels: [String], counts: [Int64], concepts: ConceptTable?, mostNames: Int = mostNames,
    pool: WorkerPool
  ) {
    let all = NameDocuments.names(of: labels, concepts: concepts)
    let isKept = all.reduce(0) { $0 + $1.count } <= mostNames
    let tokenizer = Tokenizer()
    var documents: [Document] = []
    var starts: [Int32] = [0]
    for (own, count) in zip(all, counts) {
      if isKept || count > 0 {
        documents += own.map {
          Document(id: "", title: [], sentences: [tokenizer.tokens(of: $0.text)], tags: [])
        }
      }
      starts.append(Int32(documents.count))
    }
    var parameters = TextFeatures.Parameters()
    parameters.terms = [.characters]
    parameters.minimumDocuments = 1
    features = TextFeatures(fitting: documents, parameters: parameters, pool: pool)
    names = features.matrix(of: documents, pool: pool)
    self.starts = starts
  }

  /// For each document the cosines with some labels: of each label that of its nearest name, 0
  /// for a label without names.
  ///
  /// - Parameter candidates: labels of each document.
  func cosines(
    of documents: [Document], with candidates: [[Int32]], pool: WorkerPool
  ) -> [[Float]] {
    let rows = features.matrix(of: documents, pool: pool)
    return pool.mapChunks(of: documents.count, size: 64) { range in
      var weights = [Float](repeating: 0, count: features.count)
      return range.map { document in
        let own = rows.entries(of: document)
        for entry in own { weights[Int(rows.columns[entry])] = rows.values[entry] }
        defer { for entry in own { weights[Int(rows.columns[entry])] = 0 } }
        return candidates[document].map { label in
          var best: Float = 0
          for name in starts[Int(label)]..<starts[Int(label) + 1] {
            var sum: Float = 0
            for entry in names.entries(of: Int(name)) {
              sum += names.values[entry] * weights[Int(names.columns[entry])]
            }
            best = max(best, sum)
          }
          return best
        }
      }
    }.flatMap { $0 }
  }
}

extension NameSpelling {
  /// Writes the sections `features/…`, `names/…` and `starts` (i32 [L + 1]).
  ///
  /// - Throws: `InputError` when the file cannot be written.
  func write(to writer: StageWriter) throws {
    try features.write(to: writer)
    try names.write(to: writer, named: "names")
    try writer.write("starts", starts)
  }

  /// Reads what `write(to:)` wrote.
  ///
  /// - Throws: `InputError` when sections are missing or contradict each other.
  init(_ contents: StageContents, labels: Int) throws {
    features = try TextFeatures(contents)
    starts = try contents.integers("starts", count: labels + 1)
    guard starts[0] == 0, zip(starts, starts.dropFirst()).allSatisfy(<=) else {
      throw contents.invalid("starts", "they do not ascend")
    }
    names = try SparseMatrix(
      contents, named: "names", rows: Int(starts[labels]), columnCount: features.count)
  }
}
