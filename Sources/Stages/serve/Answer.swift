// The answers that clients get, in the form of Annif's REST interface.
import PipelineText
import Foundation
import Hummingbird

/// Bodies of answers. Names are as Annif spells them.
enum Answer {
  struct Information: Encodable {
    var title = "JMAN, by Annif's REST interface"
    var version = "v1"
  }

  struct Projects: Encodable {
    var projects: [Project]
  }

  struct Vocabularies: Encodable {
    var vocabs: [Vocabulary]
  }

  struct Vocabulary: Encodable {
    var vocab_id: String
    var languages: [String]
    var size: Int
    var loaded = true

    init(_ project: serve.Project) {
      vocab_id = project.source.name
      languages = project.vocabulary.languages
      size = project.vocabulary.count
    }
  }

  struct Project: Encodable {
    struct Backend: Encodable { var backend_id: String }
    var project_id: String
    var name: String
    var language: String
    var backend: Backend
    var vocab: Vocabulary
    var vocab_language: String
    var is_trained = true
    var modification_time: String?

    init(_ project: serve.Project) {
      project_id = project.source.name
      name = project.source.name
      language = project.vocabulary.language
      backend = Backend(backend_id: project.backend)
      vocab = Vocabulary(project)
      vocab_language = project.vocabulary.language
      modification_time = project.modified?.formatted(.iso8601)
    }
  }

  struct Subject: Encodable {
    var label: String
    var notation: String?
    var score: Float
    var uri: String

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(label, forKey: .label)
      // Null if there is none, as in Annif.
      try container.encode(notation, forKey: .notation)
      try container.encode(score, forKey: .score)
      try container.encode(uri, forKey: .uri)
    }

    enum CodingKeys: CodingKey { case label, notation, score, uri }
  }

  struct Suggestions: Encodable {
    var document_id: String?
    var results: [Subject]

    init(_ results: [Subject], document: String? = nil) {
      self.results = results
      document_id = document
    }
  }

  static func subjects(
    _ hits: [serve.Project.Hit], _ project: serve.Project, _ names: ConceptNames
  ) -> [Subject] {
    hits.map {
      Subject(
        label: names.names[$0.label], notation: project.vocabulary.notation(of: $0.label),
        score: $0.score, uri: project.vocabulary.uri(of: $0.label))
    }
  }

  struct Languages: Encodable {
    struct Language: Encodable {
      var language: String?
      var score: Double

      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        // Null stands for the share that is in none of the candidates.
        try container.encode(language, forKey: .language)
        try container.encode(score, forKey: .score)
      }

      enum CodingKeys: CodingKey { case language, score }
    }
    var results: [Language]
  }

  /// A JSON answer.
  static func json(_ body: some Encodable) throws -> Response {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return response(try encoder.encode(body) + Data("\n".utf8), "application/json")
  }

  static func response(_ bytes: Data, _ type: String) -> Response {
    Response(
      status: .ok, headers: [.contentType: type], body: .init(byteBuffer: .init(bytes: bytes)))
  }
}
