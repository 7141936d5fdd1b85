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
  private let margins = MatrixBuffer()
  /// For each feature the place of its weights in the current classifiers; `none` if there are
  /// none, and everywhere between two calls. Few documents never need it.
  private var table: [Int32] = []
  private static let none = Int32.min
  /// The same for at most two classifiers: for each feature its weights themselves, else zeros.
  private var pairs: [SIMD2<Float>] = []

  package init(_ documents: SparseMatrix) { self.documents = documents }

  /// Calls `body` with the margins of rows of the documents, [rows, at least classes]; other
  /// columns have no meaning. They are gone afterwards.
  package func withMargins<Result>(
    of rows: some Collection<Int>, by scoring: ScoringClassifiers, _ body: (MatrixView) -> Result
  ) -> Result {
    withExtendedLifetime(margins) {
      let weights = scoring.weights
      let view = margins.reshape(rows.count, weights.width)
      for number in 0..<rows.count { weights.begin(view.row(number)) }
      var frequent = MarginEntries()
      // A look at the table costs an eighth of a search; filling it, as much for each feature.
      let entries = rows.reduce(0) { $0 + documents.entries(of: $1).count }
      let isPair = weights.count <= 2
      let isNew = isPair ? pairs.isEmpty : table.isEmpty
      let filling = scoring.classifiers.features.count + (isNew ? documents.columnCount : 0)
      if entries * 8 > filling {
        if isPair {
          addPairs(rows, scoring.classifiers, to: view)
          return body(view)
        }
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
    // Taken out of the object, so that nobody asks at each access who else is writing it.
    var table = table.isEmpty ? Array(repeating: Self.none, count: documents.columnCount) : table
    self.table = []
    let (features, weights) = (scoring.classifiers.features, scoring.weights)
    let known = features.prefix { Int($0) < table.count }
    for (feature, place) in zip(known, weights.places) { table[Int(feature)] = place }
    for (number, row) in rows.enumerated() {
      let own = margins.row(number)
      for entry in documents.entries(of: row) {
        let place = table[Int(documents.columns[entry])]
        if place >= 0 {
          frequent.append(place, documents.values[entry])
        } else if place != Self.none {
          weights.add(rare: Int(~place), times: documents.values[entry], to: own)
        }
      }
      frequent.endDocument()
    }
    for feature in known { table[Int(feature)] = Self.none }
    self.table = table
  }

  /// Adds the products of at most two classifiers: what most nodes of a balanced tree have. With so
  /// few, looking for the weights is all the work.
  private func addPairs(
    _ rows: some Collection<Int>, _ classifiers: LinearClassifiers, to margins: MatrixView
  ) {
    var pairs = pairs.isEmpty ? Array(repeating: .zero, count: documents.columnCount) : pairs
    self.pairs = []
    let (weights, known) = (classifiers.weights, classifiers.features.prefix { Int($0) < pairs.count })
    for (place, feature) in known.enumerated() {
      for entry in weights.entries(of: place) {
        pairs[Int(feature)][Int(weights.columns[entry])] = weights.values[entry]
      }
    }
    for (number, row) in rows.enumerated() {
      let own = margins.row(number)
      var sums = SIMD2(own[0], own[1])
      for entry in documents.entries(of: row) {
        sums += pairs[Int(documents.columns[entry])] * documents.values[entry]
      }
      (own[0], own[1]) = (sums[0], sums[1])
    }
    for feature in known { pairs[Int(feature)] = .zero }
    self.pairs = pairs
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
