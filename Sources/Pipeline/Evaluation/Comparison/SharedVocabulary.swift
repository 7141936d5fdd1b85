// The labels of models that do not know the same ones. A mean over labels says nothing about models if each
// averages over different labels: those that know only frequent labels would seem better.
import Formats
import FormatsFiles

/// All labels that any of some models knows, in one fold.
package struct SharedVocabulary: Sendable {
  /// What one model has of it.
  package struct Part: Sendable {
    /// The number of labels of all models.
    package let count: Int
    /// The number of each of the model's labels among them.
    package let numbers: [Int32]
    /// For each document its true labels that other models know, and this one does not.
    package let truthElsewhere: [[Int32]]
  }

  /// In the order of the models.
  package let parts: [Part]

  /// - Parameter sets: of the same documents.
  /// - Returns: nil if all models know the same labels, in the same order.
  package init?(_ sets: [PredictionSet]) {
    let labels = sets.map { $0.labels.map { ExactString($0) } }
    guard let first = labels.first, !labels.allSatisfy({ $0 == first }) else { return nil }
    var known: [ExactString: Int32] = [:]
    let numbers = labels.map { own in
      own.map { label in
        let number = known[label] ?? Int32(known.count)
        known[label] = number
        return number
      }
    }
    let count = known.count
    let truth = zip(sets, numbers).map { set, numbers in
      (0..<set.scored.count).map { document in
        Set(set.scored.truth(of: document).map { numbers[Int($0)] })
      }
    }
    parts = numbers.indices.map { model in
      let own = Set(numbers[model])
      let elsewhere = (0..<sets[model].scored.count).map { document in
        truth.reduce(into: Set<Int32>()) { $0.formUnion($1[document]) }.subtracting(own).sorted()
      }
      return Part(count: count, numbers: numbers[model], truthElsewhere: elsewhere)
    }
  }
}
