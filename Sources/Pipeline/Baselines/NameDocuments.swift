// The names of labels as small documents, from which a classifier can learn about a label in
// addition to the texts that have it. The lexical model finds names in texts.
import Formats
import PipelineEmbedding
import PipelineFeatures
import PipelineNumerics
import PipelineText

extension BaselineModel.Data {
  /// The same data with the names of the labels added as documents.
  ///
  /// - Parameters:
  ///   - vectors: the vectors of the names, if documents have vectors.
  ///   - encoding: that of the documents.
  public func learningNames(
    _ vectors: WordVectors? = nil, _ encoding: TextEncoding? = nil
  ) -> Self {
    var data = self
    data.named = NameDocuments.documents(of: labels, concepts: concepts)
    if let vectors, let encoding {
      data.givenNames = GivenFeatures(
        vectors: [NameDocumentVectors(vectors, encoding: encoding)])
    }
    return data
  }

  /// The features of all documents that are learnt.
  ///
  /// - Throws: `FeatureRowsMissing` if a document has no given features.
  func learntRows(_ features: FeatureExtractor, pool: WorkerPool) throws -> SparseMatrix {
    guard givenNames != nil else {
      return try features.matrix(of: learnt, given: given, pool: pool)
    }
    var rows = try features.matrix(of: training, given: given, pool: pool)
    rows.append(contentsOf: try features.matrix(of: named, given: givenNames, pool: pool))
    return rows
  }
}

/// Documents made of names.
public enum NameDocuments {
  /// A document for each label, or, if labels are concepts, for each language in which a
  /// concept has names. Each name is a sentence; the label is the only tag.
  ///
  /// - Parameter concepts: what the labels name, if they are concepts.
  public static func documents(of labels: [String], concepts: ConceptTable?) -> [Document] {
    let tokenizer = Tokenizer()
    func document(_ names: [String], of label: String) -> Document? {
      let sentences = names.map { tokenizer.tokens(of: $0) }.filter { !$0.isEmpty }
      guard !sentences.isEmpty else { return nil }
      return Document(id: label, title: [], sentences: sentences, tags: [label])
    }
    var documents: [Document] = []
    for (label, named) in zip(labels, names(of: labels, concepts: concepts)) {
      let byLanguage = Dictionary(grouping: named, by: \.language)
      documents += byLanguage.keys.sorted().compactMap { language in
        document(byLanguage[language, default: []].map(\.text), of: label)
      }
    }
    return documents
  }

  /// The names of each label as they may occur in a text, with the number of their language in
  /// `concepts`; a label that is not a concept is its own name.
  package static func names(
    of labels: [String], concepts: ConceptTable?
  ) -> [[(language: UInt8, text: String)]] {
    let numbers = concepts?.numbers(of: labels)
    return labels.indices.map { place in
      if labels[place].isEmpty { return [] }
      guard let concepts, let concept = numbers?[place], concept >= 0 else {
        return [(0, LabelNames.plain(labels[place]))]
      }
      return concepts.names(of: Int(concept))
        .filter { [.preferred, .alternative, .hidden].contains($0.kind) }
        .map { ($0.language, LabelNames.plain(concepts.text(of: $0))) }
    }
  }
}
