// datasets/NAME.mk: what is set for a dataset. It is data: it is read, never executed.
import Formats
import FormatsFiles
import Foundation
import StageSupport

/// The lines `PARAMETER = value` of datasets/NAME.mk.
struct DatasetFile: Codable, Sendable {
  /// Parameters of make.
  var values: [String: String] = [:]
  /// Names of the real files, below datasets/NAME/.
  var corpusFile: String?
  var knowledgeFile: String?
  /// A script that gets the files, below scripts/.
  var fetch: String?
  /// The default of MODEL: the best by validation, or the model of the paper for its data
  /// sets.
  var model = "auto"

  init() {}

  /// - Throws: `Mistake` for a line that is not an assignment, `InputError` if the file
  ///   cannot be read.
  init(path: String) throws {
    let text = String(decoding: try ByteSource.ofLines(path).readAll(limit: 1 << 20), as: UTF8.self)
    for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      let line = Self.withoutComment(line).trimmingCharacters(in: .whitespaces)
      if line.isEmpty { continue }
      guard let match = line.wholeMatch(of: /([A-Z0-9_]+)[ \t]*[?:]?=[ \t]*(.*)/) else {
        throw Mistake("\(path):\(number + 1): is not a line PARAMETER = value.")
      }
      let (name, value) = (String(match.1), String(match.2))
      switch name {
      case "CORPUS_FILE": corpusFile = value
      case "KB_FILE": knowledgeFile = value
      case "FETCH": fetch = value
      default:
        guard let parameter = Parameter.byName[name] else {
          throw Mistake(
            "\(path):\(number + 1): there is no parameter \(name)\(didYouMean(name, Parameter.all.map(\.name)))")
        }
        guard !["NAME", "WORK", "STORE", "BIN"].contains(name) else {
          throw Mistake("\(path):\(number + 1): \(name) is not a dataset's own. Give it on the make command line.")
        }
        do {
          try Settings.check(value, of: parameter)
        } catch let mistake as Mistake {
          throw Mistake("\(path):\(number + 1): \(mistake.description)")
        }
        if name != "MODEL" { values[name] = value } else if !value.isEmpty { model = value }
      }
    }
  }

  /// A comment begins at the start of a line or after white space, and not within quotation marks: the names of
  /// files may contain `#`.
  private static func withoutComment(_ line: Substring) -> Substring {
    var quote: Character?
    var last: Character = " "
    for index in line.indices {
      let character = line[index]
      if character == "#", quote == nil, last.isWhitespace { return line[..<index] }
      if character == quote { quote = nil } else if quote == nil, "'\"".contains(character) { quote = character }
      last = character
    }
    return line
  }
}

extension Settings {
  /// The datasets that come with the program.
  package static func builtIn(root: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)datasets")) ?? []
    return names.filter { $0.hasSuffix(".mk") }.map { String($0.dropLast(3)) }.sorted()
  }

  /// The datasets that make corpus was given.
  static func own(work: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: work)) ?? []
    return names.filter { CorpusNotes(place: "\(work)/\($0)") != nil && (try? checkName($0)) != nil }.sorted()
  }

  /// These settings for the dataset `name`.
  ///
  /// - Parameter isCorpus: for make corpus, which notes what it is given.
  /// - Throws: `Mistake`.
  func dataset(_ name: String, isCorpus: Bool = false, say: (String) -> Void) throws -> Settings {
    try Self.checkName(name)
    var settings = self
    settings.name = name
    if Self.builtIn(root: root).contains(name) {
      settings.datasetFile = try DatasetFile(path: "\(root)datasets/\(name).mk")
      settings.add(settings.datasetFile.values)
      settings.addRealFiles()
    } else if let notes = CorpusNotes(place: settings.place) {
      // Another corpus is another dataset: nothing of the old one holds.
      if let corpus = settings["CORPUS"], !Self.areSameFiles(corpus, notes.values["CORPUS"] ?? "") {
        say("\(name): CORPUS is not the one noted, so what was noted with that one is not used.")
      } else {
        let taken = notes.values.filter { settings.values[$0.key] == nil }
        if isCorpus, let shown = Self.shown(taken.filter { $0.key != "CORPUS" }) {
          say("\(name): as given before: \(shown) (to drop one: \(taken.keys.sorted().last ?? "KB")=).")
        }
        settings.add(notes.values)
      }
    }
    try settings.check()
    return settings
  }

  /// Whether two values name the same files, each from the current folder.
  private static func areSameFiles(_ one: String, _ other: String) -> Bool {
    // Names of files are compared by their bytes: two forms of an accent are two files.
    func places(_ value: String) -> [[UInt8]] {
      files(in: value).map { Array(URL(fileURLWithPath: $0).standardized.path.utf8) }
    }
    return places(one) == places(other)
  }

  private static func shown(_ values: [String: String]) -> String? {
    values.isEmpty
      ? nil : values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
  }

  mutating func addRealFiles() {
    guard values["CORPUS"] == nil else { return }
    func real(_ file: String?) -> String? {
      file.flatMap { file in
        ["", ".gz"].map { "\(root)datasets/\(name)/\(file)\($0)" }.first { FileStamp(of: $0) != nil }
      }
    }
    guard let corpus = real(datasetFile.corpusFile) else { return }
    add(["CORPUS": ShellWords.quoted(corpus)])
    if let base = real(datasetFile.knowledgeFile) { add(["KB": ShellWords.quoted(base)]) }
  }
}
