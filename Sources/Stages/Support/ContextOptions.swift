// The option by which contexts of JSON-LD are given that documents only name.
import ArgumentParser

/// `--context`.
public struct ContextOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      JSON-LD: the file of a context that documents name, as IRI=FILE; nothing is fetched.
      """, valueName: "iri=file"))
  public var context: [String] = []

  public init() {}

  public func validate() throws {
    for text in context where !text.contains("=") {
      throw ValidationError("--context must be IRI=FILE, but is \(text).")
    }
  }

  /// Files by IRI.
  public var files: [String: String] {
    var files: [String: String] = [:]
    for text in context {
      guard let mark = text.lastIndex(of: "=") else { continue }
      files[String(text[..<mark])] = String(text[text.index(after: mark)...])
    }
    return files
  }
}
