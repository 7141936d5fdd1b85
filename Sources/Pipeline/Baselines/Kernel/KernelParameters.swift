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
  public var kernel = KernelShape.rbf
  /// C.
  public var cost = 1.0
  /// Of the RBF kernel; nil is 1 / (number of features · variance of all their
  /// values), scikit-learn's "scale".
  public var gamma: Double?
  /// Work ends where no pair of documents violates optimality by more.
  public var tolerance = 0.001
  /// Memory that the kernel matrix may take, in MiB.
  public var memory = 4096

  public init() {}

  /// What is wrong with the values; nil if nothing is.
  public func violation() -> String? {
    if !(cost > 0 && cost.isFinite) { return "--cost must be above 0, but is \(cost)" }
    if let gamma, !(gamma > 0 && gamma.isFinite) {
      return "--gamma must be above 0, but is \(gamma)"
    }
    if !(tolerance > 0 && tolerance.isFinite) {
      return "--tolerance must be above 0, but is \(tolerance)"
    }
    return memory < 1 ? "--kernel-memory must be at least 1, but is \(memory)" : nil
  }

  /// For the header of a stage file.
  public var described: [String: StageHeader.Value] {
    var values: [String: StageHeader.Value] = [
      "kernel": .string(kernel.rawValue), "cost": .double(cost), "tolerance": .double(tolerance),
    ]
    if kernel == .rbf { values["gamma"] = gamma.map { .double($0) } ?? .string("scale") }
    return values
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

/// The kernel matrix of so many documents does not fit into the memory allowed.
public struct KernelTooLarge: Error, Equatable {
  public let documents: Int
  /// What it takes and what is allowed, in MiB.
  public let needed: Int
  public let allowed: Int
}
