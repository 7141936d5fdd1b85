// Which names of a knowledge base are similar to a label that it does not have.
import FormatsFiles
import FormatsRDF

/// Finds names that differ little from a label.
struct NearestNames {
  /// A name counts if at most one in this many bytes differs.
  private static let bytesPerDifference = 3
  /// How many names with one word in common are compared: one that thousands
  /// share says little.
  private static let comparedPerWord = 300

  private var names = ByteTable()
  /// Names by each of their words, and by each word's first and last few bytes:
  /// hashes of them, since a wrong neighbour only costs a comparison.
  private var byWord: [UInt64: [Int32]] = [:]
  private let wanted: Set<UInt64>

  /// - Parameter labels: normal forms; only names with a word in common with
  ///   one of them are kept.
  init(for labels: [[UInt8]]) {
    wanted = Set(labels.lazy.flatMap(Self.keys))
  }

  /// Takes in a name in its normal form.
  ///
  /// - Returns: whether it may be near one of the labels.
  @discardableResult
  mutating func add(_ name: [UInt8]) -> Bool {
    let keys = Self.keys(name).filter(wanted.contains)
    guard !keys.isEmpty else { return false }
    guard names.find(name) == nil else { return true }
    let number = Int32(names.intern(name))
    for key in Set(keys) { byWord[key, default: []].append(number) }
    return true
  }

  /// Up to `count` names, the nearest first, of equally near ones the first
  /// added; the label itself is none of them.
  func nearest(to label: [UInt8], count: Int = 3) -> [[UInt8]] {
    let limit = max(1, label.count / Self.bytesPerDifference)
    var seen: Set<Int32> = []
    for key in Set(Self.keys(label)) {
      var compared = 0
      for number in byWord[key] ?? []
      where abs(names[Int(number)].count - label.count) <= limit {
        seen.insert(number)
        compared += 1
        if compared == Self.comparedPerWord { break }
      }
    }
    let ranked = seen.compactMap { number -> (distance: Int, number: Int32)? in
      let distance = Self.editDistance(label, Array(names[Int(number)]), limit: limit)
      return distance > 0 && distance <= limit ? (distance, number) : nil
    }
    return ranked.sorted { ($0.distance, $0.number) < ($1.distance, $1.number) }
      .prefix(count).map { Array(names[Int($0.number)]) }
  }

  private static func keys(_ text: [UInt8]) -> [UInt64] {
    var keys: [UInt64] = []
    for word in text.split(separator: UInt8(ascii: "_")) where word.count >= 3 {
      // Not all of a short word, so that one letter may differ.
      let part = max(2, min(4, word.count - 1))
      keys.append(fnv1a(word))
      keys.append(fnv1a(word.prefix(part)))
      keys.append(fnv1a(word.suffix(part)))
    }
    return keys
  }

  /// Levenshtein's distance in bytes; anything above `limit` is `limit + 1`.
  static func editDistance(_ a: [UInt8], _ b: [UInt8], limit: Int) -> Int {
    guard abs(a.count - b.count) <= limit else { return limit + 1 }
    var row = Array(0...b.count)
    for i in 0..<a.count {
      var diagonal = row[0]
      row[0] = i + 1
      var least = row[0]
      for j in 0..<b.count {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (a[i] == b[j] ? 0 : 1))
        diagonal = above
        least = min(least, row[j + 1])
      }
      if least > limit { return limit + 1 }
    }
    return min(row[b.count], limit + 1)
  }
}

/// The labels that no knowledge base has, with the names that come near them.
package struct UnmatchedLabels: Sendable {
  /// Rising.
  package private(set) var labels: [Int32] = []
  /// For each of them, normal forms of names, the nearest first.
  package private(set) var candidates: [[String]] = []

  package init(_ matrix: SubsumptionMatrix, bases: [KnowledgeBase], index: LabelIndex) {
    labels = matrix.isMatched.indices.filter { !matrix.isMatched[$0] }.map(Int32.init)
    guard !labels.isEmpty else { return }
    let allForms = index.labelForms
    let forms = labels.map { allForms[Int($0)] }
    var nearest = NearestNames(for: forms)
    for base in bases {
      for text in 0..<base.texts.count {
        nearest.add(index.normaliser.normalise(base.texts[text]))
      }
    }
    candidates = forms.map { form in
      nearest.nearest(to: form).map { String(decoding: $0, as: UTF8.self) }
    }
  }

  /// Labels like `text` among `labels`, for one that was mistyped.
  package static func like(_ text: String, among labels: [String]) -> [String] {
    let form = Array(text.utf8)
    var nearest = NearestNames(for: [form])
    for label in labels { nearest.add(Array(label.utf8)) }
    return nearest.nearest(to: form).map { String(decoding: $0, as: UTF8.self) }
  }
}
