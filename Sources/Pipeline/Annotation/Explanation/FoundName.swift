// Names of tags that occur in a document: the lexical model's reasons.
import Formats
import PipelineBaselines

/// An occurrence of a name of a tag.
package struct FoundName: Equatable, Sendable {
  /// 0 is the title, 1 the first sentence.
  package var sentence: Int
  /// The first word, from 0 in the sentence.
  package var place: Int
  /// The words as the document has them.
  package var text: String
}

extension StoredModel {
  /// Where the names of each of `labels` occur in a document, as far as the model knows
  /// names.
  package func foundNames(of labels: [Int], in document: Document) -> [[FoundName]] {
    switch self {
    case .network, .baseline: labels.map { _ in [] }
    case .lexical(let model):
      model.places(of: labels, in: document).map { places in
        places.map { place in
          let words = place.sentence == 0 ? document.title : document.sentences[place.sentence - 1]
          return FoundName(
            sentence: place.sentence, place: place.word,
            text: words[place.word..<place.word + place.count].joined(separator: " "))
        }
      }
    case .fusion(let model): model.foundNames(of: labels, in: document)
    }
  }
}

extension FusionModel {
  func foundNames(of labels: [Int], in document: Document) -> [[FoundName]] {
    var found = [[FoundName]](repeating: [], count: labels.count)
    for member in members {
      let own = labels.map { member.ownLabel($0) }
      let known = own.indices.filter { own[$0] != nil }
      let names = member.model.foundNames(of: own.compactMap { $0 }, in: document)
      for (place, names) in zip(known, names) where found[place].isEmpty { found[place] = names }
    }
    return found
  }
}
