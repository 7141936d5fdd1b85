// The lexical model in a model file:
//
//     description str [1] (JSON)    labels str [L]    names/…  as NameTrie
//     statistics i32 [5, L]         mentioned, hits, both in titles, tagged
//     ranker/…                      as BoostedTrees, if there is one
//     concepts/…                    as ConceptTable, if the labels are concepts
//     nameVectors f32 [L, D]        and encoder/…, if names that are near count too
import Formats
import FormatsFiles
import PipelineFeatures

extension LexicalModel {
  /// What is stored as JSON in the model file.
  private struct Description: Codable {
    var forms: WordForms
    var threshold: Float
    var k: Int
    var trainingDocuments: Int
  }

  /// Writes the sections of a model file.
  ///
  /// - Throws: `InputError` when the file cannot be written.
  public func write(to writer: StageWriter) throws {
    let description = Description(
      forms: finder.forms, threshold: threshold, k: k, trainingDocuments: trainingDocuments)
    try writer.write("description", [String(decoding: description.stableJSON(), as: UTF8.self)])
    try writer.write("labels", labels)
    try concepts?.write(to: writer)
    try finder.trie.write(to: writer, named: "names")
    let s = statistics
    try writer.write(
      "statistics", s.mentioned + s.hits + s.mentionedInTitle + s.hitsInTitle + s.tagged,
      shape: [5, labels.count])
    try ranker?.write(to: writer, named: "ranker")
    try nameVectors?.write(to: writer)
  }

  /// Reads a model file.
  ///
  /// - Throws: `InputError` when the file is damaged or holds another model.
  public init(_ contents: StageContents) throws {
    let description = try contents.decoded(Description.self, "description")
    guard description.k > 0, description.trainingDocuments > 0, description.threshold.isFinite
    else { throw contents.invalid("description", "a number is out of range") }
    let labels = try contents.strings("labels")
    guard Set(labels.map { ExactString($0) }).count == labels.count else {
      throw contents.invalid("labels", "a label occurs twice")
    }
    let counts = try contents.integers("statistics", count: 5 * labels.count)
    guard counts.allSatisfy({ $0 >= 0 && Int($0) <= description.trainingDocuments }) else {
      throw contents.invalid("statistics", "they do not fit the number of documents")
    }
    func column(_ number: Int) -> [Int32] {
      Array(counts[number * labels.count..<(number + 1) * labels.count])
    }
    let nameVectors = try NameVectors(contents, labels: labels.count)
    self.init(
      labels: labels, trainingDocuments: description.trainingDocuments,
      threshold: description.threshold, k: description.k,
      finder: MentionFinder(
        trie: try NameTrie(contents, named: "names", labels: labels.count),
        forms: description.forms),
      statistics: MentionStatistics(
        mentioned: column(0), hits: column(1), mentionedInTitle: column(2),
        hitsInTitle: column(3), tagged: column(4)),
      ranker: contents.has("ranker/base")
        ? try BoostedTrees(contents, named: "ranker", width: Self.width(nameVectors)) : nil,
      nameVectors: nameVectors)
    concepts = try ConceptTable(ifIn: contents)
  }
}
