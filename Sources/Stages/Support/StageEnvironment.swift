// What make passes to every stage in addition to its options. None of it changes a
// byte of an output.
import Foundation

/// The variables of the environment that stages read.
package enum StageEnvironment {
  static func value(_ name: String) -> String? {
    guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else {
      return nil
    }
    return value
  }

  /// `JMAN_STORE`: the folder of earlier results.
  static let store = value("JMAN_STORE")

  /// `JMAN_LABEL`: what precedes each line of this run, if several run side by
  /// side.
  static let label = value("JMAN_LABEL")

  /// `JMAN_MAKE`: make asks. A stage without work is then silent, and one with work
  /// shows its command first.
  static let isQuietWhenDone = value("JMAN_MAKE") != nil

  /// `JMAN_EXPLAIN` (`status` or `plan`): only say why the stage would work.
  static let explanation = value("JMAN_EXPLAIN").map(StageExplanation.init(mode:))

  /// Prints the command of this process as a shell takes it, if make asked for it.
  static func showCommand() {
    guard isQuietWhenDone else { return }
    try? writeOut((shownCommand + "\n"))
  }

  static var shownCommand: String {
    CommandLine.arguments.map(shellQuoted).joined(separator: " ")
  }

  private static func shellQuoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.unicodeScalars.allSatisfy {
        ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
          || "/._-+=:,%@".unicodeScalars.contains($0)
      }
    return isPlain ? word : "'" + word.replacingOccurrences(of: "'", with: #"'\''"#) + "'"
  }
}

/// The names of a stage's parameters for a user of make.
struct ParameterNames: Sendable {
  private var names: [String: String] = [:]

  /// - Parameter aliases: the options that are called differently in make, as
  ///   `dimensions=EMBED_SIZE epochs=EMBED_EPOCHS`.
  init(_ aliases: String) {
    for match in aliases.matches(of: /([a-z0-9-]+)=([A-Z0-9_]+)/) {
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
