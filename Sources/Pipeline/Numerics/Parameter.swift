// A trainable tensor with everything that belongs to it.
import FormatsFiles
import Foundation

/// A trainable tensor: value, gradient and Adam's two moments, row-major. Sendable because threads
/// that use it at the same time write disjoint parts.
public final class Parameter: @unchecked Sendable {
  /// What a parameter is in its layer.
  package enum Role: Sendable {
    case kernel, bias, context, embedding, labelMatrix
  }

  /// The layer's path, e.g. `words/gru/inputKernel`.
  public let name: String
  package let role: Role
  /// The length in each dimension, the last one contiguous.
  public let shape: [Int]
  /// The number of elements.
  public let count: Int
  /// Whether the L2 term includes it (all of the original's variables but learnt
  /// label matrices; only weight matrices in our own mode).
  public var isRegularised: Bool
  /// The rows that have a gradient, each once, if an update leaves the other
  /// rows and their moments unchanged; nil if every element is updated.
  package var touched: [Int32]?
  /// Σ (g + λ w)² of the gradient g, if the layer computed it while the gradient was in
  /// the cache, and the λ used; nil if the optimiser has to compute it. Valid until the
  /// gradient or the value is written again.
  package var squares: (sum: Double, l2: Float)?
  let value: FloatPointer
  let gradient: FloatPointer
  let firstMoment: FloatPointer
  let secondMoment: FloatPointer
  /// The value as a matrix whose rows are the first dimension's.
  package let matrix: MatrixView
  /// The gradient likewise.
  package let gradientMatrix: MatrixView
  private let memory: AlignedBuffer<Float>

  /// - Parameter trained: whether gradient and moments are needed; without
  ///   them the memory is a quarter.
  package init(_ name: String, _ role: Role, _ shape: Int..., isRegularised: Bool = true, trained: Bool) {
    self.name = name
    self.role = role
    self.shape = shape
    self.isRegularised = isRegularised
    count = shape.reduce(1, *)
    let padded = (count + 15) & ~15
    memory = AlignedBuffer(zeros: trained ? 4 * padded : padded)
    value = memory.base
    gradient = trained ? memory.base + padded : memory.base
    firstMoment = trained ? memory.base + 2 * padded : memory.base
    secondMoment = trained ? memory.base + 3 * padded : memory.base
    let columns = shape.dropFirst().reduce(1, *)
    matrix = MatrixView(value, rows: shape[0], columns: columns)
    gradientMatrix = MatrixView(gradient, rows: shape[0], columns: columns)
  }

  /// All elements of the value, the gradient and the moments.
  package var vector: VectorView { VectorView(value, count: count) }
  package var gradientVector: VectorView { VectorView(gradient, count: count) }
  package var firstMomentVector: VectorView { VectorView(firstMoment, count: count) }
  package var secondMomentVector: VectorView { VectorView(secondMoment, count: count) }

  /// The number of elements of a row; 1 for a vector.
  package var rowSize: Int { matrix.columns }

  package func clearGradient() {
    precondition(gradient != value, "\(name) is not trained and has no gradient")
    memset(gradient, 0, count * 4)
    squares = nil
  }

  /// The value as an array.
  public var values: [Float] {
    get { Array(UnsafeBufferPointer(start: value, count: count)) }
    set {
      precondition(newValue.count == count, "\(name) has \(count, "element")")
      value.update(from: newValue, count: count)
    }
  }

  /// The gradient as an array.
  public var gradients: [Float] { Array(UnsafeBufferPointer(start: gradient, count: count)) }
  /// Adam's first moment as an array.
  public var firstMoments: [Float] {
    get { Array(UnsafeBufferPointer(start: firstMoment, count: count)) }
    set { firstMoment.update(from: newValue, count: count) }
  }
  /// Adam's second moment as an array.
  public var secondMoments: [Float] {
    get { Array(UnsafeBufferPointer(start: secondMoment, count: count)) }
    set { secondMoment.update(from: newValue, count: count) }
  }

  /// Fills the value with normal draws (docs/original.md, Networks: 0.1).
  package func initialiseNormal(deviation: Double, using random: inout RandomStream) {
    for i in 0..<count { value[i] = Float(deviation * random.nextNormal()) }
  }

  /// Fills the value with uniform draws from ±√(3/n), n its length: what
  /// TensorFlow gives to a vector without an initialiser (docs/original.md, M6).
  package func initialiseGlorotVector(length: Int, using random: inout RandomStream) {
    let bound = (3 / Double(length)).squareRoot()
    for i in 0..<count { value[i] = Float(bound * (2 * random.nextUniform() - 1)) }
  }

  /// A learnt label matrix, [L, L], that starts from given values
  /// (docs/original.md, Networks).
  public static func labelMatrix(
    _ name: String, labels: Int, isRegularised: Bool, values: (Int, Int) -> Float
  ) -> Parameter {
    let parameter = Parameter(name, .labelMatrix, labels, labels, isRegularised: isRegularised, trained: true)
    for j in 0..<labels {
      for k in 0..<labels { parameter.matrix[j, k] = values(j, k) }
    }
    return parameter
  }
}
