// What may be asked of a model about a document, and its answers to a batch of questions.
import Formats
import PipelineAnnotation
import PipelineEvaluation
import PipelineFeatures
import PipelineNetworks
import PipelineNumerics
import StageSupport

/// A question about a document.
struct Question: Sendable {
  enum Matter: Sendable {
    /// Its labels, best first.
    case labels
    /// Scores of some labels, as `annotate` reads them.
    case scores(of: [Int])
    /// The places of names and the attention of some labels in the document.
    case marks(of: [Int])
  }

  var document: Document
  var matter: Matter
}

/// The answer to a question.
enum Reply: Sendable {
  case labels([Project.Hit])
  case scores([Float])
  case marks([LabelMarks])
}

/// What a model shows of a label in a document, whatever its score.
struct LabelMarks: Sendable {
  /// Its names that occur.
  var names: [FoundName]
  /// The attention that each sentence got; empty without attention.
  var sentences: [Float] = []
}

/// A loaded model as something that answers questions, one batch after the other.
struct Respondent {
  private let model: StoredModel
  private let given: GivenFeatures?
  private let pool: WorkerPool
  private let scores: DocumentScores

  init(_ model: StoredModel, given: GivenFeatures?, pool: WorkerPool) {
    self.model = model
    self.given = given
    self.pool = pool
    scores = DocumentScores(model, given: given, pool: pool)
  }

  /// What the model reads of a document; nil is everything.
  var shape: DocumentShape? { scores.shape }
  /// For each label whether it never occurred in training.
  var isUnseen: [Bool] { scores.labels.indices.map(scores.isUnseen) }

  /// - Throws: `InputError` if the model cannot score documents by their text.
  func replies(to questions: [Question]) throws -> [Reply] {
    var replies = [Reply](repeating: .labels([]), count: questions.count)
    var ranked: [Int] = []
    var scored: [(place: Int, labels: [Int])] = []
    for (place, question) in questions.enumerated() {
      switch question.matter {
      case .labels: ranked.append(place)
      case .scores(of: let labels): scored.append((place, labels))
      case .marks(of: let labels):
        replies[place] = .marks(try marks(of: labels, in: question.document))
      }
    }
    if !ranked.isEmpty {
      for (place, hits) in zip(ranked, try labels(of: ranked.map { questions[$0].document })) {
        replies[place] = .labels(hits)
      }
    }
    if !scored.isEmpty {
      let found = try scores.withScores(of: scored.map { questions[$0.place].document }) {
        $1.scores(of: scored[$0].labels)
      }
      for ((place, _), scores) in zip(scored, found) { replies[place] = .scores(scores) }
    }
    return replies
  }

  private func labels(of documents: [Document]) throws -> [[Project.Hit]] {
    let scored = try model.score(documents, given: given, pool: pool)
    return documents.indices.map { document in
      var hits: [Project.Hit] = []
      scored.forEachScore(of: document) { hits.append(.init(label: $0, score: $1)) }
      return hits.filter { $0.score > 0 }
        .sorted { ($0.score, $1.label) > ($1.score, $0.label) }
    }
  }

  private func marks(of labels: [Int], in document: Document) throws -> [LabelMarks] {
    let attention = try scores.attention(of: [document]).first
    return zip(labels, scores.foundNames(of: labels, in: document)).map { label, names in
      var marks = LabelMarks(names: names)
      if let attention {
        marks.sentences = attention.byLabel[label]?.sentences ?? attention.sentenceMeans
      }
      return marks
    }
  }
}

extension Annotation {
  /// The attention that each sentence gets by context and by the title, averaged over those
  /// that exist.
  fileprivate var sentenceMeans: [Float] {
    guard sentences.count == sentencesTitleGuided.count else {
      return sentences.isEmpty ? sentencesTitleGuided : sentences
    }
    return zip(sentences, sentencesTitleGuided).map { ($0 + $1) / 2 }
  }
}
