// Label embedding initialisation (Dong et al. 2020, arXiv 2010.15728): the network's rows for
// each label start from the label's vector, so that labels which occur together start alike.
import PipelineEmbedding
import PipelineNumerics

extension AnnotationNetwork {
  /// Puts the unit vectors of labels into the rows of the projection p, and of the context
  /// vectors where attention is by label. A row that is longer than the vector begins with it
  /// and is filled up with zeros; a table with shorter rows is left unchanged, and so are labels
  /// that have no vector.
  ///
  /// - Parameters:
  ///   - labels: in the order of the outputs.
  ///   - vectors: of labels, of any length; a vector of zeros counts as none.
  /// - Returns: the number of labels that have a vector, and the tables that were set.
  public func setLabels(
    _ labels: [String], vectors: WordVectors
  ) -> (labels: Int, tables: [String]) {
    var vectors = vectors
    let zeros = Set(vectors.scaleToUnitLength())
    let known = labels.map { label in
      vectors.index(of: label).flatMap { zeros.contains($0) ? nil : $0 }
    }
    var tables: [String] = []
    for table in [output.kernel] + encoder.labelAttentions.map(\.contexts) {
      let width = table.shape[1]
      guard width >= vectors.dimensions else { continue }
      tables.append(table.name)
      for (label, index) in known.enumerated() {
        guard let index else { continue }
        let row = table.matrix.row(label)
        row.clear()
        row[0..<vectors.dimensions].copy(vectors[index])
      }
    }
    return (known.count { $0 != nil }, tables)
  }
}
