// Shows the groups of a plain list of tags.
import ArgumentParser
import PipelineText
import StageSupport

struct CleanList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Groups a plain list of tags: one per line, with a tabulator and a count if you like.",
    discussion: """
      Prints one line per clean tag: the tag, the uses, and the raw tags of the group; with \
      --fates one line per raw tag.
      """)

  @Argument(help: "The list; - is standard input.")
  var list: String

  @Flag(help: "Print every raw tag's fate instead of the groups.")
  var fates = false

  @Option(help: ArgumentHelp("Where to print; - is standard output.", valueName: "file"))
  var to = "-"

  @OptionGroup var cleaning: CleaningOptions

  func run() throws {
    try checkOutputs([to], inputs: [list])
    let words = try WordNetFolder(cleaning.wordnet)
    var cleaner = TagCleaner(try cleaning.effective(), lemmatiser: try words.lemmatiser())
    try forEachTag(of: list) { cleaner.add($0, uses: $1) }
    let mapping = cleaner.mapping()
    let lines =
      fates
      ? [TagReportText.header] + mapping.fates.map(TagReportText.line)
      : TagReportText.groups(of: mapping)
    try writeOut(Array(lines.joined().utf8), to: to)
    if !words.isThere { printError("clean-tags: base forms by \(words.method)") }
  }
}
