// The labels for which a batch is learnt if there are too many: its true ones and some drawn.
import PipelineNumerics

/// Labels that stand for all others.
///
/// The true labels of a batch are all in it. N of the L − T others are drawn without
/// replacement, each with the weight (L − T) / N, so that the expected value of a sum over the
/// sample is the sum over all labels.
struct LabelSample {
  /// Ascending.
  let labels: [Int32]
  /// One weight per label of `labels`: 1 if it is true in the batch.
  let weights: [Float]
  /// The true labels of each document as places in `labels`.
  let truth: [ArraySlice<Int32>]

  /// - Returns: nil if the sample would be more than half of all labels.
  init?(
    truth: [ArraySlice<Int32>], drawn: Int, labelCount: Int, using random: inout RandomStream
  ) {
    var chosen = Set(truth.joined())
    let trueCount = chosen.count
    // Drawing without replacement would take long if nearly all are drawn.
    guard 2 * (trueCount + drawn) <= labelCount else { return nil }
    let isTrue = chosen
    while chosen.count < trueCount + drawn { chosen.insert(Int32(random.next(below: labelCount))) }
    let labels = chosen.sorted()
    self.labels = labels
    let weight = Float(Double(labelCount - trueCount) / Double(drawn))
    weights = labels.map { isTrue.contains($0) ? 1 : weight }
    let places = Dictionary(uniqueKeysWithValues: zip(labels, Int32(0)...))
    self.truth = truth.map { own in own.map { places[$0] ?? 0 }[...] }
  }
}

extension TargetOptions {
  /// The options for a sample of the labels.
  func sampled(_ sample: LabelSample) -> TargetOptions {
    var own = self
    func values(_ all: [Float]) -> [Float] { all.isEmpty ? [] : sample.labels.map { all[Int($0)] } }
    own.priors = values(priors)
    own.positiveWeights = values(positiveWeights)
    own.labelWeights = sample.weights
    return own
  }
}

extension LabelPairLosses {
  /// The losses over a sample of the labels, which contains all true labels of the batch.
  ///
  /// - Precondition: no matrix is learnt.
  func sampled(_ sample: LabelSample) -> LabelPairLosses {
    func matrix(_ all: LabelMatrix) -> LabelMatrix {
      guard case .fixed(let value) = all else {
        preconditionFailure("label matrices are learnt for all labels")
      }
      return .fixed { [labels = sample.labels] in value(Int(labels[$0]), Int(labels[$1])) }
    }
    var own = self
    own.similarity = matrix(similarity)
    own.subsumption = matrix(subsumption)
    return own
  }
}
