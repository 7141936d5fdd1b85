// The margins of many documents by linear classifiers: finds the weights of their features.
// How margins are summed is in MarginWeights.
import PipelineFeatures
import PipelineNumerics

/// Linear classifiers, and their weights in the form in which margins are summed.
package struct ScoringClassifiers: Sendable {
  package let classifiers: LinearClassifiers
  let weights: MarginWeights

  init(_ classifiers: LinearClassifiers) {
    self.classifiers = classifiers
    let own = classifiers.weights
    weights = MarginWeights(
      starts: own.starts, columns: own.columns, values: own.values, biases: classifiers.biases)
  }
}

/// Computes margins of documents by one set of classifiers after another, on one thread.
package final class MarginMaker {
  /// For how many documents margins are computed side by side: enough for a tile of weights to be
  /// worth fetching, and few enough for the margins to take at most 16 MiB, or of 64 documents.
  package static func batch(classifiers: Int) -> Int {
    max(64, min(512, (16 << 20) / (4 * max(classifiers, 1))))
  }

  private let documents: SparseMatrix
  private let rows: [Int]
  private let margins = MatrixBuffer()
  /// Margins of the documents and classifiers at hand; kept to reuse the memory.
  private var frequent = MarginEntries()
  /// Few documents never need it.
  private var known: NumberedFeatures?
  private var numbered: NumberedFeatures {
    if let known { return known }
    let numbered = NumberedFeatures(documents, rows)
    known = numbered
    return numbered
  }

  /// - Parameter rows: those of `documents` whose margins will be wanted.
  package init(_ documents: SparseMatrix, rows: some Collection<Int>) {
    self.documents = documents
    self.rows = Array(rows)
  }

  /// Calls `body` with the margins of some of the rows, [rows, at least classes]; other columns
  /// have no meaning. They are gone afterwards.
  package func withMargins<Result>(
    of rows: some Collection<Int>, by scoring: ScoringClassifiers, _ body: (MatrixView) -> Result
  ) -> Result {
    withExtendedLifetime(margins) {
      let weights = scoring.weights
      let view = margins.reshape(rows.count, weights.width)
      for number in 0..<rows.count { weights.begin(view.row(number)) }
      let entries = rows.reduce(0) { $0 + documents.entries(of: $1).count }
      // A look at a table costs an eighth of a search; filling it, as much for each feature.
      let filling = scoring.classifiers.features.count + (known == nil ? documents.columnCount : 0)
      let isTable = entries * 8 > filling
      if isTable, weights.count <= 2 {
        addPairs(rows, scoring.classifiers, to: view)
        return body(view)
      }
      frequent.reset(capacity: entries)
      if isTable {
        addByTable(rows, scoring, &frequent, to: view)
      } else {
        addBySearch(rows, scoring, &frequent, to: view)
      }
      weights.add(frequent: frequent, to: view)
      return body(view)
    }
  }

  /// Adds the rare features' products; the others become entries.
  private func addByTable(
    _ rows: some Collection<Int>, _ scoring: ScoringClassifiers, _ frequent: inout MarginEntries,
    to margins: MatrixView
  ) {
    let (numbered, places) = (numbered, numbered.places)
    numbered.forEach(of: scoring.classifiers.features) { places[$0] = scoring.weights.places[$1] }
    for (number, row) in rows.enumerated() {
      let own = margins.row(number)
      for entry in documents.entries(of: row) {
        let place = places[numbered.number(of: entry)]
        if place >= 0 {
          frequent.append(place, documents.values[entry])
        } else if place != NumberedFeatures.none {
          scoring.weights.add(rare: Int(~place), times: documents.values[entry], to: own)
        }
      }
      frequent.endDocument()
    }
    numbered.forEach(of: scoring.classifiers.features) { number, _ in places[number] = NumberedFeatures.none }
  }

  /// Adds the products of at most two classifiers: what most nodes of a balanced tree have. With so
  /// few, looking for the weights is all the work.
  private func addPairs(
    _ rows: some Collection<Int>, _ classifiers: LinearClassifiers, to margins: MatrixView
  ) {
    let (numbered, pairs, weights) = (numbered, numbered.pairs, classifiers.weights)
    numbered.forEach(of: classifiers.features) { number, place in
      for entry in weights.entries(of: place) {
        pairs[number][Int(weights.columns[entry])] = weights.values[entry]
      }
    }
    for (number, row) in rows.enumerated() {
      let own = margins.row(number)
      var sums = SIMD2(own[0], own[1])
      for entry in documents.entries(of: row) {
        sums += pairs[numbered.number(of: entry)] * documents.values[entry]
      }
      (own[0], own[1]) = (sums[0], sums[1])
    }
    numbered.forEach(of: classifiers.features) { number, _ in pairs[number] = .zero }
  }

  private func addBySearch(
    _ rows: some Collection<Int>, _ scoring: ScoringClassifiers, _ frequent: inout MarginEntries,
    to margins: MatrixView
  ) {
    for (number, row) in rows.enumerated() {
      let own = margins.row(number)
      var from = 0
      for entry in documents.entries(of: row) {
        let feature = documents.columns[entry]
        guard let found = scoring.classifiers.place(of: feature, from: from) else { continue }
        from = found + 1
        let place = scoring.weights.places[found]
        if place >= 0 {
          frequent.append(place, documents.values[entry])
        } else {
          scoring.weights.add(rare: found, times: documents.values[entry], to: own)
        }
      }
      frequent.endDocument()
    }
  }
}

/// The features of some documents, numbered from 0 in the order in which they are met: what is
/// kept for each of them is small enough for the cache, however many features there are.
private final class NumberedFeatures {
  static let none = Int32.min
  /// By feature its number; `none` if no document has it.
  private let numbers: AlignedBuffer<Int32>
  private let featureCount: Int
  /// The number of each entry's feature, from entry `first` on; of other documents than the chosen
  /// ones it has no meaning.
  private let own: AlignedBuffer<Int32>
  private let first: Int
  /// For each number the place of its weights in the current classifiers; `none` if there are none,
  /// and everywhere between two calls.
  private(set) lazy var places = AlignedBuffer(repeating: Self.none, count: count)
  /// The same for at most two classifiers: the weights themselves, else zeros.
  private(set) lazy var pairs = AlignedBuffer<SIMD2<Float>>(zeros: count)
  private let count: Int

  init(_ documents: SparseMatrix, _ rows: [Int]) {
    featureCount = documents.columnCount
    let first = documents.starts[rows.min() ?? 0]
    self.first = first
    numbers = AlignedBuffer(repeating: Self.none, count: featureCount)
    own = AlignedBuffer()
    own.reserve(rows.max().map { documents.starts[$0 + 1] - first } ?? 0)
    var count: Int32 = 0
    for entry in rows.lazy.flatMap(documents.entries) {
      let feature = Int(documents.columns[entry])
      if numbers[feature] == Self.none {
        numbers[feature] = count
        count += 1
      }
      own[entry - first] = numbers[feature]
    }
    self.count = Int(count)
  }

  /// The number of the feature of an entry of the documents.
  func number(of entry: Int) -> Int { Int(own[entry - first]) }

  /// Calls `body` with the number and the place of each of `features`, ascending, that a document
  /// has.
  func forEach(of features: [Int32], _ body: (_ number: Int, _ place: Int) -> Void) {
    for (place, feature) in features.enumerated() {
      guard Int(feature) < featureCount else { return }
      let number = numbers[Int(feature)]
      if number != Self.none { body(Int(number), place) }
    }
  }
}
