// Measures the cleaning against groups that others made of the same raw tags.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineText
import StageSupport

struct CompareGroups: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Pairwise precision and recall of \u{201C}same group\u{201D} against given groups.",
    discussion: """
      The raw tags of a file are cleaned, without counts, because the files have none per tag, \
      and for every pair of raw tags it is checked whether both sides put it into one group. A \
      file may list only groups of several words, or only of single words: then a second line \
      compares with only such groups of ours, because the file does not contain the others. With \
      several files a third line takes the groups of all files as the truth.
      """)

  @Argument(help: "Files of groups: [lang] Name: raw  raw  raw 12 11 3.")
  var files: [String]

  @Option(
    help: ArgumentHelp("Show the groups with most disagreement.", valueName: "n"))
  var show = 0

  @OptionGroup var cleaning: CleaningOptions

  func run() throws {
    let words = try WordNetFolder(cleaning.wordnet)
    let lemmatiser = try words.lemmatiser()
    let read = try files.map { try TagGroupsFile.read(path: $0) }
    var all = GivenGroups()
    for groups in read { all.add(groups) }
    var text = "base forms by \(words.method)\n"
    for (file, groups) in zip(files, read) {
      var given = GivenGroups()
      given.add(groups)
      guard !given.tags.isEmpty else {
        throw InputError(
          file: file, problem: "holds no group of tags", remedy: "Give lines such as [en] Name: raw  raw")
      }
      var cleaner = TagCleaner(try cleaning.effective(), lemmatiser: lemmatiser)
      for tag in given.tags { cleaner.add(tag) }
      let mapping = cleaner.mapping()
      let report = TagComparisonReport(
        given: given, groups: groups, mapping: mapping,
        pooled: files.count > 1 ? all : nil)
      text += "\n\(try StageInput(file).title): \(report.text(showing: show))"
    }
    try writeOut(text)
  }
}
