// What each address does, and what every answer has: security headers, a line in the log
// without texts.
import PipelineText
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import StageSupport

/// Hummingbird's data of a request, and who sent it.
struct ServiceContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let client: String

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    client = source.channel.remoteAddress?.ipAddress ?? "-"
  }
}

/// Answers requests.
struct Service: HTTPResponder {
  typealias Context = ServiceContext

  let shelf: ProjectShelf
  let limits: Limits
  let isQuiet: Bool
  private let languageShares = LanguageShares()
  private let pending: PendingBytes

  init(shelf: ProjectShelf, limits: Limits, isQuiet: Bool) {
    self.shelf = shelf
    self.limits = limits
    self.isQuiet = isQuiet
    pending = PendingBytes(limit: limits.maxPending)
  }

  func respond(to request: Request, context: ServiceContext) async -> Response {
    let start = ContinuousClock.now
    let isHead = request.method == .head
    var response: Response
    do {
      response = try await answer(isHead ? .get : request.method, request)
    } catch let problem as Problem {
      response = problem.response
    } catch {
      response = Problem.of(error).response
    }
    if isHead { response = response.createHeadResponse() }
    for (name, value) in Self.headers { response.headers[name] = value }
    if !isQuiet { log(request, response, context, took: .now - start) }
    return response
  }

  private func answer(_ method: HTTPRequest.Method, _ request: Request) async throws -> Response {
    let parts = try Self.parts(of: request.uri.path)
    switch (parts.first, parts.count) {
    case (nil, _): return try get(method) { Page.html }
    case ("page.js", 1): return try get(method) { Page.script }
    case ("page.css", 1): return try get(method) { Page.style }
    // Browsers request it automatically.
    case ("favicon.ico", 1): return try get(method) { Response(status: .noContent) }
    case ("v1", 1): return try get(method) { try Answer.json(Answer.Information()) }
    case ("v1", 2) where parts[1] == "openapi.json":
      return try get(method) { try OpenAPI.response(limits) }
    case ("v1", 2) where parts[1] == "projects":
      return try get(method) {
        try Answer.json(Answer.Projects(projects: shelf.all.map(Answer.Project.init)))
      }
    case ("v1", 2) where parts[1] == "vocabs":
      return try get(method) {
        try Answer.json(Answer.Vocabularies(vocabs: shelf.all.map(Answer.Vocabulary.init)))
      }
    case ("v1", 2) where parts[1] == "detect-language":
      guard method == .post else { throw Problem.method(allowed: "POST") }
      return try await detectLanguage(request)
    case ("v1", 3) where parts[1] == "projects":
      return try get(method) { try Answer.json(Answer.Project(project(parts[2]))) }
    case ("v1", 4) where parts[1] == "projects":
      let action: (Project, Request) async throws -> Response
      switch parts[3] {
      case "suggest": action = suggest
      case "suggest-batch": action = suggestBatch
      case "learn": action = learn
      case "explain": action = explain
      default: throw Problem.notFound
      }
      guard method == .post else { throw Problem.method(allowed: "POST") }
      return try await action(project(parts[2]), request)
    default: throw Problem.notFound
    }
  }

  /// The parts of a path between slashes, percent-decoded. A slash at the end does not count.
  private static func parts(of path: String) throws -> [String] {
    var parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    if parts.last?.isEmpty == true { parts.removeLast() }
    return try parts.map { part in
      guard let text = part.removingPercentEncoding else { throw Problem.notFound }
      return text
    }
  }

  private func get(_ method: HTTPRequest.Method, _ make: () throws -> Response) throws -> Response {
    guard method == .get else { throw Problem.method(allowed: "GET, HEAD") }
    return try make()
  }

  private func project(_ name: String) throws -> Project {
    guard let project = shelf[name] else {
      throw Problem(
        .notFound, title: "Project not found", detail: "Project '\(name)' not found")
    }
    return project
  }

  // MARK: What a project does

  private func suggest(_ project: Project, _ request: Request) async throws -> Response {
    try await withForm(request) { text, wish in
      let names = try wish.names(in: project)
      let hits = try await project.hits(for: [text])
      return try Answer.json(Answer.Suggestions(Answer.subjects(wish.best(hits[0]), project, names)))
    }
  }

  /// The answer of suggest, with the reasons.
  private func explain(_ project: Project, _ request: Request) async throws -> Response {
    try await withForm(request) { text, wish in
      let names = try wish.names(in: project)
      let hits = wish.best(try await project.hits(for: [text])[0])
      let explanation = try await project.explanation(
        of: hits, for: text, most: limits.maxExplained)
      return try Answer.json(Answer.Explained(explanation, Answer.subjects(hits, project, names)))
    }
  }

  private func suggestBatch(_ project: Project, _ request: Request) async throws -> Response {
    let query = request.uri.queryParameters
    let wish = try Wish(
      limit: query["limit"].map(String.init), threshold: query["threshold"].map(String.init),
      language: query["language"].map(String.init))
    let names = try wish.names(in: project)
    return try await withJSON(Batch.self, request) { batch in
      guard batch.documents.count <= limits.maxDocuments else {
        throw Problem.badRequest(
          "“documents” holds \(batch.documents.count) documents; at most \(limits.maxDocuments) are taken")
      }
      let texts = batch.documents.map {
        Project.Text(title: $0.metadata?["title"] ?? "", body: $0.text)
      }
      for text in texts { try check(text) }
      let hits = try await project.hits(for: texts)
      return try Answer.json(
        zip(batch.documents, hits).map {
          Answer.Suggestions(
            Answer.subjects(wish.best($1), project, names), document: $0.document_id)
        })
    }
  }

  /// The answer of Annif if a project cannot learn.
  private func learn(_ project: Project, _ request: Request) async throws -> Response {
    try await withJSON([Lesson].self, request) { _ in
      throw Problem(
        .serviceUnavailable, title: "Service unavailable",
        detail: "Learning not supported by project \(project.source.name): train it again with make")
    }
  }

  /// Detects the language by words that are frequent in it; the answer is as Annif's.
  private func detectLanguage(_ request: Request) async throws -> Response {
    try await withJSON(LanguageQuestion.self, request) { question in
      let languages = question.languages
      guard (1...5).contains(languages.count) else {
        throw Problem.badRequest("“languages” must be 1 to 5")
      }
      guard languages.allSatisfy(LanguageShares.languages.contains),
        Set(languages).count == languages.count
      else { throw Problem.badRequest("unsupported candidate languages") }
      try check(.init(body: question.text))
      let shares = languageShares.shares(
        of: Tokenizer().tokenize(question.text), among: languages)
      return try Answer.json(
        Answer.Languages(results: shares.map { .init(language: $0, score: $1) }))
    }
  }

  // MARK: Bodies

  /// The answer that `act` gives to a form with a text.
  private func withForm(
    _ request: Request, _ act: (Project.Text, Wish) async throws -> Response
  ) async throws -> Response {
    let bytes = try await body(of: request, type: "application/x-www-form-urlencoded")
    return try await pending.with(bytes.count) {
      let form = try FormBody(bytes)
      let text = Project.Text(title: form["metadata_title"] ?? "", body: try form.text("text"))
      try check(text)
      return try await act(
        text,
        Wish(limit: form["limit"], threshold: form["threshold"], language: form["language"]))
    }
  }

  /// The answer that `act` gives to a JSON body.
  private func withJSON<Body: Decodable>(
    _: Body.Type, _ request: Request, _ act: (Body) async throws -> Response
  ) async throws -> Response {
    let bytes = try await body(of: request, type: "application/json")
    return try await pending.with(bytes.count) {
      let body: Body
      do {
        body = try JSONDecoder().decode(Body.self, from: Data(bytes))
      } catch let error as DecodingError {
        throw Problem.badRequest(error.place)
      }
      return try await act(body)
    }
  }

  /// - Throws: `Problem` for a text that is too long.
  private func check(_ text: Project.Text) throws {
    if text.title.utf8.count + text.body.utf8.count > limits.maxText {
      throw Problem(
        .contentTooLarge, title: "Payload Too Large",
        detail: "A text may have \(limits.maxText) bytes at most")
    }
  }

  private func body(of request: Request, type: String) async throws -> [UInt8] {
    let given = request.headers[.contentType]?.split(separator: ";").first ?? ""
    guard given.trimmingCharacters(in: .whitespaces).lowercased() == type else {
      throw Problem(
        .unsupportedMediaType, title: "Unsupported Media Type", detail: "Content-Type must be \(type)")
    }
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limits.maxBody {
      throw Problem.tooLarge(limits.maxBody)
    }
    let body = request.body
    return try await withTimeLimit(.seconds(limits.timeout)) { [limits] in
      do {
        return Array(buffer: try await body.collect(upTo: limits.maxBody))
      } catch is NIOTooManyBytesError {
        throw Problem.tooLarge(limits.maxBody)
      }
    }
  }

  // MARK: Every answer

  private static let headers: [(HTTPField.Name, String)] =
    [
      (
        .contentSecurityPolicy,
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
          + "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
      ),
      (.xContentTypeOptions, "nosniff"),
      (.cacheControl, "no-store"),
    ]
    + [("Referrer-Policy", "no-referrer"), ("Cross-Origin-Resource-Policy", "same-origin")]
    .compactMap { name, value in HTTPField.Name(name).map { ($0, value) } }

  private func log(
    _ request: Request, _ response: Response, _ context: ServiceContext, took time: Duration
  ) {
    let milliseconds =
      Double(time.components.seconds) * 1_000
      + Double(time.components.attoseconds) / 1e15
    let path = String(request.uri.path.prefix(200))
    printError(
      "\(Date.now.formatted(.iso8601)) \(context.client) \(request.method.rawValue) \(path) "
        + "\(response.status.code) \(response.body.contentLength ?? 0) "
        + String(format: "%.1f ms", milliseconds))
  }
}

/// The result of `body`, or a problem if it takes too long.
private func withTimeLimit<Result: Sendable>(
  _ limit: Duration, _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
  try await withThrowingTaskGroup(of: Result.self) { group in
    group.addTask(operation: body)
    group.addTask {
      try await Task.sleep(for: limit)
      throw Problem.timeout
    }
    defer { group.cancelAll() }
    guard let first = try await group.next() else { throw Problem.timeout }
    return first
  }
}
