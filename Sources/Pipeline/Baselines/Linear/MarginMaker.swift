// The margins of many documents by linear classifiers: what LinearClassifiers does for one
// document, without looking features up and while the weights are in the cache. It sums in
// the same order, so that the numbers are the same to the last bit.
import PipelineFeatures
import PipelineNumerics

/// Computes margins of documents by one set of classifiers after another, on one thread.
final class MarginMaker {
  private let documents: SparseMatrix
  /// For each feature the row of weights of the current classifiers; -1 if there is none, and
  /// everywhere between two calls. Few documents never need it.
  private lazy var table: AlignedBuffer<Int32> = {
    let table = AlignedBuffer<Int32>()
    table.reserve(documents.columnCount).update(repeating: -1, count: documents.columnCount)
    return table
  }()

  init(_ documents: SparseMatrix) { self.documents = documents }

  /// Writes the margins of rows of the documents: [rows, classes].
  func write(_ rows: some Collection<Int>, by classifiers: LinearClassifiers, to margins: MatrixView) {
    let entries = rows.reduce(0) { $0 + documents.entries(of: $1).count }
    // A look at the table costs an eighth of a search; filling it, as much for each feature.
    let places = entries * 8 > classifiers.features.count ? table : nil
    if let places {
      for (place, feature) in classifiers.features.enumerated() {
        places[Int(feature)] = Int32(place)
      }
    }
    for (number, row) in rows.enumerated() {
      let own = margins.row(number)
      if let places {
        write(row, by: classifiers, at: places, to: own)
      } else {
        var sums = [Float](repeating: 0, count: classifiers.count)
        classifiers.addMargins(of: documents[row], to: &sums)
        own.copy(sums)
      }
    }
    if let places { for feature in classifiers.features { places[Int(feature)] = -1 } }
  }

  /// - Parameter places: by feature, as the table.
  private func write(
    _ row: Int, by classifiers: LinearClassifiers, at places: AlignedBuffer<Int32>,
    to margins: VectorView
  ) {
    for (label, bias) in classifiers.biases.enumerated() { margins[label] = bias }
    let weights = classifiers.weights
    let places = places.base
    documents.columns.withUnsafeBufferPointer { features in
      documents.values.withUnsafeBufferPointer { values in
        weights.starts.withUnsafeBufferPointer { starts in
          weights.columns.withUnsafeBufferPointer { classes in
            weights.values.withUnsafeBufferPointer { weights in
              for entry in documents.entries(of: row) {
                let place = Int(places[Int(features[entry])])
                if place < 0 { continue }
                let value = values[entry]
                var at = starts[place]
                let end = starts[place + 1]
                while at < end {
                  margins[Int(classes[at])] += weights[at] * value
                  at &+= 1
                }
              }
            }
          }
        }
      }
    }
  }
}
