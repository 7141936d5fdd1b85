// The values that parameters have for one dataset, and where each comes from. It runs
// nothing.
import FormatsFiles
import Foundation
import PipelineNetworks

/// A mistake in what a user typed.
package struct Mistake: Error, CustomStringConvertible {
  package var description: String
  init(_ description: String) { self.description = description }
}

/// What a user has set: on the command line of make, in the environment, earlier for the
/// user's own dataset, or in datasets/NAME.mk; the first of these takes precedence.
package struct Settings: Codable, Sendable {
  /// The folder of the Makefile, with a slash at its end or empty.
  package var root: String
  /// The dataset; empty if a goal has none.
  package var name = ""
  /// By name of the parameter. An empty value was reset.
  package private(set) var values: [String: String] = [:]
  /// Where the dataset's real files and the program that fetches them are named.
  var datasetFile = DatasetFile()
  /// The folder of the stage files, if it is not WORK/NAME.
  var folder: String?
  /// The name of a sweep's table: `results`, or `curve`.
  var table = "results"

  /// - Throws: `Mistake` for a variable that is not a parameter or an invalid value.
  package init(root: String, flags: MakeFlags, environment: [String: String]) throws {
    self.root = root
    // Another system's NAME is often the host's.
    for parameter in Parameter.all where parameter.name != "NAME" {
      if let value = environment[parameter.name] { values[parameter.name] = value }
    }
    let inherited = values
    let known = Parameter.all.map(\.name) + Known.variablesOfScripts + ["SHELL", "MAKE"]
    for (name, value) in flags.variables {
      guard known.contains(name) else {
        throw Mistake("there is no parameter \(name) (make help lists them)\(didYouMean(name, known))")
      }
      values[name] = value
    }
    for parameter in Parameter.all {
      guard let value = inherited[parameter.name], values[parameter.name] == value else { continue }
      do {
        try Self.check(value, of: parameter)
      } catch let mistake as Mistake {
        throw Mistake("\(mistake.description) It is a variable of the environment: unset \(parameter.name).")
      }
    }
    try check()
  }

  /// The settings that a recipe of make/dataset.mk was started with.
  ///
  /// - Throws: `Mistake` outside such a recipe.
  init(recipe environment: [String: String]) throws {
    guard let text = environment["JMAN_SETTINGS"],
      let settings = try? JSONDecoder().decode(Settings.self, from: Data(text.utf8))
    else { throw Mistake("this command belongs to recipes of make. Use make help.") }
    self = settings
  }

  package subscript(name: String) -> String? {
    values[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The words of a value, or of make's default if none is set.
  private func words(_ name: String) -> [String] {
    (self[name] ?? Parameter.byName[name]?.fallback ?? "").split(separator: " ").map(String.init)
  }

  package mutating func set(_ name: String, _ value: String) { values[name] = value }

  // MARK: Checks

  /// - Throws: `Mistake` for the first invalid value.
  func check() throws {
    for parameter in Parameter.all {
      if let value = values[parameter.name] { try Self.check(value, of: parameter) }
    }
    if values["WORK"] == "" {
      throw Mistake("WORK is empty. Give the folder for all results, such as WORK=work.")
    }
    if let name = values["NAME"], !name.isEmpty { try Self.checkName(name) }
    let named = ["MODEL", "FUSE"].flatMap { (self[$0] ?? "").split(separator: " ").map(String.init) }
    if self["COMPAT"] != nil, let later = named.first(where: { NetworkModel(rawValue: $0)?.isOriginal == false }) {
      throw Mistake("\(later) is not a model of the original program. Leave out COMPAT=original.")
    }
  }

  static func checkName(_ name: String) throws {
    let isPlain = name.unicodeScalars.allSatisfy {
      ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
        || "._-".unicodeScalars.contains($0)
    }
    guard isPlain, !name.hasPrefix("."), !name.hasPrefix("-") else {
      throw Mistake("NAME is made of letters, digits and . _ -, but is \"\(name)\".")
    }
    guard name.utf8.count <= 80 else {
      throw Mistake("NAME has at most 80 letters, but \(name) has \(name.utf8.count).")
    }
    // make clean-x must clean x, whatever datasets there are.
    guard !Known.targets.contains(name), Known.target(name) == nil else {
      throw Mistake("NAME cannot be \(name), which is a target of make. Give the dataset another name.")
    }
  }

  /// Further options must not contradict what the recipes give: results would be in the wrong place.
  private static func checkOptions(_ words: [String], of name: String) throws {
    let given: [String: String] = [
      "--kfold": "Give KFOLD", "--model": "Give MODEL", "--seed": "Give SEED", "--compat": "Give COMPAT",
      "--threads": "Give THREADS", "--fold": "Leave it out", "--output": "Leave it out", "-o": "Leave it out",
      "--documents": "Leave it out", "--split": "Leave it out",
    ]
    for word in words {
      let option = String(word.prefix { $0 != "=" })
      if let remedy = given[option] {
        throw Mistake("\(name): \(option) is what make gives itself. \(remedy).")
      }
      // Nothing would be made, and old results would pass for new ones.
      if ["--help", "-h", "--version", "--generate-completion-script", "--experimental-dump-help"].contains(option) {
        throw Mistake("\(name): \(option) makes no result. Give it to the program itself, as preprocess --help.")
      }
    }
  }

  /// - Throws: `Mistake` for a value that the parameter cannot have.
  static func check(_ value: String, of parameter: Parameter) throws {
    let name = parameter.name
    guard !value.unicodeScalars.contains(where: { $0 == "\n" || $0 == "\r" || $0 == "\0" }) else {
      throw Mistake("\(name) holds a line break, which make cannot hand on. Rename the file, or give a link to it.")
    }
    guard !value.unicodeScalars.contains("\u{FFFD}") || FileStamp(of: value) != nil else {
      throw Mistake("\(name) is not UTF-8: \"\(value)\". Rename the file, or give a link to it.")
    }
    // The tables of a sweep list files in columns.
    guard name != "WORK" || !value.contains("\t") else {
      throw Mistake("WORK contains a tab. Give another folder.")
    }
    guard !value.isEmpty else { return }
    switch parameter.kind {
    case .whole(let range):
      let digits = range.lowerBound < 0 && value.hasPrefix("-") ? value.dropFirst() : value[...]
      guard digits.allSatisfy({ ("0"..."9").contains($0) }), let number = Int(value) else {
        throw Mistake("\(name) must be a whole number, but is \"\(value)\".")
      }
      guard range.contains(number) else {
        throw Mistake("\(name) must be from \(range.lowerBound) to \(range.upperBound), but is \(value).")
      }
      if let problem = parameter.problem(number) { throw Mistake("\(name) \(problem).") }
    case .real(let bounds):
      guard let number = Double(value), number.isFinite,
        value.allSatisfy({ "0123456789.eE+-".contains($0) })
      else { throw Mistake("\(name) must be a number, but is \"\(value)\".") }
      guard bounds.contains(number) else {
        throw Mistake("\(name) must be \(bounds.words(for: number)), but is \(value).")
      }
    case .choice(let words):
      guard value.split(separator: " ").count == 1 else {
        throw Mistake("\(name) takes one value, but is \"\(value)\".")
      }
      try check([value], of: name, among: words)
    case .choices(let words):
      let values = value.split(separator: " ").map(String.init)
      try check(values, of: name, among: words)
      if let twice = repeated(values) { throw Mistake("\(name) names \(twice) twice.") }
    case .options, .paths:
      guard ShellWords.split(value) != nil || FileStamp(of: value) != nil else {
        throw Mistake("\(name): a quotation mark is missing in \"\(value)\".")
      }
      if parameter.kind == .options { try checkOptions(ShellWords.split(value) ?? [], of: name) }
    case .path, .flag, .text: break
    }
  }

  private static func check(_ values: [String], of name: String, among words: [String]) throws {
    for value in values where !words.contains(value) {
      throw Mistake("\(name): there is no \(value) (but \(words.joined(separator: " ")))\(didYouMean(value, words))")
    }
  }

  // MARK: Derived

  package var work: String {
    let work = self["WORK"] ?? "work"
    // It must not be taken for an option.
    return work.hasPrefix("-") ? "./" + work : work
  }
  /// The folder of the dataset's stage files.
  package var place: String { folder ?? "\(work)/\(name)" }
  var store: String? { values["STORE"] == nil ? "\(work)/.store" : self["STORE"] }
  var bin: String { self["BIN"] ?? "\(root).build/release" }
  /// How a user starts a stage; if jman is installed, by that one name.
  func command(_ stage: String) -> String {
    bin.hasSuffix("/libexec/jman") ? "jman \(stage)" : ShellWords.quotedIfNeeded("\(bin)/\(stage)")
  }
  var model: String { self["MODEL"] ?? datasetFile.model }
  var fuse: [String] { words("FUSE") }
  var allModels: [String] { words("ALL_MODELS") }
  var folds: [Int] { isHoldOut ? [0] : Array(0..<foldCount) }
  /// Whether documents are divided once, and not into folds.
  var isHoldOut: Bool { foldCount < 1 }
  private var foldCount: Int { self["KFOLD"].flatMap { Int($0) } ?? -1 }

  /// Files that a parameter names: the whole value if there is such a file, otherwise its
  /// words. A name that begins with a dash must not be taken for an option.
  func files(_ name: String) -> [String] {
    self[name].map(Self.files) ?? []
  }

  static func files(in value: String) -> [String] {
    let names = FileStamp(of: value) != nil ? [value] : ShellWords.split(value) ?? [value]
    return names.map { $0.hasPrefix("-") ? "./" + $0 : $0 }
  }

  /// Files that further options of stages name: `--exclude FILE`, `--exclude=FILE`.
  var filesInOptions: [String] {
    Parameter.all.filter { $0.kind == .options }.flatMap { ShellWords.split(self[$0.name] ?? "") ?? [] }
      .map { $0.hasPrefix("-") ? String($0.drop { $0 != "=" }.dropFirst()) : $0 }
      .filter { !$0.isEmpty && FileStamp(of: $0) != nil }
  }

  /// Further options of a stage, whose files are called as in an archive's list EXTERNAL.
  func portable(_ options: String) -> String {
    guard let words = ShellWords.split(options) else { return options }
    let renamed = words.map { word in
      let option = word.hasPrefix("-") ? String(word.prefix { $0 != "=" }) + "=" : ""
      let file = word.dropFirst(option.count)
      return file.contains("/") && FileStamp(of: String(file)) != nil
        ? option + ResultFolder.parts(String(file)).name : word
    }
    return renamed == words ? options : renamed.map(ShellWords.quoted).joined(separator: " ")
  }

  /// - Throws: `Mistake` for the first file that is not there, or is missing among the parameters.
  func checkFiles() throws {
    let models = ["MODEL", "FUSE", "ALL_MODELS", "COMPARE"].flatMap {
      (self[$0] ?? "").split(separator: " ").map(String.init)
    }
    if models.contains(NetworkModel.jmanEncoded.rawValue), self["ENCODER"] == nil {
      throw Mistake(
        "\(NetworkModel.jmanEncoded.rawValue) reads sentence vectors of an encoder. Give its folder: ENCODER=FOLDER "
          + "(make encoder fetches one).")
    }
    if self["LABEL_VECTORS"] == "encoded", self["ENCODER"] == nil {
      throw Mistake("LABEL_VECTORS=encoded needs an encoder. Give its folder: ENCODER=FOLDER.")
    }
    for name in ["CORPUS", "VOCABULARY", "KB", "TAG_USERS", "ENCODER"] {
      for file in files(name) where FileStamp(of: file) == nil {
        throw Mistake(
          "\(file): there is no such file. Check \(name == "CORPUS" || name == "KB" ? "CORPUS and KB" : name).")
      }
      // Otherwise results would be read as documents the next time. Folders of CORPUS and KB are read
      // with everything below them.
      let results = [place, work, store, self["ARCHIVE"]].compactMap { $0 }
      let isDeep = ["CORPUS", "KB"].contains(name)
      for file in files(name) {
        let real = Self.real(file)
        if real.hasPrefix(Self.real(place) + "/"), KnownFiles.isResult(URL(fileURLWithPath: real).lastPathComponent) {
          throw Mistake(
            "\(name): \(file) is in the folder of the results and called like one, which would replace it. Rename it, "
              + "or move it.")
        }
        let inside = results.first {
          let result = Self.real($0)
          return result == real || isDeep && result.hasPrefix(real + "/")
        }
        guard let inside else { continue }
        throw Mistake(
          "\(name): \(file) is where results go, or holds that folder (\(inside)). Give another folder, or another "
            + (inside == place || inside == work ? "WORK." : inside == store ? "STORE." : "ARCHIVE.")
        )
      }
    }
  }

  private static func real(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }

  /// Adds what is set for the dataset elsewhere, unless it is set already.
  mutating func add(_ others: [String: String]) {
    values.merge(others) { own, _ in own }
  }
}
