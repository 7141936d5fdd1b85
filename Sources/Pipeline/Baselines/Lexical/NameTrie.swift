// All names of all labels as one automaton over words. Given words, it finds the names that
// begin there; Mention says what the names mean for a document.
import FormatsFiles
import FormatsRDF
import PipelineNumerics
import PipelineText

/// A trie whose edges are stems. A name of several words is found word by word and also
/// written as one (`small world`, `smallworld`).
struct NameTrie: Sendable {
  /// A name that ends at a node.
  struct Ending: Equatable, Sendable {
    var label: Int32
    /// The hash of its words as they are written, before stemming.
    var form: UInt32
    var kind: LabelNames.Kind
    /// Whether it is written as one word here, but not in the vocabulary.
    var isJoined: Bool
  }

  /// Longer names are not kept.
  static let longestName = 12
  /// Shorter words are not taken for joined ones.
  static let shortestJoined = 5

  private(set) var stems = ByteTable()
  /// The edge to node n + 1: where it begins, and its stem. Node 0 is the root.
  private(set) var parents: [Int32] = []
  private(set) var edgeStems: [Int32] = []
  /// Where each node's endings begin in `endings`: [nodes + 1].
  private(set) var starts: [Int32] = [0, 0]
  private(set) var endings: [Ending] = []
  /// Edge number + 1 at each place of the hash table of edges, 0 for none.
  private var slots: [Int32] = Array(repeating: 0, count: 16)

  /// - Parameters:
  ///   - names: those of more than `longestName` words are left out.
  ///   - forms: how words are compared.
  init(_ names: LabelNames, forms: WordForms, pool: WorkerPool) {
    let tokenizer = Tokenizer()
    let list = names.names
    let parts = pool.mapChunks(of: list.count, size: 4_096) { range -> [Words] in
      let stemmer = WordStemmer(forms)
      var cache: [ExactString: String] = [:]
      return list[range].map { Words($0.text, tokenizer, forms, stemmer, &cache) }
    }
    var found: [(node: Int32, ending: Ending)] = []
    for (name, words) in zip(list, parts.joined()) where !words.stems.isEmpty {
      let form = words.form
      found.append(
        (
          node(for: words.stems),
          Ending(label: name.label, form: form, kind: name.kind, isJoined: false)
        ))
      if words.stems.count > 1, words.joined.utf8.count >= Self.shortestJoined {
        found.append(
          (
            node(for: [words.joined]),
            Ending(label: name.label, form: form, kind: name.kind, isJoined: true)
          ))
      }
    }
    keep(found)
  }

  /// A trie as it was stored.
  init(
    stems: ByteTable, parents: [Int32], edgeStems: [Int32], starts: [Int32], endings: [Ending]
  ) {
    self.stems = stems
    self.parents = parents
    self.edgeStems = edgeStems
    self.starts = starts
    self.endings = endings
    makeSlots(for: parents.count)
  }

  /// The number of nodes.
  var nodeCount: Int { parents.count + 1 }

  /// The number of a stem; nil if no name has it.
  func stem(_ bytes: ByteView) -> Int32? { stems.find(bytes).map { Int32($0) } }

  /// The node that follows `node` by a stem.
  @inline(__always)
  func next(_ node: Int32, _ stem: Int32) -> Int32? {
    let slot = slots[place(node, stem)]
    return slot == 0 ? nil : slot
  }

  /// The names that end at a node.
  @inline(__always)
  func endings(at node: Int32) -> ArraySlice<Ending> {
    endings[Int(starts[Int(node)])..<Int(starts[Int(node) + 1])]
  }

  // MARK: -

  /// The node of a name; adds nodes if it differs from all names before.
  private mutating func node(for words: [String]) -> Int32 {
    var node: Int32 = 0
    for word in words {
      let stem = Int32(stems.intern(Array(word.utf8)))
      let place = place(node, stem)
      if slots[place] != 0 {
        node = slots[place]
        continue
      }
      parents.append(node)
      edgeStems.append(stem)
      node = Int32(parents.count)
      slots[place] = node
      if parents.count * 4 > slots.count * 3 { makeSlots(for: parents.count) }
    }
    return node
  }

  /// Orders endings by node, each label once at a node by its best kind of name.
  private mutating func keep(_ found: [(node: Int32, ending: Ending)]) {
    let sorted = found.indices.sorted {
      let (a, b) = (found[$0], found[$1])
      return (a.node, a.ending.label, a.ending.isJoined ? 1 : 0, a.ending.kind.rawValue, $0)
        < (b.node, b.ending.label, b.ending.isJoined ? 1 : 0, b.ending.kind.rawValue, $1)
    }
    starts = Array(repeating: 0, count: nodeCount + 1)
    var last: (node: Int32, label: Int32) = (-1, -1)
    for place in sorted {
      let (node, ending) = found[place]
      if last == (node, ending.label) { continue }
      last = (node, ending.label)
      endings.append(ending)
      starts[Int(node) + 1] += 1
    }
    for node in 0..<nodeCount { starts[node + 1] += starts[node] }
  }

  private mutating func makeSlots(for edges: Int) {
    var size = 16
    while size * 3 < edges * 8 { size *= 2 }
    slots = Array(repeating: 0, count: size)
    for edge in 0..<edges { slots[place(parents[edge], edgeStems[edge])] = Int32(edge + 1) }
  }

  /// The place of an edge in the hash table, or the free place where it belongs.
  @inline(__always)
  private func place(_ node: Int32, _ stem: Int32) -> Int {
    let mask = slots.count - 1
    let key = UInt64(UInt32(bitPattern: node)) << 32 | UInt64(UInt32(bitPattern: stem))
    var place = Int(truncatingIfNeeded: RandomStream.mix(key)) & mask
    while true {
      let slot = Int(slots[place])
      if slot == 0 || parents[slot - 1] == node && edgeStems[slot - 1] == stem { return place }
      place = (place + 1) & mask
    }
  }
}

/// The words of a name.
private struct Words: Sendable {
  var stems: [String] = []
  /// All words as one.
  var joined = ""
  var form: UInt32 = 0

  init(
    _ text: String, _ tokenizer: Tokenizer, _ forms: WordForms, _ stemmer: WordStemmer,
    _ cache: inout [ExactString: String]
  ) {
    let words = tokenizer.tokens(of: text).filter { $0 != "," }.map(forms.normalForm)
    guard !words.isEmpty, words.count <= NameTrie.longestName else { return }
    stems = words.map { word in
      let key = ExactString(word)
      if let known = cache[key] { return known }
      let stem = stemmer.stem(word)
      cache[key] = stem
      return stem
    }
    joined = words.dropLast().joined() + stems[stems.count - 1]
    form = hashOfWords(words.lazy.map(\.utf8))
  }
}

/// A hash of the words of a name as they are written, joined or not.
package func hashOfWords<Bytes: Sequence<UInt8>>(_ words: some Sequence<Bytes>) -> UInt32 {
  var hash: UInt32 = 2_166_136_261
  for word in words { for byte in word { hash = (hash ^ UInt32(byte)) &* 16_777_619 } }
  return hash
}
