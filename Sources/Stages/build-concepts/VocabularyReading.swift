// The files of a vocabulary read one after the other: lists at once, statements of RDF together at the end.
import Formats
import FormatsFiles
import PipelineRelations
import StageSupport

/// What was read of a vocabulary so far.
struct VocabularyReading {
  private let language: String?
  private let predicates: PredicateParameters
  private var builder = ConceptTableBuilder(isFlat: true)
  private var collector: StatementCollector
  private var hasGraph = false
  /// Lists after a file of statements.
  private var waiting: [(stream: ByteSource, list: VocabularyListFormat, title: String)] = []
  /// What the user should know.
  private var remarks: [String] = []

  /// - Parameter language: that of names for which a list gives none.
  init(language: String?, predicates: PredicateParameters) {
    self.language = language
    self.predicates = predicates
    collector = StatementCollector(options: predicates.collector(from: .vocabulary))
  }

  /// Reads a file.
  ///
  /// - Throws: `InputError` for a file that is damaged or no vocabulary.
  mutating func read(_ file: KnowledgeFiles.File) throws {
    let stream = try ByteSource(path: file.path)
    let start = try stream.peek(1 << 16)
    if let foreign = ForeignVocabulary.corpus(start, name: file.title, path: file.path)
      ?? ForeignFormat.error(start, name: file.title, path: file.path, purpose: .vocabulary)
    {
      throw foreign
    }
    if let list = VocabularyListFormat.recognise(start), !list.isOfLines || !isRDF(start, file) {
      if list == .names, let foreign = ForeignVocabulary.lines(start, path: file.path) { throw foreign }
      // Languages are in the order of the files, and statements are read to the end first.
      guard !hasGraph else { return waiting.append((stream, list, file.title)) }
      return try read(stream, list, title: file.title)
    }
    hasGraph = true
    collector.begin(source: file.title)
    try readStatements(
      stream, format: KnowledgeFormat.recognise(start, name: file.title), title: file.title,
      options: predicates.reading
    ) { collector.add($0) }
  }

  private mutating func read(_ stream: ByteSource, _ list: VocabularyListFormat, title: String) throws {
    let report = try builder.read(list: stream, format: list, language: language, title: title)
    remarks += report.remarks.map { "\(title): \($0)" }
    if report.rejected > 0 { remarks.append("\(title): \(report.rejectionLines.joined(separator: "\n"))") }
  }

  /// Whether the beginning of a file is RDF, for lines that could be names too.
  private func isRDF(_ start: [UInt8], _ file: KnowledgeFiles.File) -> Bool {
    // Turtle's comments alone are none: they are hashtags.
    let areHashtags = start.split(separator: 0x0A).allSatisfy {
      $0.first == UInt8(ascii: "#") && $0.count > 1 && !$0.contains(0x20)
    }
    return !areHashtags && KnowledgeFormat.recognise(start, name: file.title)?.isRDF == true
  }

  /// The concepts of all files, and what the user should know about them.
  ///
  /// - Throws: `InputError` for a file that is damaged or no vocabulary.
  mutating func finish() throws -> (table: ConceptTable, remarks: [String]) {
    if hasGraph {
      builder.setFlat(false)
      let base = collector.finish()
      remarks += base.sources.flatMap { source in
        source.remarks.map { "\(source.title) \($0.sentence)" }
      }
      remarks += builder.add(base)
    }
    for (stream, list, title) in waiting { try read(stream, list, title: title) }
    remarks += builder.settleReferences()
    if let remark = builder.remarkOnLanguages { remarks.append(remark) }
    let table = builder.finish()
    if let remark = table.namelessRemark { remarks.append(remark) }
    return (table, remarks)
  }
}
