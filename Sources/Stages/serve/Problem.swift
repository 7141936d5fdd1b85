// Error answers: problem details for HTTP (RFC 9457), as Annif gives them.
import Formats
import FormatsFiles
import Foundation
import HTTPTypes
import Hummingbird
import StageSupport

/// Why a request is not answered as asked.
struct Problem: Error {
  var status: HTTPResponse.Status
  var title: String
  var detail: String
  var headers: [(HTTPField.Name, String)] = []

  init(
    _ status: HTTPResponse.Status, title: String, detail: String,
    headers: [(HTTPField.Name, String)] = []
  ) {
    self.status = status
    self.title = title
    self.detail = detail
    self.headers = headers
  }

  static var notFound: Problem {
    Problem(.notFound, title: "Not Found", detail: "There is nothing at this address")
  }

  static var timeout: Problem {
    Problem(
      .requestTimeout, title: "Request Timeout", detail: "The request took too long to arrive",
      headers: [(.connection, "close")])
  }

  static func badRequest(_ detail: String) -> Problem {
    Problem(.badRequest, title: "Bad Request", detail: detail)
  }

  static func method(allowed: String) -> Problem {
    Problem(
      .methodNotAllowed, title: "Method Not Allowed", detail: "This address takes \(allowed)",
      headers: [(.allow, allowed)])
  }

  static func tooLarge(_ limit: Int) -> Problem {
    Problem(
      .contentTooLarge, title: "Payload Too Large", detail: "At most \(limit) bytes are taken",
      headers: [(.connection, "close")])
  }

  /// Any other error. Its text goes to the log, not to the client.
  static func of(_ error: any Error) -> Problem {
    if error is QueueFull {
      return Problem(
        .serviceUnavailable, title: "Service unavailable", detail: "Too much is waiting",
        headers: [(.retryAfter, "1")])
    }
    printError("serve: \(error)")
    return Problem(
      .internalServerError, title: "Internal Server Error", detail: "The log of the server says more")
  }

  var response: Response {
    let text =
      "{\"detail\":\(JSONText.quoted(detail)),\"status\":\(status.code),"
      + "\"title\":\(JSONText.quoted(title)),\"type\":\"about:blank\"}\n"
    var fields: HTTPFields = [.contentType: "application/problem+json"]
    for (name, value) in headers { fields[name] = value }
    return Response(
      status: status, headers: fields, body: .init(byteBuffer: .init(string: text)))
  }
}

extension DecodingError {
  /// What is wrong with a JSON body, and where, without its text.
  var place: String {
    func path(_ context: Context, _ key: (any CodingKey)? = nil) -> String {
      let keys = (context.codingPath + (key.map { [$0] } ?? [])).map {
        $0.intValue.map(String.init) ?? $0.stringValue
      }
      return keys.isEmpty ? "the body" : "“\(keys.joined(separator: "."))”"
    }
    switch self {
    case .keyNotFound(let key, let context): return "\(path(context, key)) is missing"
    case .valueNotFound(_, let context): return "\(path(context)) is null"
    case .typeMismatch(_, let context): return "\(path(context)) is of another type"
    case .dataCorrupted(let context): return "\(path(context)) is not valid JSON in UTF-8"
    @unknown default: return "the body cannot be read"
    }
  }
}
