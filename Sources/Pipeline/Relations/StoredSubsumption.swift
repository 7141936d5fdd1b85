// Sub in a stage file: sparse, each pair with its origin in words, so that the
// file alone can say why a tag has its hypernyms.
import Formats
import FormatsFiles

/// Sub as stages after `build-sim-sub` see it.
///
/// Sections, all of kind `relations`: `labels` str (those that are related, in the order of
/// the vocabulary), `sub/pairs` i32 [n, 2] (narrower,
/// broader; ascending), `sub/weights` f32 [n], `sub/depths` i32 [n],
/// `sub/sources` i32 [n] (places in `sub/titles`), `sub/names` u8 [n, 2]
/// (`NameKind`), `sub/provenance` str [n], `sub/titles` str; of labels without
/// a match `sub/unmatched` i32 [u] (ascending) and `sub/candidates` str [u] (names
/// that come near, tabulators between them); of labels with several concepts
/// `sub/ambiguous` i32 [a] and `sub/meanings` str [a]; why a label has no match or no
/// pair `sub/noted` i32 and `sub/notes` str; `sub/cycles` str, the members of each
/// cycle of concepts or labels, tabulators between them.
package struct StoredSubsumption: Sendable, Equatable {
  /// The labels to which numbers refer, in the order of the vocabulary.
  package var labels: [String]
  /// The n pairs, ascending by narrower, then broader label.
  package var pairs: [LabelPair]
  /// The weight of each pair.
  package var weights: [Float]
  /// The number of steps from the narrower to the broader label of each pair; 1 is a direct statement.
  package var depths: [Int32]
  /// The place of each pair's knowledge base in `titles`.
  package var sources: [Int32]
  /// [n, 2]: the kinds (`NameKind`) of the names by which the labels of each pair matched.
  package var names: [UInt8]
  /// The statements from which each pair follows, in words.
  package var provenance: [String]
  /// The titles of the knowledge bases.
  package var titles: [String]
  /// The labels without a match, ascending.
  package var unmatched: [Int32]
  /// Names that come near each of `unmatched`, separated by tabulators.
  package var candidates: [String]
  /// The labels with several concepts.
  package var ambiguous: [Int32]
  /// The concepts of each of `ambiguous`, in words.
  package var meanings: [String]
  /// The labels about which `notes` says something.
  package var noted: [Int32]
  /// Why each of `noted` has no match or no pair.
  package var notes: [String]
  /// The members of each cycle of concepts or labels, separated by tabulators.
  package var cycles: [String]

  /// - Parameters:
  ///   - bases: those that `matrix` was built from, in that order.
  ///   - index: the labels that it was built for.
  package init(_ matrix: SubsumptionMatrix, bases: [KnowledgeBase], index: LabelIndex) {
    labels = index.labels
    let unmatched = UnmatchedLabels(matrix, bases: bases, index: index)
    self.unmatched = unmatched.labels
    candidates = unmatched.candidates.map { $0.joined(separator: "\t") }
    ambiguous = matrix.ambiguities.map(\.label)
    meanings = [String](repeating: "", count: ambiguous.count)
    pairs = matrix.entries.map(\.pair)
    weights = matrix.entries.map(\.weight)
    depths = matrix.entries.map(\.depth)
    sources = matrix.entries.map(\.knowledgeBase)
    names = matrix.entries.flatMap { [$0.narrowerName.rawValue, $0.broaderName.rawValue] }
    titles = matrix.titles
    noted = matrix.notes.map(\.label)
    notes = matrix.notes.map(\.sentence)
    cycles = bases.indices.flatMap { graph in
      bases[graph].descriptions(
        of: matrix.conceptCycles.filter { $0.graph == graph }.map(\.concepts))
    }.map { $0.joined(separator: "\t") }
    cycles += matrix.labelCycles.map { group in
      group.map { "tag “\(index.name(of: $0))”" }.joined(separator: "\t")
    }
    provenance = [String](repeating: "", count: matrix.entries.count)
    for (number, base) in bases.enumerated() {
      let places = matrix.entries.indices.filter {
        matrix.entries[$0].graph == number
      }
      let words = base.provenance(of: places.map { matrix.entries[$0] })
      for (place, word) in zip(places, words) { provenance[place] = word }
      let doubtful = matrix.ambiguities.indices.filter {
        matrix.ambiguities[$0].graph == number
      }
      let concepts = base.descriptions(of: doubtful.map { matrix.ambiguities[$0].concepts })
      for (place, words) in zip(doubtful, concepts) {
        meanings[place] =
          "\(words.count, "concept") of \(base.title): "
          + words.joined(separator: ", ")
      }
    }
  }

  /// Writes the sections.
  ///
  /// - Throws: `InputError` when the file cannot be written.
  package func write(to writer: StageWriter) throws {
    try writer.write("labels", labels)
    try writer.write(
      "sub/pairs", pairs.flatMap { [$0.narrower, $0.broader] }, shape: [pairs.count, 2])
    try writer.write("sub/weights", weights)
    try writer.write("sub/depths", depths)
    try writer.write("sub/sources", sources)
    try writer.write("sub/names", names, shape: [pairs.count, 2])
    try writer.write("sub/provenance", provenance)
    try writer.write("sub/titles", titles)
    try writer.write("sub/noted", noted)
    try writer.write("sub/notes", notes)
    try writer.write("sub/cycles", cycles)
    try writer.write("sub/unmatched", unmatched)
    try writer.write("sub/candidates", candidates)
    try writer.write("sub/ambiguous", ambiguous)
    try writer.write("sub/meanings", meanings)
  }

  /// Takes the sections out of a stage file.
  ///
  /// - Parameter known: the labels that numbers refer to; after them there may be others, about
  ///   which the relations say nothing.
  /// - Throws: `InputError` for sections that do not fit one another, name
  ///   labels that do not exist, or belong to other labels.
  package init(_ contents: StageContents, labels known: [String]) throws {
    labels = try contents.strings("labels")
    let labelCount = labels.count
    guard labelCount <= known.count, zip(labels, known).allSatisfy({ ExactString($0) == ExactString($1) })
    else {
      throw InputError(
        file: contents.path, problem: "relates other tags than those of this vocabulary",
        remedy: "Give the output of build-sim-sub for the same vocabulary, and of the same fold")
    }
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
        throw contents.invalid("sub/pairs", "the pairs are not in ascending order")
      }
    }
    weights = try contents.floats("sub/weights", count: count)
    depths = try contents.integers("sub/depths", count: count)
    sources = try contents.integers("sub/sources", count: count)
    names = try contents.bytes("sub/names", count: flat.count)
    provenance = try contents.strings("sub/provenance", count: count)
    titles = try contents.strings("sub/titles")
    unmatched = try contents.integers("sub/unmatched")
    candidates = try contents.strings("sub/candidates", count: unmatched.count)
    ambiguous = try contents.integers("sub/ambiguous")
    meanings = try contents.strings("sub/meanings", count: ambiguous.count)
    noted = try contents.integers("sub/noted")
    notes = try contents.strings("sub/notes", count: noted.count)
    cycles = try contents.strings("sub/cycles")
    for (section, numbers) in [
      ("sub/unmatched", unmatched), ("sub/ambiguous", ambiguous), ("sub/noted", noted),
    ] {
      guard numbers.allSatisfy({ $0 >= 0 && $0 < labelCount }) else {
        throw contents.invalid(section, "names a label that does not exist")
      }
    }
    let titles = titles
    guard sources.allSatisfy({ $0 >= 0 && $0 < titles.count }) else {
      throw contents.invalid("sub/sources", "names a knowledge base that is not in sub/titles")
    }
  }

  /// The first labels without a match, with the nearest names, for a summary;
  /// all are in the sections.
  package func unmatchedSummary(labels: [String]) -> [String: StageHeader.Value] {
    var values: [String: StageHeader.Value] = [:]
    for (label, candidates) in zip(unmatched, candidates).prefix(20) {
      values["sub/unmatched, \(labels[Int(label)])"] = .string(
        candidates.replacing("\t", with: ", "))
    }
    return values
  }

  /// Why a label has its hypernyms, or none, one line per fact.
  ///
  /// - Parameter labels: their names for people.
  package func explanation(of label: Int32, labels: [String]) -> [String] {
    let name = "“\(labels[Int(label)])”"
    let reasons = noted.indices.filter { noted[$0] == label }.map { notes[$0] }
    if let place = unmatched.firstIndex(of: label) {
      if !reasons.isEmpty { return reasons.map { "\(name) \($0), so it has no hypernyms" } }
      let near = candidates[place].split(separator: "\t").map { "“\($0)”" }
      return [
        "\(name) is in no knowledge base, so it has no hypernyms"
          + (near.isEmpty ? "" : "; names like it are \(near.joined(separator: ", "))")
      ]
    }
    let places = pairs.indices.filter { pairs[$0].narrower == label }
    var lines = ["\(name) has \(places.count, "hypernym")"]
    for place in places {
      let how = depths[place] == 1 ? "direct" : "inferred over \(depths[place], "step")"
      let kinds = names[(2 * place)...(2 * place + 1)]
      // Preferred labels go without saying.
      let by =
        kinds.allSatisfy { $0 == NameKind.preferred.rawValue }
        ? "" : ", by " + kinds.map(word).joined(separator: " and ")
      lines.append(
        "  “\(labels[Int(pairs[place].broader)])”: \(how), weight \(weights[place])\(by), "
          + "\(titles[Int(sources[place])]): \(provenance[place])")
    }
    for place in ambiguous.indices where ambiguous[place] == label {
      lines.append("  \(name) names \(meanings[place])")
    }
    return lines + reasons.map { "  \(name) \($0)" }
  }

  /// The relations as CSV for people: narrower, broader, weight, depth, why; then a
  /// row for each cycle with all its members.
  ///
  /// - Parameters:
  ///   - labels: their names for people.
  ///   - forSpreadsheets: as in `CSV.quoted`.
  package func csv(labels: [String], forSpreadsheets: Bool = false) -> String {
    func quoted(_ cell: String) -> String { CSV.quoted(cell, forSpreadsheets: forSpreadsheets) }
    var text = "narrower,broader,weight,depth,knowledge base,why\n"
    for place in pairs.indices {
      let cells = [
        labels[Int(pairs[place].narrower)], labels[Int(pairs[place].broader)],
        "\(weights[place])", "\(depths[place])", titles[Int(sources[place])],
        provenance[place],
      ]
      text += cells.map(quoted).joined(separator: ",") + "\n"
    }
    for cycle in cycles {
      let members = cycle.split(separator: "\t").joined(separator: " < ")
      text += ",,,,," + quoted("cycle: \(members)") + "\n"
    }
    return text
  }

  private func word(_ kind: UInt8) -> String { NameKind(rawValue: kind)?.word ?? "name" }
}
