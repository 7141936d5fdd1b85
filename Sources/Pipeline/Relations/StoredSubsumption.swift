// Sub in a stage file: sparse, each pair with its origin in words, so that the
// file alone can say why a tag has its hypernyms.
import Formats

/// Sub as stages after `build-sim-sub` see it.
///
/// Sections, all of kind `relations`: `sub/pairs` i32 [n, 2] (narrower,
/// broader; rising), `sub/weights` f32 [n], `sub/depths` i32 [n],
/// `sub/sources` i32 [n] (places in `sub/titles`), `sub/names` u8 [n, 2]
/// (`NameKind`), `sub/provenance` str [n], `sub/titles` str.
public struct StoredSubsumption: Sendable, Equatable {
  public var pairs: [LabelPair]
  public var weights: [Float]
  public var depths: [Int32]
  public var sources: [Int32]
  public var names: [UInt8]
  public var provenance: [String]
  public var titles: [String]

  /// - Parameter bases: those that `matrix` was built from, in that order.
  public init(_ matrix: SubsumptionMatrix, bases: [KnowledgeBase]) {
    pairs = matrix.entries.map(\.pair)
    weights = matrix.entries.map(\.weight)
    depths = matrix.entries.map(\.depth)
    sources = matrix.entries.map(\.knowledgeBase)
    names = matrix.entries.flatMap { [$0.narrowerName.rawValue, $0.broaderName.rawValue] }
    titles = bases.map(\.title)
    provenance = [String](repeating: "", count: matrix.entries.count)
    for (number, base) in bases.enumerated() {
      let places = matrix.entries.indices.filter {
        matrix.entries[$0].knowledgeBase == number
      }
      let words = base.provenance(of: places.map { matrix.entries[$0] })
      for (place, word) in zip(places, words) { provenance[place] = word }
    }
  }

  /// Writes the sections.
  ///
  /// - Throws: `InputError` when the file cannot be written.
  public func write(to writer: StageWriter) throws {
    try writer.write(
      "sub/pairs", pairs.flatMap { [$0.narrower, $0.broader] }, shape: [pairs.count, 2])
    try writer.write("sub/weights", weights)
    try writer.write("sub/depths", depths)
    try writer.write("sub/sources", sources)
    try writer.write("sub/names", names, shape: [pairs.count, 2])
    try writer.write("sub/provenance", provenance)
    try writer.write("sub/titles", titles)
  }

  /// Takes the sections out of a stage file.
  ///
  /// - Parameter labelCount: the size of the label vocabulary.
  /// - Throws: `InputError` for sections that do not fit one another or name
  ///   labels that do not exist.
  public init(_ contents: StageContents, labelCount: Int) throws {
    let flat = try contents.integers("sub/pairs")
    let count = flat.count / 2
    guard flat.count % 2 == 0 else {
      throw contents.invalid("sub/pairs", "holds an odd number of labels")
    }
    pairs = (0..<count).map { LabelPair(narrower: flat[2 * $0], broader: flat[2 * $0 + 1]) }
    for (place, pair) in pairs.enumerated() {
      guard pair.narrower >= 0, pair.narrower < labelCount, pair.broader >= 0,
        pair.broader < labelCount, pair.narrower != pair.broader
      else { throw contents.invalid("sub/pairs", "pair \(place) is not of two labels") }
      guard place == 0 || pairs[place - 1] < pair else {
        throw contents.invalid("sub/pairs", "the pairs are not in rising order")
      }
    }
    weights = try contents.floats("sub/weights", count: count)
    depths = try contents.integers("sub/depths", count: count)
    sources = try contents.integers("sub/sources", count: count)
    names = try contents.bytes("sub/names", count: flat.count)
    provenance = try contents.strings("sub/provenance", count: count)
    titles = try contents.strings("sub/titles")
    let titles = titles
    guard sources.allSatisfy({ $0 >= 0 && $0 < titles.count }) else {
      throw contents.invalid("sub/sources", "names a knowledge base that is not in sub/titles")
    }
  }

  /// Why a label has its hypernyms, one line a fact.
  public func explanation(of label: Int32, labels: [String]) -> [String] {
    let places = pairs.indices.filter { pairs[$0].narrower == label }
    var lines = [
      "“\(labels[Int(label)])” has \(places.count) "
        + (places.count == 1 ? "hypernym" : "hypernyms")
    ]
    for place in places {
      let how = depths[place] == 1 ? "direct" : "inferred over \(depths[place]) steps"
      lines.append(
        "  “\(labels[Int(pairs[place].broader)])”: \(how), weight \(weights[place]), "
          + "\(titles[Int(sources[place])]): \(provenance[place])")
    }
    return lines
  }
}

extension SubsumptionMatrix {
  /// The counts for a stage file's summary, by stable keys.
  public var stageSummary: [String: StageHeader.Value] {
    var values: [String: StageHeader.Value] = [
      "sub/pairs": .int(entries.count),
      "sub/labels matched": .int(isMatched.filter { $0 }.count),
      "sub/labels unmatched": .int(isMatched.filter { !$0 }.count),
      "sub/labels that share a form": .int(sharedForms.joined().count),
    ]
    for (place, count) in depthHistogram.enumerated() {
      values["sub/pairs of depth \(place + 1)"] = .int(count)
    }
    for (number, summary) in summaries.enumerated() {
      let counts: [(String, Int)] = [
        ("statements", summary.statements), ("concepts", summary.concepts),
        ("edges", summary.edges), ("repeated edges", summary.repeatedEdges),
        ("self-loops", summary.selfLoops),
        ("deprecated concepts", summary.deprecatedConcepts),
        ("edges of deprecated concepts", summary.deprecatedEdges),
        ("cycles", summary.cycles), ("edges in cycles", summary.cyclicEdges),
        ("labels matched", summary.matchedLabels),
        ("ambiguous labels", summary.ambiguousLabels), ("pairs", summary.pairs),
      ]
      let key = "kb \(number + 1)"
      values["\(key)/title"] = .string(summary.title)
      for (name, count) in counts { values["\(key)/\(name)"] = .int(count) }
      for (what, count) in summary.skipped { values["\(key)/skipped, \(what)"] = .int(count) }
    }
    return values
  }
}
