// The seven variations of JMAN (reference-behaviour 3.3).

/// Which parts make up the document vector.
public enum JMANVariation: String, CaseIterable, Sendable {
  case full = "JMAN"
  case plain = "JMAN-s"
  case withoutOriginalAttention = "JMAN-s-att"
  case withoutTitleGuidance = "JMAN-s-tg"
  case titleOnly = "JMAN-s+t-only"
  case titleGuidedOnly = "JMAN-s+tg-only"
  case originalAttentionOnly = "JMAN-s+att-only"

  /// Whether the document vector holds the title vector.
  public var hasTitle: Bool {
    switch self {
    case .titleGuidedOnly, .originalAttentionOnly: false
    default: true
    }
  }

  /// Whether it holds the title-guided attention.
  public var hasTitleGuided: Bool {
    switch self {
    case .withoutTitleGuidance, .titleOnly, .originalAttentionOnly: false
    default: true
    }
  }

  /// Whether it holds the original attention.
  public var hasOriginal: Bool {
    switch self {
    case .withoutOriginalAttention, .titleOnly, .titleGuidedOnly: false
    default: true
    }
  }

  /// Whether the label regularisers apply.
  public var isRegularised: Bool { self == .full }

  /// Whether sentences are read at all, and whether titles are.
  public var readsContent: Bool { hasTitleGuided || hasOriginal }
  public var readsTitle: Bool { hasTitle || hasTitleGuided }
}
