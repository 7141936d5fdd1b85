// A parameter is declared once, next to the type that has it. Validation, the header of a stage
// file and a program's options with their help derive from the declaration. It knows nothing
// of command lines.
import FormatsFiles

/// Parameters that are declared one by one.
public protocol DeclaredParameters: Sendable {
  /// The defaults.
  init()
  /// All parameters, in the order in which a program's help shows them.
  static var declarations: [Declaration<Self>] { get }
}

extension DeclaredParameters {
  /// - Throws: `InvalidParameter` for the first value that cannot be used.
  public func validate() throws(InvalidParameter) {
    for declaration in Self.declarations {
      guard let value = declaration.value(self) else { continue }
      try declaration.validate(value)
      if let problem = declaration.further(self) { throw InvalidParameter(name: declaration.name, problem: problem) }
    }
  }

  /// The values as a stage file's header has them, except a seed, which has a separate place there.
  public var described: [String: StageHeader.Value] {
    var all: [String: StageHeader.Value] = [:]
    for declaration in Self.declarations {
      // One without a value keeps the value that another part gives under the same name.
      if let value = declaration.header(self) { all[declaration.key] = value }
    }
    return all
  }
}

/// A value that a parameter cannot have.
public struct InvalidParameter: Error, Equatable, CustomStringConvertible {
  /// As in the declaration: `minDocuments`.
  public var name: String
  /// What follows the name: `must be at least 1, but is 0`.
  public var problem: String

  /// `problem` follows the name in a sentence and has no full stop.
  public init(name: String, problem: String) {
    self.name = name
    self.problem = problem
  }

  public var description: String { "\(parameter: name) \(problem)" }
}

/// What is said of a parameter, whoever has it.
public struct ParameterInfo: Sendable {
  /// The name for those who use the library: `minDocuments`.
  public let name: String
  /// The name in headers.
  public let key: String
  /// A sentence that says what the parameter is for.
  public let help: String
  /// The range of a number; `any` for other types.
  public let bounds: Bounds
  /// The only values, if not all of the type can be used.
  public let values: [String]
  /// What a value is called in help, such as `n`.
  public let valueName: String?
  /// The default in words; nil if it is the value of `Owner()`.
  public let defaultText: String?
  /// The type of a value.
  public let type: any Sendable.Type
  /// Whether a program that uses the owner offers it as an option; false if it follows from others.
  public fileprivate(set) var isOption: Bool
  /// Where the value is in its first owner.
  public let path: any AnyKeyPath & Sendable
}

/// A parameter of `Owner`.
@dynamicMemberLookup
public struct Declaration<Owner>: Sendable {
  private var info: ParameterInfo
  /// The value; nil if there is none.
  public let value: @Sendable (Owner) -> (any Sendable)?
  /// Sets it to a value of `type`.
  public let set: @Sendable (inout Owner, any Sendable) -> Void
  let header: @Sendable (Owner) -> StageHeader.Value?
  let further: @Sendable (Owner) -> String?

  /// What is said of the parameter.
  public subscript<Value>(dynamicMember path: KeyPath<ParameterInfo, Value>) -> Value { info[keyPath: path] }

  /// - Parameters:
  ///   - key: the name in headers, if it differs.
  ///   - bounds: the bounds of a number.
  ///   - values: the only ones, if not all of the type can be used.
  ///   - isUsed: whether the value changes the result; a header leaves it out if not.
  ///   - header: the value in a header, if it differs from the value itself.
  ///   - validate: what else can be wrong with the value: `must …, but is …`.
  public init<Value: Sendable>(
    _ name: String, key: String? = nil, _ path: any WritableKeyPath<Owner, Value> & Sendable, in bounds: Bounds = .any,
    among values: [String] = [], _ help: String, valueName: String? = nil, default defaultText: String? = nil,
    isOption: Bool = true, isUsed: @escaping @Sendable (Owner) -> Bool = { _ in true },
    header: (@Sendable (Owner) -> StageHeader.Value?)? = nil,
    validate: @escaping @Sendable (Owner) -> String? = { _ in nil }
  ) {
    info = ParameterInfo(
      name: name, key: key ?? name, help: help, bounds: bounds, values: values, valueName: valueName,
      defaultText: defaultText, type: Value.self, isOption: isOption, path: path)
    value = { $0[keyPath: path] }
    set = { owner, value in if let value = value as? Value { owner[keyPath: path] = value } }
    self.header = { isUsed($0) ? (header ?? { headerValue(of: $0[keyPath: path]) })($0) : nil }
    further = validate
  }

  /// A parameter that may have no value.
  public init<Value: Sendable>(
    _ name: String, key: String? = nil, _ path: any WritableKeyPath<Owner, Value?> & Sendable, in bounds: Bounds = .any,
    _ help: String, valueName: String? = nil, default defaultText: String? = nil, isOption: Bool = true,
    header: @escaping @Sendable (Owner) -> StageHeader.Value?,
    validate: @escaping @Sendable (Owner) -> String? = { _ in nil }
  ) {
    info = ParameterInfo(
      name: name, key: key ?? name, help: help, bounds: bounds, values: [], valueName: valueName,
      defaultText: defaultText ?? "", type: Value.self, isOption: isOption, path: path)
    value = { $0[keyPath: path] }
    set = { owner, value in owner[keyPath: path] = value as? Value }
    (self.header, further) = (header, validate)
  }

  /// A declaration of a part, seen from the whole.
  private init<Part>(
    _ declaration: Declaration<Part>, of part: @escaping @Sendable (Owner) -> Part?,
    set: @escaping @Sendable (inout Owner, any Sendable) -> Void
  ) {
    info = declaration.info
    value = { part($0).flatMap(declaration.value) }
    self.set = set
    header = { part($0).flatMap(declaration.header) }
    further = { part($0).flatMap(declaration.further) }
  }

  /// The declarations of a part, for validation and headers.
  ///
  /// - Parameter part: nil if it does not matter.
  public static func part<Part: DeclaredParameters>(_ part: @escaping @Sendable (Owner) -> Part?) -> [Self] {
    Part.declarations.map { declaration in
      var own = Self(declaration, of: part, set: { _, _ in })
      own.info.isOption = false
      return own
    }
  }

  /// The declarations of a group of parameters, which are options of the whole too.
  public static func group<Group: DeclaredParameters>(
    _ path: any WritableKeyPath<Owner, Group> & Sendable
  ) -> [Self] {
    Group.declarations.map { declaration in
      Self(declaration, of: { $0[keyPath: path] }, set: { declaration.set(&$0[keyPath: path], $1) })
    }
  }

  /// All values that can be given, if they are few.
  public var choices: [String] {
    if !info.values.isEmpty { return info.values }
    func all<Value: CaseIterable>(_ type: Value.Type) -> [String] {
      type.allCases.compactMap { ($0 as? any RawRepresentable<String>)?.rawValue }
    }
    return (info.type as? any CaseIterable.Type).map { all($0) } ?? []
  }

  /// - Throws: `InvalidParameter` for a number out of bounds, and for a value that is not among
  ///   those that can be used.
  public func validate(_ value: any Sendable) throws(InvalidParameter) {
    guard info.values.isEmpty || info.values.contains("\(value)") else {
      throw InvalidParameter(
        name: info.name, problem: "must be one of \(info.values.joined(separator: ", ")), but is \(value)")
    }
    try info.bounds.validate(value, of: info.name)
  }
}

/// A value as a header has it; nil for a seed, which has a separate place.
private func headerValue(of value: any Sendable) -> StageHeader.Value? {
  switch value {
  case let value as Bool: .bool(value)
  case let value as Int: .int(value)
  case let value as Double: .double(value)
  case let value as Float: .double(Double(value))
  case let value as String: .string(value)
  case let value as any RawRepresentable<String>: .string(value.rawValue)
  case let values as [String]: .string(values.joined(separator: " "))
  case is UInt64: nil
  default: preconditionFailure("a parameter of the type \(type(of: value)) says nothing about headers")
  }
}
