// The option by which contexts of JSON-LD are given that documents only name.
import ArgumentParser
import Formats

/// Files of contexts.
package struct ContextParameters: DeclaredParameters {
  /// `IRI=FILE` each.
  package var contexts: [String] = []

  package init() {}

  package static let declarations: [Declaration<Self>] = [
    .init(
      "context", key: "contexts", \.contexts,
      "JSON-LD: the file of a context that documents name, as IRI=FILE; nothing is fetched.", valueName: "iri=file",
      validate: { parameters in
        parameters.contexts.first { !$0.contains("=") }.map { "must be IRI=FILE, but is \($0)" }
      })
  ]

  /// The files as inputs of a stage, in the order of their IRIs: results depend on what is in them.
  package var inputs: [(role: String, path: String)] {
    files.sorted { $0.key < $1.key }.map { ("context", $0.value) }
  }

  /// Files by IRI.
  package var files: [String: String] {
    var files: [String: String] = [:]
    for text in contexts {
      guard let mark = text.lastIndex(of: "=") else { continue }
      files[String(text[..<mark])] = String(text[text.index(after: mark)...])
    }
    return files
  }
}
