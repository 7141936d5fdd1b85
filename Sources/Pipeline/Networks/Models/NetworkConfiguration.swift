// Sizes and choices that make up a network's shape.

/// The shape of a network; stored with a trained model.
public struct NetworkConfiguration: Equatable, Codable, Sendable {
  /// The architecture.
  public var model: NetworkModel
  /// V: the words with the reserved ones.
  public var vocabularySize: Int
  /// E: the length of a word's vector; of JMAN-e that of a sentence.
  public var embeddingSize: Int
  /// h: the length of a GRU's state in one direction.
  public var hiddenSize: Int
  /// C: the number of labels.
  public var labels: Int
  /// Whether both directions of a GRU have the same weights (M3).
  public var sharesDirections: Bool
  /// The value of every element of the initial states (M2).
  public var initialState: Float
  /// Whether biases start Glorot-uniform (M6).
  public var glorotBias: Bool
  /// Whether Bi-GRU's backward half is the state at the last position, which
  /// has read one word (M4: the original), and not the one at the first.
  public var endsBackwardAtLast: Bool
  /// The labels per document that a label-wise network looks at; 0 for all.
  public var shortlist: Int

  /// A shape whose sizes are positive; `ModelDescription` checks those of a file.
  public init(
    model: NetworkModel, vocabularySize: Int, embeddingSize: Int, hiddenSize: Int,
    labels: Int, sharesDirections: Bool, initialState: Float, glorotBias: Bool,
    endsBackwardAtLast: Bool = false, shortlist: Int = 0
  ) {
    self.model = model
    self.vocabularySize = vocabularySize
    self.embeddingSize = embeddingSize
    self.hiddenSize = hiddenSize
    self.labels = labels
    self.sharesDirections = sharesDirections
    self.initialState = initialState
    self.glorotBias = glorotBias
    self.endsBackwardAtLast = endsBackwardAtLast
    self.shortlist = shortlist
  }

  /// The width of the document vector, or of that of each label.
  var documentSize: Int {
    let h = hiddenSize
    return switch model {
    case .biGRU: 2 * h
    case .hlan, .haGRU: 4 * h
    default:
      2 * h * (model.hasTitle ? 1 : 0) + 4 * h * (model.hasTitleGuided ? 1 : 0)
        + 4 * h * (model.hasOriginal ? 1 : 0)
    }
  }
}
