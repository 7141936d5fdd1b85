// Dropout whose masks depend on seed, step and place only.
import PipelineNumerics

/// Keeps each element with probability `keep` and divides what is kept by it
/// (docs/original.md, Networks). Every row has its own random stream.
struct Dropout: Sendable {
  /// The probability of keeping an element; 1 switches dropout off.
  var keep: Float
  var seed: UInt64

  var isActive: Bool { keep < 1 }

  /// Multiplies rows by the mask of `step`. The same call on the gradients is the
  /// backward pass.
  func apply(_ values: MatrixView, step: UInt64, pool: WorkerPool) {
    guard isActive else { return }
    let factor = 1 / keep
    // 2³² · keep as an integer threshold: two draws of 32 bits from each 64.
    let threshold = UInt32(min(Double(keep) * 0x1p32, Double(UInt32.max)))
    pool.forEachChunk(of: values.rows, size: 16) { range in
      for row in range {
        var random = RandomStream(seed: seed, for: .dropout, at: step, UInt64(row))
        let to = values.row(row)
        var bits: UInt64 = 0
        for i in 0..<to.count {
          bits = i & 1 == 0 ? random.next() : bits >> 32
          to[i] = UInt32(truncatingIfNeeded: bits) < threshold ? to[i] * factor : 0
        }
      }
    }
  }
}
