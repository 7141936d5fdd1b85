// Knowledge bases from formats that relate names: lists of pairs, and WordNet,
// whose synsets are concepts with several names.
import Formats
import FormatsFiles
import FormatsRDF

extension KnowledgeBase {
  /// Reads a format that relates names.
  ///
  /// Names of one normal form are one concept, so that a chain holds together
  /// where `Machine learning` ends one line and `machine_learning` begins the
  /// next; each spelling is kept as a name.
  ///
  /// - Throws: `InputError` from the reader.
  public init(
    pairs source: ByteSource, format: KnowledgeFormat, title: String,
    options: PairOptions = PairOptions(), normaliser: LabelNormaliser = LabelNormaliser()
  ) throws {
    self.init(title: title)
    try add(pairs: source, format: format, options: options, normaliser: normaliser)
  }

  /// Reads such a file into the present source.
  ///
  /// - Throws: `InputError` from the reader.
  mutating func add(
    pairs source: ByteSource, format: KnowledgeFormat, options: PairOptions,
    normaliser: LabelNormaliser
  ) throws {
    if format == .wordNet {
      addSynsets(try WordNetNouns(source))
      return
    }
    hasIdentifiers = false
    let word = predicate(format.relationWord)
    let file = currentFile
    var ends = PairEnds(normaliser)
    let report = try readPairs(source, format: format, options: options) { pair in
      let narrower = concept(named: pair.narrower, &ends)
      let broader = concept(named: pair.broader, &ends)
      switch pair.relation {
      case .narrower:
        ends.lower.insert(narrower)
        ends.upper.insert(broader)
        addEdge(
          Edge(
            narrower: narrower, broader: broader, line: Int32(truncatingIfNeeded: pair.line),
            file: file, predicate: word), confidence: pair.confidence)
      case .synonym:
        equivalences.append((narrower, broader))
        redirects.append((narrower, broader))
      }
    }
    tell(report, ends)
  }

  /// What a file of pairs has as ends.
  private struct PairEnds {
    /// Makes the forms by which concepts are merged.
    let forms: LabelNormaliser
    /// The concept of each spelling in `texts`, as far as this file has it.
    var conceptOfText: [Int32: Int32] = [:]
    var lower: Set<Int32> = []
    var upper: Set<Int32> = []

    init(_ normaliser: LabelNormaliser) {
      var forms = normaliser
      // Plurals are a matter of matching.
      forms.foldsPlurals = false
      self.forms = forms
    }
  }

  /// The concept of a name, which gets it if it is new.
  private mutating func concept(named name: ByteView, _ ends: inout PairEnds) -> Int32 {
    let text = Int32(texts.intern(name))
    if let known = ends.conceptOfText[text] { return known }
    let concept = Int32(concepts.intern(ends.forms.normalise(name)))
    ends.conceptOfText[text] = concept
    names.append(
      Name(concept: concept, text: text, kind: .preferred, language: 0, source: currentSource))
    return concept
  }

  /// Counts what was read, and says what looks wrong.
  private mutating func tell(_ report: PairReadingReport, _ ends: PairEnds) {
    let (lower, upper) = (ends.lower.count, ends.upper.count)
    count(statements: report.pairs)
    skip(.init("malformed lines", isOfLines: true), count: report.malformedLines)
    skip(
      .init("lines denied, doubted or counted too rarely by the file", isOfLines: true), count: report.rejectedLines)
    for sentence in report.remarks { remark(sentence) }
    // A broad concept has many narrower ones, hardly the other way round.
    if lower >= 1, upper >= 10, upper >= 5 * lower, !report.hasHeader {
      remark(
        "has \(lower) different names where the narrower ones belong and \(upper) "
          + "where the broader ones belong; if its columns are the other way round, exchange "
          + "them or name them in a first line (broader,narrower)")
    }
  }

  private mutating func addEdge(_ edge: Edge, confidence: Float) {
    if confidences.isEmpty, confidence < 1 {
      confidences = [Float](repeating: 1, count: edges.count)
    }
    edges.append(edge)
    if !confidences.isEmpty || confidence < 1 { confidences.append(confidence) }
  }

  private mutating func addSynsets(_ nouns: WordNetNouns) {
    let kind = predicate("hypernym")
    let instance = predicate("instance hypernym")
    for (number, synset) in nouns.synsets.enumerated() {
      // A damaged file may give an offset twice; both stay concepts.
      if concepts.intern(Array("synset \(synset.offset)".utf8)) != number {
        _ = concepts.intern(Array("synset \(synset.offset) in line \(synset.line)".utf8))
      }
      for (place, form) in synset.forms.enumerated() {
        let text = nouns.forms.withBytes(Int(form)) { texts.intern($0) }
        names.append(
          Name(
            concept: Int32(number), text: Int32(text),
            kind: place == 0 ? .preferred : .alternative, language: 0))
      }
    }
    for pointer in nouns.pointers {
      edges.append(
        Edge(
          narrower: pointer.lower, broader: pointer.upper,
          line: Int32(truncatingIfNeeded: nouns.synsets[Int(pointer.lower)].line),
          predicate: pointer.isInstance ? instance : kind))
    }
    count(statements: nouns.pointers.count + nouns.danglingPointers)
    skip("pointers to synsets that are not there", count: nouns.danglingPointers)
  }
}

extension KnowledgeFormat {
  /// What comes between the two names of a pair in an explanation.
  var relationWord: String {
    switch self {
    case .conceptGraph: "isA"
    case .zhihu: "has the parent topic"
    case .concepts, .relation: "is a sub-tag of"
    default: "is narrower than"
    }
  }
}
