// Options of a command line made from declared parameters.
import ArgumentParser
import Formats
import FormatsFiles

/// An option for each parameter that `Parameters` declares: `--min-documents` for
/// `minDocuments`, with its default, bounds and help.
///
/// The argument parser finds options by reflection; this type shows it one per declaration.
package struct Options<Parameters: DeclaredParameters>: ParsableArguments, CustomReflectable {
  /// Nil before anything was parsed.
  private var given: [String: any Sendable]?

  package init() {}

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Name.self)
    var given: [String: any Sendable] = [:]
    for option in Self.options { given[option.name] = try option.decode(container, Name(stringValue: option.name)) }
    self.given = given
  }

  /// The parameters in force.
  ///
  /// - Parameter defaults: the values of options that were not given and whose default depends on
  ///   other things.
  package func parameters(_ defaults: Parameters = Parameters()) -> Parameters {
    var parameters = defaults
    for declaration in Parameters.declarations {
      if let value = given?[declaration.name] { declaration.set(&parameters, value) }
    }
    return parameters
  }

  /// The value of an option; nil if it was not given and its default depends on other things.
  package subscript<Value>(path: KeyPath<Parameters, Value>) -> Value? { value(path) as? Value }

  package subscript<Value>(path: KeyPath<Parameters, Value?>) -> Value? { value(path) as? Value }

  /// Whether any option was given of those whose default depends on other things.
  package var isAnyGiven: Bool {
    Parameters.declarations.contains { $0.defaultText != nil && given?[$0.name] != nil }
  }

  private func value(_ path: AnyKeyPath) -> (any Sendable)? {
    Parameters.declarations.first { $0.path == path }.flatMap { given?[$0.name] }
  }

  package func validate() throws {
    for declaration in Parameters.declarations where declaration.isOption {
      guard let value = given?[declaration.name] else { continue }
      try validateNumber(value, of: ParameterName(declaration.name).option)
      try namingOptions { try declaration.validate(value) }
    }
  }

  package var customMirror: Mirror {
    Mirror(self, children: given == nil ? Self.options.map { ($0.name, $0.definition) } : [])
  }

  private static var options: [DeclaredOption] {
    Parameters.declarations.filter(\.isOption).map { DeclaredOption($0) }
  }
}

/// Parameters some of whose options have other names than their own.
package protocol NamedOptions: DeclaredParameters {
  /// The names of options by those of parameters.
  static var optionNames: [String: NameSpecification] { get }
}

/// The header values of several groups of parameters; of equal names the first counts.
package func headerValues(of groups: any DeclaredParameters...) -> [String: StageHeader.Value] {
  groups.reduce(into: [:]) { all, group in all.merge(group.described) { first, _ in first } }
}

/// Runs `body`; a parameter that cannot be used is a mistake in the command line.
///
/// - Throws: `ValidationError` in place of `InvalidParameter`.
package func namingOptions(_ body: () throws -> Void) throws {
  do {
    try body()
  } catch let error as InvalidParameter {
    throw ValidationError("\(error).")
  }
}

private struct Name: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

/// An option in the two forms that the argument parser needs: to be defined, and to be read.
private struct DeclaredOption {
  let name: String
  let definition: Any
  let decode: (KeyedDecodingContainer<Name>, Name) throws -> (any Sendable)?

  /// - Precondition: the type is one that a command line can give.
  init<Owner: DeclaredParameters>(_ declaration: Declaration<Owner>) {
    let fallback = declaration.defaultText == nil ? declaration.value(Owner()) : nil
    if let type = declaration.type as? any (EnumerableFlag & Sendable).Type {
      self.init(flags: type, declaration)
    } else if let type = declaration.type as? any (ExpressibleByArgument & Sendable).Type {
      self.init(type, declaration, default: fallback)
    } else if let list = declaration.type as? any OptionList.Type,
      let type = list.elementType as? any (ExpressibleByArgument & Sendable).Type
    {
      self.init(listOf: type, declaration)
    } else {
      preconditionFailure("\(declaration.name): \(declaration.type) is not ExpressibleByArgument")
    }
  }

  /// An option that can be given several times.
  private init<Value: ExpressibleByArgument & Sendable, Owner: DeclaredParameters>(
    listOf type: Value.Type, _ declaration: Declaration<Owner>
  ) {
    name = declaration.name
    definition = Option<[Value]>(wrappedValue: [], name: Self.names(declaration), help: Self.help(declaration))
    decode = { try $0.decode(Option<[Value]>.self, forKey: $1).wrappedValue }
  }

  /// Flags of which one can be given.
  private init<Value: EnumerableFlag & Sendable, Owner>(flags type: Value.Type, _ declaration: Declaration<Owner>) {
    name = declaration.name
    definition = Flag<Value?>(help: Self.help(declaration))
    decode = { try $0.decode(Flag<Value?>.self, forKey: $1).wrappedValue }
  }

  private init<Value: ExpressibleByArgument & Sendable, Owner: DeclaredParameters>(
    _ type: Value.Type, _ declaration: Declaration<Owner>, default fallback: (any Sendable)?
  ) {
    name = declaration.name
    let option = Self.names(declaration)
    let help = Self.help(declaration)
    let completion: CompletionKind? = declaration.values.isEmpty ? nil : .list(declaration.values)
    if type == Bool.self {
      if let fallback = fallback as? Bool {
        definition =
          fallback
          ? Flag(wrappedValue: true, name: option, inversion: .prefixedNo, help: help)
          : Flag(wrappedValue: false, name: option, help: help)
        decode = { try $0.decode(Flag<Bool>.self, forKey: $1).wrappedValue }
      } else {
        definition = Flag<Bool?>(name: option, inversion: .prefixedNo, help: help)
        decode = { try $0.decode(Flag<Bool?>.self, forKey: $1).wrappedValue }
      }
    } else if let fallback = fallback as? Value {
      // A number below 0 looks like an option.
      let mayBeNegative = declaration.bounds.lower.isFinite && declaration.bounds.lower < 0
      let strategy: SingleValueParsingStrategy = mayBeNegative ? .unconditional : .next
      definition = Option(wrappedValue: fallback, name: option, parsing: strategy, help: help, completion: completion)
      decode = { try $0.decode(Option<Value>.self, forKey: $1).wrappedValue }
    } else {
      definition = Option<Value?>(name: option, help: help, completion: completion)
      decode = { try $0.decode(Option<Value?>.self, forKey: $1).wrappedValue }
    }
  }

  private static func names<Owner: DeclaredParameters>(_ declaration: Declaration<Owner>) -> NameSpecification {
    (Owner.self as? any NamedOptions.Type)?.optionNames[declaration.name]
      ?? .customLong(String(ParameterName(declaration.name).option.dropFirst(2)))
  }

  private static func help<Owner>(_ declaration: Declaration<Owner>) -> ArgumentHelp {
    var help = declaration.help
    if !declaration.values.isEmpty { help = "\(help.dropLast()): \(declaration.values.joined(separator: ", "))." }
    if declaration.bounds.isLimited {
      let range = declaration.bounds.description.replacing(#/^from /#, with: "")
      help = "\(help.dropLast()) (range: \(range))."
    }
    if let text = declaration.defaultText, !text.isEmpty { help += " Default: \(text)." }
    return ArgumentHelp(help, valueName: declaration.valueName)
  }
}

/// A type of several values.
private protocol OptionList {
  static var elementType: Any.Type { get }
}

extension Array: OptionList {
  fileprivate static var elementType: Any.Type { Element.self }
}
