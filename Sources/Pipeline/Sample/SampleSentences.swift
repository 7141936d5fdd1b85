// The words of the sample: titles and sentences with gaps. No verb depends on what fills a gap, so
// that any phrase does.

/// A sentence. `<a|b>` is a choice; `{F}` is what the document is about, `{B}` a broader concept,
/// `{P}` something nearby, `{O}` another concept, `{N}` a number.
struct SampleSentence: Sendable {
  enum Piece: Equatable, Sendable {
    case text([UInt8])
    case choice([[UInt8]])
    case gap(Character)
  }

  let pieces: [Piece]

  init(_ source: some StringProtocol) {
    var pieces: [Piece] = []
    var rest = source[...]
    while let open = rest.firstIndex(where: { "<{".contains($0) }) {
      let isChoice = rest[open] == "<"
      guard let close = rest[open...].firstIndex(of: isChoice ? ">" : "}") else { break }
      if open > rest.startIndex { pieces.append(.text(Array(rest[..<open].utf8))) }
      let inside = rest[rest.index(after: open)..<close]
      pieces.append(
        isChoice
          ? .choice(inside.split(separator: "|").map { Array($0.utf8) }) : .gap(inside.first ?? "F"))
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { pieces.append(.text(Array(rest.utf8))) }
    self.pieces = pieces
  }

  private static func list(_ lines: String) -> [SampleSentence] {
    lines.split(separator: "\n").map { SampleSentence($0) }
  }

  /// With a name of one word 3 words at least.
  static let titles = list(
    """
    <Towards|Rethinking|Understanding|Exploring> {F} and {P}
    The <role|effects|limits> of {P} in {F}
    <A survey of|Advances in|Challenges in|Notes on> {F} and {P}
    {F}: <recent trends|lessons learnt|open problems|a case study>
    <Improving|Measuring|Predicting|Evaluating> {P} for {F}
    A <new|simple|unified> <approach to|framework for> {F} with {P}
    From {P} to {F}: <ten years|a shared perspective>
    """)

  static let background = list(
    """
    Interest in {F} has grown <rapidly|steadily> together with {P}.
    <Recent|Several|Many> studies <suggest|have shown> that {P} may depend on {P}.
    In {B}, {P} can <often|rarely> be treated without {P}.
    <Most|Existing> approaches to {F} rely on {P}.
    Few <questions|problems> in {B} seem as <old|practical> as that of {P}.
    However, we know little about {P} <in practice|outside the laboratory>.
    """)

  static let aim = list(
    """
    <We|Here we> <investigate|examine|study> {P} in the context of {F}.
    This <paper|work> <addresses|explores> {P} and its relation to {F}.
    <We|The authors> <present|propose> a <new|simple> <method|model> for {F} that builds on {P}.
    We ask to what extent {P} can influence {F}.
    The paper gives an <overview|account> of {F} with <a focus|an emphasis> on {P}.
    """)

  static let result = list(
    """
    <Results show|We find> that {P} can <significantly|modestly> improve {P} in {N} percent of all cases.
    Compared with {P}, the <proposed|new> approach yields gains of {N} percent.
    We <analysed|collected|sampled> {N} <examples|cases|records> of {P}.
    The <link|correlation> between {P} and {P} was <weak|moderate|strong>.
    For {P}, no <clear|consistent> effect was <found|observed>.
    """)

  /// What is said of another concept.
  static let other = list(
    """
    The findings also <bear on|shed light on> {O}.
    A <second|further> <experiment|part> deals with {O}.
    <Links to|Parallels to> {O} are <discussed|drawn>.
    The work is part of a larger project on {O}.
    """)

  static let end = list(
    """
    We conclude that {P} should be taken into account in {F}.
    <Implications|Consequences> for {B} are discussed.
    Future work should <address|focus on> {P}.
    The remainder of the paper discusses limitations.
    """)
}
