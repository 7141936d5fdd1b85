// A trained network with everything that is needed to use it: one
// self-describing file.
import Formats
import PipelineFeatures
import PipelineNumerics
import Foundation
import PipelineText

/// A network, its vocabularies and how it reads documents.
public struct TrainedModel {
  /// The weights.
  public let network: AnnotationNetwork
  /// The greatest sizes of documents.
  public let shape: DocumentShape
  /// Whether padding is left out.
  public let isMasked: Bool
  /// How it reads documents.
  public let behaviour: Behaviour
  /// The words by their numbers; the reserved ones are not among them.
  public let words: [String]
  /// The features of the linear model, if there is one.
  public let features: TextFeatures?
  /// The labels by their numbers.
  public let labels: [String]
  /// How many training documents have each label.
  public let labelCounts: [Int64]
  /// The number of training documents.
  public let trainingDocuments: Int
  /// The score above which a tag is given, tuned on validation documents.
  public let threshold: Float
  /// The number of tags for a cut by rank.
  public let k: Int
  /// How documents are encoded, if the network reads sentence vectors; else nil.
  public let encoding: TextEncoding?
  /// What the labels name, if they are concepts.
  public var concepts: ConceptTable?

  /// A network with all that annotating needs; the counts are those of `labels`, in their order.
  public init(
    network: AnnotationNetwork, shape: DocumentShape, isMasked: Bool, behaviour: Behaviour,
    words: [String], features: TextFeatures? = nil, labels: [String], labelCounts: [Int64],
    trainingDocuments: Int,
    threshold: Float, k: Int, encoding: TextEncoding? = nil, concepts: ConceptTable? = nil
  ) {
    self.encoding = encoding
    self.concepts = concepts
    self.network = network
    self.shape = shape
    self.isMasked = isMasked
    self.behaviour = behaviour
    self.words = words
    self.features = features
    self.labels = labels
    self.labelCounts = labelCounts
    self.trainingDocuments = trainingDocuments
    self.threshold = threshold
    self.k = k
  }

  /// How batches are laid out.
  public var form: BatchForm {
    isMasked
      ? .masked
      : .padded(shape.read(network.configuration.model.reading), sharesEqualWork: true)
  }

  /// Turns documents into the form that the network reads.
  public var documentEncoder: DocumentEncoder {
    DocumentEncoder(
      words: words, labels: labels, shape: shape,
      reading: network.configuration.model.reading, features: features,
      like: behaviour)
  }

  /// Documents as the network reads them.
  ///
  /// - Parameter given: the source of vectors, if the network reads those.
  /// - Throws: `FeatureRowsMissing` if vectors are missing or made in another way.
  public func encoded(
    _ documents: [Document], given: GivenFeatures?, pool: WorkerPool
  ) throws -> [EncodedDocument] {
    try documentEncoder.encode(documents, encoding: encoding, given: given, pool: pool)
  }

  /// Writes the sections of a model file.
  ///
  /// - Throws: `InputError` when the file cannot be written.
  public func write(to writer: StageWriter) throws {
    let json = try ModelDescription(self).stableJSON()
    try writer.write("description", [String(decoding: json, as: UTF8.self)])
    try writer.write("words", words)
    try encoding?.write(to: writer)
    if let linear = network.linear, let features {
      try features.write(to: writer)
      try linear.write(to: writer)
    }
    try writer.write("labels", labels)
    try writer.write("labelCounts", labelCounts)
    try concepts?.write(to: writer)
    for parameter in network.parameters {
      try writer.write(
        "weights/\(parameter.name)", parameter.vector.buffer, shape: parameter.shape)
    }
  }

  /// Writes the model file.
  ///
  /// - Throws: `InputError` when the file cannot be written.
  public func save(_ writer: StageWriter, summary: [String: StageHeader.Value]) throws {
    try write(to: writer)
    try writer.commit(summary: summary)
  }

  /// Reads a model file.
  ///
  /// - Throws: `InputError` when the file is damaged or no model.
  public init(_ contents: StageContents, pool: WorkerPool) throws {
    let text = try contents.strings("description", count: 1)[0]
    guard let d = try? JSONDecoder().decode(ModelDescription.self, from: Data(text.utf8))
    else { throw contents.invalid("description", "does not describe a network") }
    let (c, use) = (d.configuration, d.use)
    if let fault = d.fault { throw contents.invalid("description", fault) }
    words = try contents.strings("words", count: c.vocabularySize - d.firstWord)
    labels = try contents.strings("labels", count: c.labels)
    labelCounts = try contents.longs("labelCounts", count: c.labels)
    concepts = try ConceptTable(ifIn: contents)
    features = use.hasLinearPart ? try TextFeatures(contents) : nil
    // Sizes come from the file: they are checked against the sections before the
    // network takes memory for them. Each cell has a hidden × hidden and an embedding ×
    // hidden matrix, the output a number per label.
    let weights = contents.elementCount(of: "weights/")
    guard c.hiddenSize * c.hiddenSize <= weights, c.hiddenSize * c.embeddingSize <= weights,
      c.labels <= weights
    else { throw contents.invalid("description", "the sizes do not fit the weights") }
    if c.model.readsVectors {
      encoding = try TextEncoding(contents)
      guard encoding?.dimensions == c.embeddingSize, words.isEmpty else {
        throw contents.invalid("encoder/dimensions", "the vectors do not fit the description")
      }
    } else {
      encoding = nil
      guard try contents.shape("weights/embedding") == [c.vocabularySize, c.embeddingSize] else {
        throw contents.invalid("weights/embedding", "the shape does not fit the description")
      }
    }
    network = AnnotationNetwork(
      c,
      options: NetworkOptions(l2: 0, keep: 1, losses: .none, seed: 0), trained: false,
      pool: pool)
    if let features {
      network.add(try LinearPart(contents, labels: c.labels, features: features.count))
    }
    for parameter in network.parameters {
      parameter.values = try contents.floats(
        "weights/\(parameter.name)", count: parameter.count)
    }
    shape = d.shape
    isMasked = use.isMasked
    behaviour = d.behaviour
    threshold = use.threshold
    k = use.k
    trainingDocuments = use.trainingDocuments
  }
}
