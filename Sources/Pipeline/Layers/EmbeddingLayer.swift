// The table of word vectors, shared by title and content.
import CNumerics
import Foundation

/// Looks up the vectors of a batch's distinct words and takes their gradients.
final class EmbeddingLayer: @unchecked Sendable {
  let size: Int
  /// [V, E]; row 0 is padding.
  let table: Parameter
  private let pool: WorkerPool

  init(words: Int, size: Int, trained: Bool, pool: WorkerPool) {
    self.size = size
    self.pool = pool
    table = Parameter("embedding", words, size, trained: trained)
  }

  /// Copies the rows of `words` to `output`, [words, E].
  func gather(_ words: [Int32], into output: FloatPointer) {
    nonisolated(unsafe) let output = output
    pool.forEachChunk(of: words.count, size: 512) { [size, table] range in
      for i in range {
        (output + i * size).update(from: table.value + Int(words[i]) * size, count: size)
      }
    }
  }

  /// Adds the gradients of distinct words to the table's gradient.
  func scatter(_ gradients: FloatPointer, _ words: [Int32]) {
    nonisolated(unsafe) let gradients = gradients
    // The words are distinct, so the rows are disjoint.
    pool.forEachChunk(of: words.count, size: 512) { [size, table] range in
      for i in range {
        jn_add(size, table.gradient + Int(words[i]) * size, gradients + i * size)
      }
    }
  }
}
