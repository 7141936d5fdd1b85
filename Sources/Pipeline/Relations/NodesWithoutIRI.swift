// What a graph says of concepts that nothing can refer to: blank nodes, and texts where a concept belongs.
// They are left out and counted.
import FormatsFiles

/// Such concepts and their relations.
struct NodesWithoutIRI: Sendable {
  /// Blank nodes that are called concepts or have a place in a hierarchy.
  private(set) var concepts: Set<Int32> = []
  /// Blank nodes with a preferred name: concepts if the graph calls nothing a concept.
  private(set) var named: Set<Int32> = []
  /// Relations with a blank node, as the bytes of both ends, each once.
  private var relations: Set<[UInt8]> = []
  /// How many statements relate a concept to a text.
  private(set) var texts = 0
  /// The first of these, with its place.
  private(set) var firstText: String?

  /// Whether a concept is related to a node without an IRI.
  var hasRelations: Bool { !relations.isEmpty || texts > 0 }

  mutating func add(concept: Int32) { concepts.insert(concept) }

  mutating func add(named node: Int32) { named.insert(node) }

  /// Takes back nodes that carry names of concepts.
  mutating func removeNamed(_ nodes: some Sequence<Int32>) { named.subtract(nodes) }

  mutating func add(relation ends: [UInt8]) { relations.insert(ends) }

  mutating func add(text: String, place: String) {
    texts += 1
    if firstText == nil { firstText = "“\(text)” (\(place))" }
  }

  /// What was left out, in sentences.
  ///
  /// - Parameter hasConcepts: whether the graph calls any node a concept.
  func remarks(hasConcepts: Bool) -> [String] {
    var remarks: [String] = []
    let count = hasConcepts ? concepts.count : concepts.union(named).count
    if count > 0 {
      remarks.append(
        "\(count, "concept") without an IRI left out"
          + (relations.isEmpty ? "" : ", and \(relations.count, "relation")"))
    }
    if let firstText {
      remarks.append("\(texts, "relation") to a text instead of a concept left out, such as \(firstText)")
    }
    return remarks
  }
}
