// What a model file says of its network, as JSON: one object with the fields of the network's
// configuration, of the documents' shape and of how it is used.
import PipelineText

/// What is stored as JSON in the model file of a network.
struct ModelDescription: Codable {
  var configuration: NetworkConfiguration
  var shape: DocumentShape
  var use: Use

  /// The fields that neither the network nor its documents have.
  struct Use: Codable {
    var hasLinearPart: Bool
    var isMasked: Bool
    var isOriginal: Bool
    var threshold: Float
    var k: Int
    var trainingDocuments: Int
  }

  init(_ model: TrainedModel) {
    configuration = model.network.configuration
    shape = model.shape
    use = Use(
      hasLinearPart: model.network.linear != nil, isMasked: model.isMasked,
      isOriginal: model.behaviour == .original, threshold: model.threshold, k: model.k,
      trainingDocuments: model.trainingDocuments)
  }

  init(from decoder: any Decoder) throws {
    configuration = try NetworkConfiguration(from: decoder)
    shape = try DocumentShape(from: decoder)
    use = try Use(from: decoder)
  }

  func encode(to encoder: any Encoder) throws {
    try configuration.encode(to: encoder)
    try shape.encode(to: encoder)
    try use.encode(to: encoder)
  }

  var behaviour: Behaviour { use.isOriginal ? .original : .own }
  /// The number of the first word that is not reserved.
  var firstWord: Int { Int(behaviour.unknownWord) + 1 }

  /// Why no network can be like that; nil if one can.
  var fault: String? {
    let c = configuration
    let sizes = [c.embeddingSize, c.hiddenSize, c.labels, shape.sentences, shape.words, shape.titleWords]
    guard sizes.allSatisfy({ $0 > 0 }), c.vocabularySize >= firstWord, c.shortlist >= 0
    else { return "a size is not positive" }
    if c.model.isLabelwise || c.model.readsVectors, !use.isMasked {
      return "padding is read, which \(c.model.rawValue) never does"
    }
    let isInRange =
      [shape.sentences, shape.words, shape.titleWords].allSatisfy { $0 <= DocumentShape.limit }
      && [c.vocabularySize, c.embeddingSize, c.hiddenSize, c.labels, use.k, use.trainingDocuments]
        .allSatisfy { $0 <= Int32.max }
      && use.k > 0 && use.trainingDocuments >= 0 && use.threshold.isFinite && c.initialState.isFinite
    return isInRange ? nil : "a number is out of range"
  }
}
