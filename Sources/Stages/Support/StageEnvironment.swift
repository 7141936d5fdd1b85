// What make tells every stage beside its options. None of it changes a byte of
// an output.
import Foundation

/// The variables of the environment that stages heed.
public enum StageEnvironment {
  private static func value(_ name: String) -> String? {
    guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else {
      return nil
    }
    return value
  }

  /// `JMAN_STORE`: the folder of superseded results.
  static let store = value("JMAN_STORE")

  /// `JMAN_LABEL`: what stands before each line of this run, where several run
  /// side by side.
  static let label = value("JMAN_LABEL")

  /// `JMAN_EXPLAIN`: only say why the stage would work. Its value tells which
  /// variables of make stand behind which options; it may be empty.
  static let explains = ProcessInfo.processInfo.environment["JMAN_EXPLAIN"]
    .map(ParameterNames.init)
}

/// How a user of make calls the parameters of a stage.
struct ParameterNames: Sendable {
  private var names: [String: String] = [:]

  /// - Parameter options: options as the Makefile writes them:
  ///   `--learning-rate $(LEARNING_RATE) …`.
  init(_ options: String) {
    for match in options.matches(of: /--([a-z0-9-]+) \$\(([A-Z0-9_]+)\)/) {
      names[Self.camelCase(match.1)] = String(match.2)
    }
  }

  /// `LEARNING_RATE` for `learningRate`.
  subscript(parameter: String) -> String {
    if let name = names[parameter] { return name }
    var name = ""
    for character in parameter {
      if character.isUppercase { name += "_" }
      name += character.uppercased()
    }
    return name
  }

  private static func camelCase(_ option: Substring) -> String {
    var words = option.split(separator: "-").map(String.init)
    for i in words.indices.dropFirst() {
      words[i] = words[i].prefix(1).uppercased() + words[i].dropFirst()
    }
    return words.joined()
  }
}
