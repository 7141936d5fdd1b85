// What can be chosen about support vector machines with a kernel.
import Formats
import PipelineFeatures

/// The similarity of two documents.
public enum KernelShape: String, CaseIterable, Codable, Sendable {
  /// exp(-gamma |u - v|²).
  case rbf
  /// u · v.
  case linear
}

/// min ½ |w|² + cost · Σ max(0, 1 - y (w·φ(x) + b)), b not being regularised:
/// the problem of LIBSVM's C-SVC, solved to the same tolerance.
public struct KernelParameters: Equatable, Codable, Sendable {
  /// The shape of φ(x)·φ(y).
  public var kernel = KernelShape.rbf
  /// C.
  public var cost = 1.0
  /// γ of the RBF kernel; nil is 1 / (number of features · variance of all their
  /// values), scikit-learn's "scale".
  public var gamma: Double?
  /// Training ends when no pair of documents violates optimality by more than this.
  public var tolerance = 0.001
  /// Memory that the kernel matrix may take, in MiB.
  public var memory = 4096

  public init() {}

  /// For means of word vectors, whose distances are small: as the original's README runs it.
  public static var forVectors: Self {
    var parameters = Self()
    (parameters.cost, parameters.gamma) = (100, 100)
    return parameters
  }

  /// The kernel function for these training documents.
  func function(for features: SparseMatrix) -> KernelFunction {
    guard kernel == .rbf else { return KernelFunction(gamma: 0) }
    if let gamma { return KernelFunction(gamma: gamma) }
    let count = Double(max(features.count * features.columnCount, 1))
    var (sum, squares) = (0.0, 0.0)
    for value in features.values {
      sum += Double(value)
      squares += Double(value) * Double(value)
    }
    let variance = squares / count - (sum / count) * (sum / count)
    let gamma = variance > 0 ? 1 / (Double(features.columnCount) * variance) : 1
    return KernelFunction(gamma: gamma)
  }
}

extension KernelParameters: DeclaredParameters {
  private static func whole(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? "\(value)" }

  public static let declarations: [Declaration<Self>] = [
    .init("kernel", \.kernel, "The kernel."),
    .init(
      "cost", \.cost, in: .above(0, to: 1e15), "C.",
      default: "\(whole(Self().cost)); \(whole(forVectors.cost)) for word vectors", isOption: false),
    .init(
      "gamma", \.gamma, in: .above(0, to: 1e15), "gamma of the kernel rbf, exp(-gamma |u - v|²).",
      default: "1 / (number of features · their variance); \(whole(forVectors.gamma ?? 0)) for word vectors",
      header: { $0.kernel == .rbf ? $0.gamma.map { .double($0) } ?? .string("scale") : nil }),
    .init("tolerance", \.tolerance, in: .above(0), "Stop where no pair of documents violates optimality by more."),
    .init(
      "kernelMemory", \.memory, in: .atLeast(1), "Memory for the kernel matrix.", valueName: "MiB",
      isUsed: { _ in false }),
  ]
}

/// The kernel matrix of this many documents does not fit into the memory allowed.
public struct KernelTooLarge: Error, Equatable {
  /// The number of training documents, which is that of rows and columns.
  public let documents: Int
  /// What it takes, in MiB.
  public let needed: Int
  /// What is allowed, in MiB.
  public let allowed: Int
}
