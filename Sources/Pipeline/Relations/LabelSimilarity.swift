// Sim: how similar two labels are, from label vectors. How it enters a loss does
// not matter here.
import Formats
import FormatsFiles
import PipelineEmbedding
import PipelineNumerics
import PipelineText

/// The similarity of every pair of labels, in [0, 1]:
/// Sim[j,k] = (1 + cosine(v_j, v_k)) / 2, values below a threshold 0
/// (docs/original.md, Data).
///
/// A label without a vector, or with a zero vector, has similarity 1 with
/// itself and 0 with every other label: nothing is known about it.
public struct LabelSimilarity: Sendable {
  /// The number of labels L.
  public let count: Int
  /// The form that takes the fewest bytes; every form gives the same values.
  let storage: Storage

  enum Storage: Sendable {
    /// [L, L], row by row.
    case dense([Float])
    /// Compressed rows: columns ascending in each row, both triangles.
    case sparse(offsets: [Int], columns: [Int32], values: [Float])
    /// Unit vectors [L, dimensions], zero if a label has none; the value is
    /// computed when it is asked for.
    case factored(units: [Float], dimensions: Int, threshold: Double)
  }

  /// The labels whose vectors are missing or zero.
  public struct Report: Equatable, Sendable {
    /// Labels without a vector, ascending.
    public var withoutVector: [Int] = []
    /// Labels with a zero vector, ascending.
    public var withZeroVector: [Int] = []

    /// Refuses what the original program would stop at: it needs a vector for every
    /// label, and a zero vector makes Sim NaN there.
    ///
    /// - Parameter file: the file of the vectors.
    /// - Throws: `InputError` that names the first such label.
    public func requireAll(labels: Vocabulary, file: String) throws {
      let first = [withoutVector.first, withZeroVector.first].compactMap { $0 }.min()
      guard let first else { return }
      let what = first == withoutVector.first ? "no vector" : "a zero vector"
      throw InputError(
        file: file,
        problem: "the label \"\(labels.texts[first])\" has \(what), "
          + "which the original program does not allow",
        remedy: "Give vectors of all labels, or run without \(parameter: "compat") original")
    }
  }

  /// The similarity of labels `j` and `k`. Symmetric.
  ///
  /// Complexity: O(1), O(log row length) or O(dimensions) by form.
  public subscript(j: Int, k: Int) -> Float {
    precondition(j >= 0 && j < count && k >= 0 && k < count)
    switch storage {
    case .dense(let values): return values[j * count + k]
    case .sparse(let offsets, let columns, let values):
      let end = offsets[j + 1]
      let place = columns.partitioningIndex(in: offsets[j]..<end) { $0 >= k }
      return place < end && columns[place] == k ? values[place] : 0
    case .factored(let units, let dimensions, let threshold):
      return units.withUnsafeBufferPointer {
        Units(values: $0, dimensions: dimensions, threshold: threshold).similarity(j, k)
      }
    }
  }

  /// The bytes that the values take.
  public var byteCount: Int {
    switch storage {
    case .dense(let values): 4 * values.count
    case .sparse(let offsets, let columns, _): 8 * offsets.count + 8 * columns.count
    case .factored(let units, _, _): 4 * units.count
    }
  }

  /// `dense`, `sparse` or `factored`.
  public var form: String {
    switch storage {
    case .dense: "dense"
    case .sparse: "sparse"
    case .factored: "factored"
    }
  }
}

/// Unit vectors, seen as the matrix of their similarities.
struct Units {
  /// [L, dimensions]; a zero row is a label about which nothing is known.
  let values: UnsafeBufferPointer<Float>
  let dimensions: Int
  let threshold: Double

  /// Sim[j,k]; the one place that computes it.
  @inline(__always)
  func similarity(_ j: Int, _ k: Int) -> Float {
    guard let base = values.baseAddress else { return j == k ? 1 : 0 }
    let a = base + j * dimensions
    let b = base + k * dimensions
    guard isKnown(a), isKnown(b) else { return j == k ? 1 : 0 }
    // Rounding may carry a cosine of −1 a little below.
    let value = max(0, (1 + doubleDot(a, b, count: dimensions)) / 2)
    return value < threshold ? 0 : Float(value)
  }

  /// A unit vector has a component that is not 0; nearly always the first.
  @inline(__always)
  private func isKnown(_ vector: UnsafePointer<Float>) -> Bool {
    var i = 0
    while i < dimensions {
      if vector[i] != 0 { return true }
      i += 1
    }
    return false
  }
}

/// Which similarities are kept.
public struct SimilarityParameters: DeclaredParameters {
  /// Similarities below it become 0; in [0, 1].
  public var threshold = 0.0
  /// Nil keeps all.
  public var neighbours: Int?

  public init() {}

  public static let declarations: [Declaration<Self>] = [
    .init(
      "similarityThreshold", \.threshold, in: .from(0, to: 1), "Smaller similarities become 0.", valueName: "value"),
    .init(
      "similarityTopN", \.neighbours, in: .atLeast(1), "Keep only the n most similar labels of each label.",
      valueName: "n", default: "all", header: { .int($0.neighbours ?? 0) }),
  ]
}
