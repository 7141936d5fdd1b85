// The options that say how tags are cleaned, and where WordNet is.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineText
import Foundation
import StageSupport

/// The steps of cleaning. By default every one is done.
struct CleaningParameters: DeclaredParameters {
  var exclude = true
  var splitLists = true
  var dropPrefixes = true
  var camelCase = true
  var join = true
  var misspellings = true
  var lemmas = true

  static let declarations: [Declaration<Self>] = [
    .init("exclude", \.exclude, "Drop tags of systems, personal ones, and addresses."),
    .init("splitLists", \.splitLists, "Split tags that are lists (a,b;c/d)."),
    .init("dropPrefixes", \.dropPrefixes, "Drop prefixes before : and --."),
    .init("camelCase", \.camelCase, "Read a capital after a small letter as a new word."),
    .init("join", \.join, "Make semanticweb and semantic_web one."),
    .init("misspellings", \.misspellings, "Merge multi-word tags that differ by a typo."),
    .init("lemmas", \.lemmas, "Make forms of a word one (network, networks)."),
  ]

  /// The choices with lists of tags to keep and to drop.
  func options(keep: [String], drop: [String]) -> TagCleaningOptions {
    var options = TagCleaningOptions()
    options.exclusion = TagExclusion(keep: keep, drop: drop, usesDefaults: exclude)
    options.reading.splitsLists = splitLists
    options.reading.dropsPrefixes = dropPrefixes
    options.reading.readsCamelCase = camelCase
    options.grouping.joinsWords = join
    options.grouping.mergesMisspellings = misspellings
    options.grouping.lemmatises = lemmas
    return options
  }
}

/// Options of every subcommand.
struct CleaningOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The folder of WordNet's files, for base forms; "none" uses only rules for plurals \
      (default: /usr/share/wordnet where it is there; apt install wordnet-base).
      """, valueName: "folder"))
  var wordnet: String?

  @OptionGroup var steps: Options<CleaningParameters>

  @Option(help: ArgumentHelp("Tags to keep in any case, one per line.", valueName: "file"))
  var keep: String?

  @Option(help: ArgumentHelp("Tags to drop, one per line.", valueName: "file"))
  var drop: String?

  /// The lists as inputs of a stage.
  var inputs: [(role: String, path: String)] {
    givenFiles([("keep", keep), ("drop", drop)])
  }

  /// - Throws: `InputError` when a list cannot be read.
  func effective() throws -> TagCleaningOptions {
    steps.parameters().options(keep: try keep.map(tags) ?? [], drop: try drop.map(tags) ?? [])
  }

  private func tags(_ path: String) throws -> [String] {
    var tags: [String] = []
    try forEachTag(of: path) { tag, _ in tags.append(tag) }
    return tags
  }
}

/// Reads a list of tags, one per line, with counts if they are given.
func forEachTag(of path: String, _ body: (String, Int) throws -> Void) throws {
  var lines = LineReader(try ByteSource.ofLines(path))
  while let line = try lines.next() {
    if let entry = try TagList.entry(line, file: path, number: lines.lineNumber) {
      try body(entry.tag, entry.count)
    }
  }
}

/// Where base forms come from.
struct WordNetFolder {
  private let folder: String?

  /// - Parameter choice: the value of `--wordnet`.
  init(_ choice: String?) throws {
    let standard = "/usr/share/wordnet"
    switch choice {
    case "none": folder = nil
    case let choice?: folder = choice
    case nil:
      folder = FileManager.default.fileExists(atPath: "\(standard)/index.noun") ? standard : nil
    }
  }

  var isThere: Bool { folder != nil }
  /// For people.
  var method: String {
    isThere ? "WordNet" : "rules for plurals (WordNet is not there: apt install wordnet-base)"
  }

  /// The files that decide about base forms.
  var inputs: [(role: String, path: String)] {
    guard let folder else { return [] }
    return PartOfSpeech.allCases.flatMap { part in
      ["index.\(part.rawValue)", "\(part.rawValue).exc"]
        .map { ("wordnet/\($0)", "\(folder)/\($0)") }
    }
  }

  func lemmatiser() throws -> WordLemmatiser {
    WordLemmatiser(try folder.map { try WordNetIndex(folder: $0) })
  }
}
