// The length of an encoder's vectors relative to the words: chosen on the validation
// documents, like everything else that BaselineChoice chooses.
import Formats
import PipelineFeatures
import PipelineNumerics
import Foundation

/// The scale of encoded features, as chosen.
public struct EncodedChoice: Sendable {
  /// The features at the chosen scale.
  public let features: EncodedFeatures
  /// One line that says what was chosen from what; nil if nothing was to be chosen.
  public let reason: String?

  /// Lengths of vectors relative to rows of words of length 1. The first is taken unless another
  /// is better by more than chance: differences between neighbours are mostly noise.
  private static let scales: [Float] = [0.7, 0.5, 1, 0.35, 1.4, 2]

  /// - Parameters:
  ///   - method: `ovr` or `tree`, judged by `ovr`; for others the scale is 1 unless it is given.
  ///   - text: fitted on the training documents.
  ///   - scale: nil if it may be chosen.
  /// - Throws: `FeatureRowsMissing` if documents have no vectors.
  public init(
    of method: BaselineMethod, _ encoding: TextEncoding, beside text: TextFeatures,
    scale: Float?, data: BaselineModel.Data, pool: WorkerPool
  ) throws {
    if scale == nil, let chosen = try Self.choose(method, encoding, text, data, pool) {
      (features, reason) = chosen
    } else {
      (features, reason) = (EncodedFeatures(encoding, beside: text, scale: scale ?? 1), nil)
    }
  }

  /// Nil if there is nothing to judge by.
  private static func choose(
    _ method: BaselineMethod, _ encoding: TextEncoding, _ text: TextFeatures,
    _ data: BaselineModel.Data, _ pool: WorkerPool
  ) throws -> (EncodedFeatures, String)? {
    let parameters: LinearParameters
    switch method {
    case .ovr(let own): parameters = own
    case .tree(let trees): parameters = trees.linear
    default: return nil
    }
    var judgements: [Judgement] = []
    var documents = 0
    for scale in scales {
      let features = EncodedFeatures(encoding, beside: text, scale: scale)
      let judge = try CandidateJudge(
        data, features: .ready(.encoded(features)), free: [], keepsLabels: false, pool: pool)
      documents = judge.documents
      judgements.append(judge.judgement(.linear(parameters)))
    }
    guard documents > 1 else { return nil }
    let place = Judgement.simplestOfBest(judgements)
    let tried = zip(scales, judgements)
      .map { String(format: "%g %.1f", Double($0), 100 * $1.mean) }
    return (
      EncodedFeatures(encoding, beside: text, scale: scales[place]),
      "chose the scale \(scales[place]) of the vectors relative to words (\(tried.joined(separator: ", ")))"
    )
  }
}
