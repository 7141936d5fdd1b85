// From vectors of (document, label) pairs to logits: where each label has a document vector
// of its own.
import PipelineNumerics
import CNumerics

extension OutputLayer {
  /// Adds x · W_l + b_l to the logit of each pair.
  ///
  /// - Parameters:
  ///   - vectors: [rows, D].
  ///   - rows: the labels of each document.
  ///   - logits: [L, `count`].
  func addLogits(
    _ vectors: FloatPointer, _ rows: LabelRows, count: Int, to logits: FloatPointer
  ) {
    let d = size
    nonisolated(unsafe) let vectors = vectors
    nonisolated(unsafe) let logits = logits
    pool.forEachChunk(of: count, size: 4) { [kernel, bias] documents in
      for document in documents {
        for row in rows.rows(of: document) {
          let label = Int(rows.labels[row])
          logits[label * count + document] +=
            jn_dot(d, vectors + row * d, kernel.value + label * d) + bias.value[label]
        }
      }
    }
  }

  /// Sets the gradients of W and b and computes those of the vectors.
  ///
  /// - Parameters:
  ///   - vectors, rows, count: as given to `addLogits`.
  ///   - dLogits: [L, `count`].
  ///   - dVectors: [rows, D], overwritten.
  func backward(
    _ vectors: FloatPointer, _ rows: LabelRows, count: Int, dLogits: FloatPointer,
    dVectors: FloatPointer
  ) {
    let d = size
    nonisolated(unsafe) let vectors = vectors
    nonisolated(unsafe) let dLogits = dLogits
    nonisolated(unsafe) let dVectors = dVectors
    var documents = [Int32](repeating: 0, count: rows.count)
    for document in 0..<count {
      for row in rows.rows(of: document) { documents[row] = Int32(document) }
    }
    let place = { @Sendable [documents] (row: Int) in
      Int(rows.labels[row]) * count + Int(documents[row])
    }
    bias.clearGradient()
    pool.forEachChunk(of: rows.count, size: 64) { [kernel] range in
      for row in range {
        jn_scaled(
          d, dVectors + row * d, dLogits[place(row)], kernel.value + Int(rows.labels[row]) * d)
      }
    }
    rows.sum(into: kernel, width: d, pool: pool) { [bias] row, gradient in
      jn_axpy(d, gradient, dLogits[place(row)], vectors + row * d)
      // All rows of a label are summed by one thread.
      bias.gradient[Int(rows.labels[row])] += dLogits[place(row)]
    }
  }
}
