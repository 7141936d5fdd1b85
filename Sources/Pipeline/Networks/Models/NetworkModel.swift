// The networks that can be trained, by the names that users know them by.

/// A network of the original (docs/original.md, Networks): JMAN, its six variations, HAN and
/// Bi-GRU; two that its authors made later (Dong et al. 2020, arXiv 2010.15728); and JMAN over the
/// vectors of a pretrained sentence encoder.
public enum NetworkModel: String, CaseIterable, Codable, Sendable {
  case jman = "JMAN"
  case plain = "JMAN-s"
  case withoutOriginalAttention = "JMAN-s-att"
  case withoutTitleGuidance = "JMAN-s-tg"
  case titleOnly = "JMAN-s+t-only"
  case titleGuidedOnly = "JMAN-s+tg-only"
  case originalAttentionOnly = "JMAN-s+att-only"
  case han = "HAN"
  case biGRU = "Bi-GRU"
  case hlan = "HLAN"
  case haGRU = "HA-GRU"
  case jmanEncoded = "JMAN-e"

  /// Whether the document vector holds the title vector.
  public var hasTitle: Bool {
    switch self {
    case .titleGuidedOnly, .originalAttentionOnly, .han, .biGRU, .hlan, .haGRU: false
    default: true
    }
  }

  /// Whether it holds the title-guided attention.
  var hasTitleGuided: Bool {
    switch self {
    case .withoutTitleGuidance, .titleOnly, .originalAttentionOnly, .han, .biGRU, .hlan, .haGRU: false
    default: true
    }
  }

  /// Whether it holds the original attention.
  public var hasOriginal: Bool {
    switch self {
    case .withoutOriginalAttention, .titleOnly, .titleGuidedOnly, .biGRU, .hlan, .haGRU: false
    default: true
    }
  }

  /// Whether the label regularisers apply: the original switches them off for
  /// its variations (docs/original.md, Networks).
  public var isRegularised: Bool {
    switch self {
    case .jman, .han, .biGRU, .hlan, .haGRU, .jmanEncoded: true
    default: false
    }
  }

  /// Whether each label has its own document vector.
  public var isLabelwise: Bool { self == .hlan || self == .haGRU }

  /// Whether the original program has the network.
  public var isOriginal: Bool { !isLabelwise && !readsVectors }

  /// Whether it reads sentence vectors of a pretrained encoder in the place of words.
  public var readsVectors: Bool { self == .jmanEncoded }

  /// Whether sentences are read at all, and whether titles are as such.
  var readsContent: Bool { self != .titleOnly }
  var readsTitle: Bool { hasTitle || hasTitleGuided }

  /// How a document's title and sentences become what the network reads.
  public var reading: DocumentReading {
    switch self {
    case .han, .hlan, .haGRU: .titleAsSentence
    case .biGRU: .oneText
    case .jmanEncoded: .vectors
    default: .titleApart
    }
  }
}

/// How a document is laid out for a network.
public enum DocumentReading: Sendable {
  /// The title alone, then the sentences (JMAN).
  case titleApart
  /// The title as the first sentence (HAN: the original's merged files).
  case titleAsSentence
  /// Title and sentences as one sequence of words (Bi-GRU).
  case oneText
  /// No words: vectors of the title and of each sentence (JMAN-e).
  case vectors
}
