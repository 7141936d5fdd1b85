// From vectors of (document, label) pairs to logits, for networks in which each label has its
// own document vector.
import PipelineNumerics

extension OutputLayer {
  /// Adds x · W_l + b_l to the logit of each pair.
  ///
  /// - Parameters:
  ///   - vectors: [rows, D].
  ///   - rows: the labels of each document.
  ///   - logits: [L, B].
  func addLogits(_ vectors: MatrixView, _ rows: LabelRows, to logits: MatrixView) {
    pool.forEachChunk(of: logits.columns, size: 4) { [kernel, bias] documents in
      let (w, b) = (kernel.matrix, bias.vector)
      for document in documents {
        for row in rows.rows(of: document) {
          let label = Int(rows.labels[row])
          logits[label, document] += vectors.row(row).dot(w.row(label)) + b[label]
        }
      }
    }
  }

  /// Sets the gradients of W and b and computes those of the vectors.
  ///
  /// - Parameters:
  ///   - vectors, rows: as given to `addLogits`.
  ///   - dLogits: [L, B].
  ///   - dVectors: [rows, D], overwritten.
  func backward(
    _ vectors: MatrixView, _ rows: LabelRows, dLogits: MatrixView, dVectors: MatrixView
  ) {
    var documents = [Int32](repeating: 0, count: rows.count)
    for document in 0..<dLogits.columns {
      for row in rows.rows(of: document) { documents[row] = Int32(document) }
    }
    let slope = { @Sendable [documents] (row: Int) in
      dLogits[Int(rows.labels[row]), Int(documents[row])]
    }
    bias.clearGradient()
    let (w, dBias) = (kernel.matrix, bias.gradientVector)
    pool.forEachChunk(of: rows.count, size: 64) { range in
      for row in range {
        dVectors.row(row).set(w.row(Int(rows.labels[row])), times: slope(row))
      }
    }
    rows.sum(into: kernel, pool: pool) { row, gradient in
      gradient.add(vectors.row(row), times: slope(row))
      // All rows of a label are summed by one thread.
      dBias[Int(rows.labels[row])] += slope(row)
    }
  }
}
