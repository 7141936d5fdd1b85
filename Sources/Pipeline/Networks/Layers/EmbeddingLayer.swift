// The table of word vectors, shared by title and content.
import PipelineNumerics

/// Looks up the vectors of a batch's distinct words and takes their gradients. Sendable because
/// what changes is set between parallel regions, in which each thread writes only its own rows.
final class EmbeddingLayer: @unchecked Sendable {
  let size: Int
  /// [V, E]; row 0 is padding.
  let table: Parameter
  /// Whether an update leaves the words that are not in the batch, and their
  /// moments, unchanged (own mode).
  var updatesSparsely = false {
    didSet { updateTouched() }
  }
  private let pool: WorkerPool
  /// The rows that have a gradient, and whether each row is one of them.
  private var written: [Int32] = [] {
    didSet { updateTouched() }
  }
  private var isWritten: [Bool]

  init(words: Int, size: Int, trained: Bool, pool: WorkerPool) {
    self.size = size
    self.pool = pool
    table = Parameter("embedding", .embedding, words, size, trained: trained)
    isWritten = [Bool](repeating: false, count: words)
  }

  /// Sets the gradient to zero; only a few rows are not zero already.
  func clearGradient() {
    for row in written {
      table.gradientMatrix.row(Int(row)).clear()
      isWritten[Int(row)] = false
    }
    written = []
  }

  /// Copies the rows of `words` to `output`, [words, E].
  func gather(_ words: [Int32], into output: MatrixView) {
    pool.forEachChunk(of: words.count, size: 512) { [table] range in
      output[rows: range].gather(words[range], of: table.matrix)
    }
  }

  /// Adds the gradients of distinct words, [words, E], to the table's gradient.
  func scatter(_ gradients: MatrixView, _ words: [Int32]) {
    // The words are distinct, so the rows are disjoint.
    pool.forEachChunk(of: words.count, size: 512) { [table] range in
      let sums = table.gradientMatrix
      for i in range { sums.row(Int(words[i])).add(gradients.row(i)) }
    }
    note(words)
  }

  /// Remembers which rows have a gradient.
  private func note(_ words: [Int32]) {
    var rows = written
    isWritten.withUnsafeMutableBufferPointer { isWritten in
      for word in words where !isWritten[Int(word)] {
        isWritten[Int(word)] = true
        rows.append(word)
      }
    }
    written = rows
  }

  private func updateTouched() { table.touched = updatesSparsely ? written : nil }
}
