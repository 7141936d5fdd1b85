// Files that are text and no vocabulary: corpora, pairs of names, tables without names of columns. Each is
// named, with what to do; formats that nothing reads are for ForeignFormat.
import FormatsFiles

/// Recognises such files.
public enum ForeignVocabulary {
  private static let remedy =
    "Give a thesaurus in RDF, a table of concepts such as uri,label_en,altLabel_en,broader, or one name per line"

  /// The error for a corpus; nil for any other file.
  ///
  /// - Parameters:
  ///   - start: the first bytes, decompressed.
  ///   - name: without folders.
  public static func corpus(_ start: [UInt8], name: String, path: String) -> InputError? {
    guard let what = corpusName(start, name: name) else { return nil }
    return InputError(
      file: path, problem: "is \(what), not a vocabulary",
      remedy: "Give the corpus to preprocess. \(remedy)")
  }

  private static func corpusName(_ start: [UInt8], name: String) -> String? {
    guard start.contains(where: { $0 > 0x20 }) else { return nil }
    if let columns = columnsOfCorpus(start) {
      return "a corpus (its first line names \(columns.map { "`\($0)`" }.joined(separator: ", ")))"
    }
    switch CorpusFormat.recognise(start, name: name, options: CorpusOptions()) {
    case .ris: return "a corpus in RIS"
    case .nbib: return "a corpus in PubMed's text format"
    case .webOfScience: return "a corpus in the Web of Science's text format"
    case .endNote: return "a corpus in EndNote's format"
    case .bibtex: return "a corpus in BibTeX"
    case .pubMed: return "a corpus in PubMed's XML"
    case .bibsonomyXML, .bibsonomyJSON: return "an answer of BibSonomy"
    case .original, .fastText: return "a corpus in lines with __label__"
    case .arff: return "a corpus in ARFF"
    case .json, .jsonLines:
      return rolesOfDocuments(ConceptObjects.columns(start)).count > 1 ? "a corpus in JSON" : nil
    default: return nil
    }
  }

  private static let titles: Set<String> = [
    "title", "titel", "titre", "titulo", "titolo", "headline", "articletitle", "documenttitle", "papertitle",
  ]
  private static let texts: Set<String> = [
    "abstract", "text", "fulltext", "content", "contents", "body", "abstracttext", "abstractnote",
    "zusammenfassung", "volltext", "resume", "resumen", "riassunto",
  ]
  private static let tags: Set<String> = [
    "tags", "keywords", "subjects", "subjecturis", "subjectlabels", "authorkeywords", "indexkeywords",
    "schlagworter", "schlagworte", "motscles", "palabrasclave", "meshterms", "meshheadings",
  ]

  private static let ofConcepts: Set<VocabularyColumn.Meaning> = [
    .broader, .narrower, .related, .name(.alternative), .name(.hidden),
  ]

  /// The first names of a title, a text and tags among those of columns or members; none if any names a place in a
  /// hierarchy or other names of a concept.
  private static func rolesOfDocuments(_ columns: [(name: String, column: VocabularyColumn)]) -> [String] {
    if columns.contains(where: { ofConcepts.contains($0.column.meaning) }) { return [] }
    return [titles, texts, tags].compactMap { words in
      columns.first { words.contains(VocabularyColumn.key($0.name)) }?.name
    }
  }

  /// The columns that only a corpus has, if the first line names two of a title, a text and tags; nil if it
  /// does not, or if it names a place in a hierarchy or other names of a concept.
  private static func columnsOfCorpus(_ start: [UInt8]) -> [String]? {
    guard let beginning = ListBeginning(start) else { return nil }
    for separator in beginning.announced.map({ [$0] }) ?? ListBeginning.separators {
      let names = beginning.cells(beginning.lines[0], separator)
      let found = rolesOfDocuments(names.map { ($0, VocabularyColumn(header: $0)) })
      if found.count > 1 { return found }
    }
    return nil
  }

  /// The error for lines that are not names, if nothing else recognises them; nil for a list of names.
  ///
  /// - Parameter start: the first bytes, decompressed.
  public static func lines(_ start: [UInt8], path: String) -> InputError? {
    guard let beginning = ListBeginning(start) else { return nil }
    for number in beginning.lines.indices.dropFirst().prefix(5) {
      let rest = Array(beginning.lines[number...].joined(separator: [0x0A]))
      guard case .table(let separator)? = VocabularyListFormat.recognise(rest),
        VocabularyColumn.columns(of: beginning.cells(beginning.lines[number], separator)).count(where: \.isKnown) > 1
      else { continue }
      return InputError(
        file: path,
        problem: "seems to name its columns in a line that is not the first: "
          + String(decoding: beginning.lines[number].prefix(80), as: UTF8.self),
        remedy: "Remove the lines before it")
    }
    func areAll(_ mark: String) -> Bool {
      beginning.lines.allSatisfy { String(decoding: $0, as: UTF8.self).contains(mark) }
    }
    func error(_ problem: String, _ remedy: String) -> InputError {
      InputError(file: path, problem: problem, remedy: remedy)
    }
    if areAll("<-") || areAll(" = ") && beginning.lines.count > 1 {
      let sign = areAll("<-") ? "<-" : "="
      return error(
        "has pairs of names (`A \(sign) B`), and is not a vocabulary",
        "Give the pairs to build-sim-sub as a knowledge base. \(remedy)")
    }
    if KnowledgeFormat.recognise(start, name: "") == .wordNet {
      return error(
        "is WordNet's data.noun, which is not read as a vocabulary",
        "Give it to build-sim-sub as a knowledge base. \(remedy)")
    }
    for separator in ListBeginning.separators {
      guard let count = beginning.columns(separator) else { continue }
      let names = beginning.cells(beginning.lines[0], separator).prefix(8)
        .map { $0.count > 40 ? "`\($0.prefix(40))…`" : "`\($0)`" }
      return error(
        "has \(count, "column") in every line, and the first line names none that is known: "
          + names.joined(separator: ", "),
        "Name the columns in the first line; \(VocabularyLayout.advice). If each line is one name, put the "
          + "line prefLabel before them")
    }
    return nil
  }
}
