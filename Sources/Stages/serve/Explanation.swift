// Why a text gets its subjects: what `annotate --explain` says, for one text.
import Formats
import PipelineAnnotation

/// The reasons of some labels in a document.
struct Explanation: Sendable {
  /// The explanation of one label.
  struct Reasons: Sendable {
    var evidence: [Evidence]
    var marks: LabelMarks
    var isUnseen: Bool
  }

  /// The document as the model reads it.
  var reading: Document
  /// In the order of the labels.
  var reasons: [Reasons]
}

/// Finds reasons by asking a model again and again, without keeping others from asking.
struct Explainer: Sendable {
  /// A document, and its labels that are to be explained.
  struct Task: Sendable {
    var document: Document
    var hits: [Project.Hit]
  }

  /// The number of variants of a document that are scored at a time; others may ask in between.
  private static let variants = 32

  let queue: BatchQueue<Question, Reply>
  let isUnseen: [Bool]

  /// - Throws: `QueueFull`; what the model throws.
  @available(*, noasync)
  func explanation(of task: Task) throws -> Explanation {
    let labels = task.hits.map(\.label)
    let occlusion = Occlusion { variants in
      var scores: [[Float]] = []
      for start in stride(from: 0, to: variants.count, by: Self.variants) {
        let part = variants[start..<min(start + Self.variants, variants.count)]
        let replies = try queue.awaitedReplies(
          to: part.map { Question(document: $0, matter: .scores(of: labels)) })
        for case .scores(let found) in replies { scores.append(found) }
      }
      return scores
    }
    let evidence = try occlusion.evidence(for: task.hits.map(\.score), in: task.document)
    var marks: [LabelMarks] = []
    let question = Question(document: task.document, matter: .marks(of: labels))
    for case .marks(let found) in try queue.awaitedReplies(to: [question]) { marks = found }
    return Explanation(
      reading: task.document,
      reasons: labels.indices.map {
        .init(evidence: evidence[$0], marks: marks[$0], isUnseen: isUnseen[labels[$0]])
      })
  }
}
