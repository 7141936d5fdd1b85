// What went wrong with something that came from outside: a file, an option, a
// stream. Every sentence that a user reads about bad input is composed here.
// Mistakes of a programmer are preconditions, not values of this type.

/// An error in a user's data, with the place and what to do about it.
public struct InputError: Error, Equatable, Sendable {
  /// What the error is about.
  public enum Place: Equatable, Sendable {
    /// A file as the user named it.
    case file(String)
    case standardInput
    case standardOutput
    /// An option of the command line, with its hyphens.
    case option(String)
    /// A parameter, by the name that it was declared with.
    case parameter(String)
    /// A library or another part of this machine.
    case machine(String)
  }
  /// What is wrong: a file, a parameter or the machine.
  public var place: Place
  /// 1-based line, if the format has lines.
  public var line: Int?
  /// 1-based column in bytes or characters, as the format counts them.
  public var column: Int?
  /// The section of a stage file, the field of a record …
  public var part: String?
  /// What is wrong, without a full stop at the end.
  public var problem: String
  /// What the user can do, a sentence without a full stop at the end.
  public var remedy: String?

  /// - Parameter file: as the user named it; `-` is standard input.
  public init(
    file: String, line: Int? = nil, column: Int? = nil, part: String? = nil,
    problem: String, remedy: String? = nil
  ) {
    place = file == "-" ? .standardInput : .file(file)
    self.line = line
    self.column = column
    self.part = part
    self.problem = problem
    self.remedy = remedy
  }

  /// An error that is not in a file.
  public init(_ place: Place, problem: String, remedy: String? = nil) {
    self.place = place
    self.problem = problem
    self.remedy = remedy
  }
}

extension InputError: CustomStringConvertible {
  /// The place in words, such as the name of the file.
  public var placeName: String {
    switch place {
    case .file(let name), .option(let name), .machine(let name): name
    case .parameter(let name): "\(parameter: name)"
    case .standardInput: "(standard input)"
    case .standardOutput: "(standard output)"
    }
  }

  /// `PLACE:LINE:COLUMN: PART: PROBLEM. REMEDY.`
  public var description: String {
    var text = placeName
    if let line { text += ":\(line)" }
    if let column { text += ":\(column)" }
    text += ": "
    if let part { text += "\(part): " }
    text += problem + "."
    if let remedy { text += " \(remedy)." }
    return text
  }
}
