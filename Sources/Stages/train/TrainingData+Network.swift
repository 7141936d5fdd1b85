// What the data say about the network: its sizes, its first vectors, its targets and losses.
import Formats
import FormatsFiles
import PipelineEmbedding
import PipelineNetworks
import PipelineNumerics
import PipelineRelations
import PipelineText

extension TrainingData {
  /// The sizes of the network.
  func configuration(model: ModelParameters, like behaviour: Behaviour) -> NetworkConfiguration {
    NetworkConfiguration(
      model: model.network, vocabularySize: encoder.vocabularySize,
      embeddingSize: encoding?.dimensions ?? vectors?.dimensions ?? 0,
      hiddenSize: model.hiddenSize, labels: labels.count,
      sharesDirections: behaviour.alwaysSharesDirections || model.shareDirections,
      initialState: behaviour.initialState,
      glorotBias: behaviour.hasGlorotBiases, endsBackwardAtLast: behaviour.endsBackwardAtLast,
      shortlist: model.shortlist(labels: labels.count))
  }

  /// Gives the network its vectors of words, if it reads any.
  func setEmbedding(of network: AnnotationNetwork) {
    guard var scaled = vectors else { return }
    _ = scaled.scaleToUnitLength()
    network.setEmbedding(scaled.values, first: Int(encoder.firstWord))
  }

  /// The targets of the cross-entropy.
  func targets(_ model: ModelParameters) -> TargetOptions {
    var targets = TargetOptions()
    targets.smoothing = model.labelSmoothing
    targets.priors = trainingLabelCounts.map { Float($0) / Float(training.count) }
    targets.positiveWeights = TargetOptions.rareLabelWeights(
      counts: trainingLabelCounts, power: model.rareLabelPower)
    return targets
  }

  /// The use of the thesaurus in training, in a sentence; nil if there is none.
  func relationsSentence(model: ModelParameters) -> String? {
    guard let relations, let flat = try? relations.integers("sub/pairs"), !flat.isEmpty else {
      return nil
    }
    let isUsed = model.network.isRegularised && model.lambdaSub != 0
    return "thesaurus: \(flat.count / 2, "pair") of narrower and broader "
      + (isUsed
        ? "in the loss with weight \(model.lambdaSub), similarities with \(model.lambdaSim)"
        : "for metrics alone; --lambda-sub weighs them in the loss")
  }

  /// The regularisers over pairs of labels.
  ///
  /// - Throws: `InputError` when they are wanted and there are no relations.
  func losses(model: ModelParameters, like behaviour: Behaviour) throws -> LabelPairLosses {
    guard model.network.isRegularised, model.lambdaSim != 0 || model.lambdaSub != 0 else {
      return .none
    }
    guard let relations else {
      throw InputError(
        .option("--lambda-sim"), problem: "--lambda-sim and --lambda-sub need the relations of the labels",
        remedy: "Give --relations, the output of build-sim-sub")
    }
    let known = try LabelRelations(relations, labels: labels)
    let count = labels.count
    func matrix(
      _ name: String, _ weight: Float, _ value: @escaping @Sendable (Int, Int) -> Float
    ) -> LabelMatrix {
      guard model.dynamicSem, weight != 0 else { return .fixed(value) }
      return .learnt(
        Parameter.labelMatrix(
          name, labels: count, isRegularised: model.dynamicSemL2, values: value))
    }
    return LabelPairLosses(
      similarityWeight: model.lambdaSim,
      similarity: matrix("labels/similarity", model.lambdaSim) { known.similarity($0, $1) },
      subsumptionWeight: model.lambdaSub,
      subsumption: matrix("labels/subsumption", model.lambdaSub) { known.subsumption($0, $1) },
      form: model.subsumptionForm ?? (behaviour.roundsScores ? .rounded : .soft), scope: model.pairScope)
  }
}
