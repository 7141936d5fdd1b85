// What became of every raw tag: the report, and the lines for the user.
import Formats
import FormatsFiles
import Foundation
import PipelineText
import StageSupport

extension CleanDocuments {
  /// The report's first line names the run that made it, because the stage file may be
  /// restored from an earlier run.
  func reportTitle(_ header: StageHeader, _ words: WordNetFolder) throws -> String {
    var hasher = try ContentHasher()
    try header.stableJSON().withUnsafeBytes { hasher.update($0) }
    return "# run \(hasher.finish().hexadecimal.prefix(16)), base forms by \(words.method)\n"
  }

  /// Writes the report.
  ///
  /// - Throws: `InputError` when it cannot be written.
  func write(_ fates: [TagFate], to path: String, _ title: String) throws {
    let file = try AtomicFile(path: path)
    try file.write(title + TagReportText.header)
    for fate in fates { try file.write(TagReportText.line(fate)) }
    try file.commit()
  }

  /// How many raw tags were kept, and dropped for each reason.
  func counts(_ fates: [TagFate]) -> [(name: String, count: Int)] {
    (["kept", "rare"] + TagExclusionReason.allCases.map(\.rawValue)).map { name in
      (name, fates.count { $0.name == name })
    }
  }

  /// `2 rare, 1 address`.
  func droppedText(_ fates: [TagFate]) -> String {
    counts(fates).dropFirst().filter { $0.count > 0 }.map { "\($0.count) \($0.name)" }
      .joined(separator: ", ")
  }

  /// Tells the user what was done.
  func say(_ run: StageRun, _ fates: [TagFate], _ mapping: TagMapping, _ untagged: Int) {
    let kept = fates.count { $0.name == "kept" }
    run.say(
      "clean-tags: \(fates.count, "raw tag"), \(kept) of them kept as \(mapping.keptGroups, "label")")
    if mapping.haveIdentifiers {
      run.say("clean-tags: most tags are URIs, which are left as they are")
    }
    if fates.contains(where: { $0.name != "kept" }) {
      run.say("clean-tags: dropped " + droppedText(fates))
    }
    if untagged > 0 {
      run.say(
        "clean-tags: \(rarity.keepUntagged ? "kept" : "left out") \(untagged, "document") without tags")
    }
  }
}
