// What training sees of Sim and Sub: two functions of a pair of labels. Why a
// pair is related is in StoredSubsumption.
import Formats
import FormatsFiles

/// The relations between labels, as `build-sim-sub` found them.
public struct LabelRelations: Sendable {
  /// The number of labels L.
  public let labels: Int
  private let sim: LabelSimilarity?
  /// Sub in compressed rows: `broader[starts[j]..<starts[j + 1]]` ascend.
  private let starts: [Int32]
  private let broader: [Int32]
  private let weights: [Float]

  /// Relations in which nothing is related.
  public static func none(labels: Int) -> LabelRelations {
    LabelRelations(labels: labels, sim: nil, sub: [], weights: [])
  }

  /// Reads a file of the kind `relations`.
  ///
  /// - Parameter labels: those of the vocabulary.
  /// - Throws: `InputError` when the file is damaged or of other labels.
  public init(_ contents: StageContents, labels: [String]) throws {
    let sub = try StoredSubsumption(contents, labels: labels)
    let sim = contents.has("sim/labels") ? try LabelSimilarity(contents) : nil
    if let sim, sim.count != labels.count {
      throw contents.invalid("sim/labels", "holds \(sim.count, "label"), not \(labels.count)")
    }
    guard sub.weights.allSatisfy(\.isFinite) else {
      throw contents.invalid("sub/weights", "a value is not a number")
    }
    self.init(labels: labels.count, sim: sim, sub: sub.pairs, weights: sub.weights)
  }

  private init(labels: Int, sim: LabelSimilarity?, sub: [LabelPair], weights: [Float]) {
    self.labels = labels
    self.sim = sim
    var starts = [Int32](repeating: 0, count: labels + 1)
    for pair in sub { starts[Int(pair.narrower) + 1] += 1 }
    for label in 0..<labels { starts[label + 1] += starts[label] }
    self.starts = starts
    broader = sub.map(\.broader)
    self.weights = weights
  }

  /// Sim[j, k], symmetric; 0 everywhere without Sim.
  public func similarity(_ j: Int, _ k: Int) -> Float { sim?[j, k] ?? 0 }

  /// Sub[j, k]: the weight with which label `j` is narrower than `k`, or 0.
  ///
  /// - Complexity: O(log of the hypernyms of `j`).
  public func subsumption(_ j: Int, _ k: Int) -> Float {
    let end = Int(starts[j + 1])
    let place = broader.partitioningIndex(in: Int(starts[j])..<end) { $0 >= k }
    return place < end && broader[place] == k ? weights[place] : 0
  }
}
