// What a client asks for with its text: how many subjects, from which score, in which language.
import PipelineText

/// The parameters of suggest and suggest-batch.
struct Wish {
  private let limit: Int
  private let threshold: Float
  private let language: String?

  /// - Throws: `Problem` for what is not a number, or out of range.
  init(limit: String?, threshold: String?, language: String?) throws {
    guard let number = Int(limit ?? "10"), number >= 0, number <= Int(Int32.max) else {
      throw Problem.badRequest("“limit” must be a whole number from 0")
    }
    guard let score = Float(threshold ?? "0"), score >= 0, score <= 1 else {
      throw Problem.badRequest("“threshold” must be a number from 0 to 1")
    }
    self.limit = number
    self.threshold = score
    self.language = language
  }

  /// The names of a project's subjects.
  ///
  /// - Throws: `Problem` for a language in which it has none.
  func names(in project: Project) throws -> ConceptNames {
    let language = language.flatMap { $0.isEmpty ? nil : $0 } ?? project.vocabulary.language
    guard let names = project.vocabulary.names(in: language) else {
      throw Problem.badRequest("language \"\(language)\" not supported by vocabulary")
    }
    return names
  }

  /// The hits that are wanted, best first.
  func best(_ hits: [Project.Hit]) -> [Project.Hit] {
    hits.prefix(limit).filter { $0.score >= threshold }
  }
}
