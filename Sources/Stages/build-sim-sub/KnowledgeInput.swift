// Knowledge bases from files of any format, and lists of what counts.
import Formats
import FormatsFiles
import PipelineRelations
import PipelineText
import StageSupport

extension KnowledgeOptions {
  /// Reads all knowledge bases.
  ///
  /// - Throws: `InputError` for an unknown format and from the readers.
  func read(
    _ files: KnowledgeFiles, normaliser: LabelNormaliser, like behaviour: Behaviour
  ) throws -> [KnowledgeBase] {
    var pairs = PairOptions()
    pairs.minimumCount = reading.minCount
    pairs.minimumConfidence = reading.minConfidence
    pairs.readsConfidence = !behaviour.matchesLabelsAsTheyAre
    var graphs = KnowledgeGraphs(
      collector: collector, pairs: pairs, normaliser: normaliser, mergesLists: !behaviour.matchesLabelsAsTheyAre)
    for (number, source) in files.sources.enumerated() {
      graphs.begin(source: source.title, number: number)
      for file in source.files { try read(file, into: &graphs) }
    }
    return graphs.finish()
  }

  private func read(_ file: KnowledgeFiles.File, into graphs: inout KnowledgeGraphs) throws {
    let source = try ByteSource(path: file.path)
    let start = try source.peek(1 << 16)
    if start.starts(with: "JMAN-STAGE ".utf8) {
      graphs.add(try ConceptTable(path: file.path), title: file.title)
      return
    }
    guard start.contains(where: { $0 > 0x20 }) else {
      throw InputError(
        file: file.path, problem: "is empty", remedy: "Give a file with names and relations")
    }
    let kbFormat = reading.kbFormat
    if kbFormat == nil,
      let foreign = ForeignFormat.error(start, name: file.title, path: file.path)
    {
      throw foreign
    }
    if kbFormat == nil, VocabularyListFormat.isConceptTable(start),
      let list = VocabularyListFormat.recognise(start)
    {
      var builder = ConceptTableBuilder()
      let report = try builder.read(list: source, format: list, title: file.title)
      let remarks = builder.settleReferences(keepsIRIs: true)
      graphs.add(builder.finish(), title: file.title)
      graphs.add(remarks: remarks, on: report)
      return
    }
    guard let format = kbFormat ?? KnowledgeFormat.recognise(start, name: file.title) else {
      throw InputError(
        file: file.path, problem: "its format is not recognised",
        remedy: "Name it with --kb-format; the formats are "
          + KnowledgeFormat.allCases.map(\.rawValue).joined(separator: ", "))
    }
    guard format.isRDF else {
      try graphs.read(pairs: source, format: format, file: file.title)
      return
    }
    graphs.begin(statementsOf: file.title)
    let (skipped, first) = try readStatements(
      source, format: format, title: file.title, options: predicates.reading
    ) { graphs.add($0) }
    graphs.skipLines(skipped, first: first)
  }
}

/// Reads a list of labels and concepts, one per line.
///
/// - Throws: `InputError` when the file cannot be read.
func readConceptList(_ path: String, normaliser: LabelNormaliser) throws -> ConceptList {
  var list = ConceptList()
  var lines = LineReader(try ByteSource.ofLines(path))
  while let line = try lines.next() { list.add(line: line, normaliser: normaliser) }
  return list
}
