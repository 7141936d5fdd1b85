// How sentences name parameters. The libraries know names alone; only a program knows that its
// users set them by options.
import Synchronization

/// The name of a parameter in a sentence: `keepDeprecated` for those who use the library,
/// `--keep-deprecated` in a program that offers parameters as options.
public struct ParameterName: CustomStringConvertible, Sendable {
  /// As declared, such as `keepDeprecated`.
  public let name: String

  /// The parameter declared as `name`.
  public init(_ name: String) { self.name = name }

  private static let areOptions = Atomic(false)

  /// Makes all names be spelt as options from now on. A program calls it once, at its start.
  public static func spellAsOptions() { areOptions.store(true, ordering: .relaxed) }

  public var description: String { Self.areOptions.load(ordering: .relaxed) ? option : name }

  /// `--batch-size` for `batchSize`.
  public var option: String {
    name.reduce(into: "--") { option, character in
      if character.isUppercase { option += "-" }
      option += character.lowercased()
    }
  }
}

extension DefaultStringInterpolation {
  /// Names a parameter.
  public mutating func appendInterpolation(parameter name: String) {
    appendInterpolation(ParameterName(name))
  }
}
