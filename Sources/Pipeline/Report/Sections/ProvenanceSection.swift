// From what, by what and with which parameters the results were made.
import Formats
import FormatsFiles
import Foundation

extension Report {
  var provenanceSection: ReportSection {
    let (id, title) = ("provenance", "Parameters and provenance")
    guard !sources.isEmpty else { return missing(id, title, needs: "stage files") }
    var blocks: [ReportBlock] = [
      .note(
        "Equal inputs, parameters and seed give equal bytes: each file is named by the "
          + "SHA-256 of its content.")
    ]
    blocks.append(
      .folded(
        title: "The files and their hashes", isOpenOnPaper: true,
        [
          .table(
            ReportTable(
              columns: [
                .init(title: "what"), .init(title: "file"), .init(title: "made by"),
                .init(title: "SHA-256"),
              ],
              rows: sources.map { source in
                [
                  .init(source.role), .init(HTMLText.shortened(source.name, to: 60)),
                  .init("\(source.header.stage) \(source.header.toolVersion)"),
                  .init(String(source.sha256.hexadecimal.prefix(16)) + "…"),
                ]
              }))
        ]))
    // Folds differ in their number only: the first represents all.
    var seen: Set<String> = []
    for source in sources where seen.insert(source.header.stage).inserted {
      let header = source.header
      var rows: [(name: String, value: String)] = [
        ("SHA-256", source.sha256.hexadecimal), ("revision", "\(header.revision)"),
      ]
      if let seed = header.seed { rows.append(("seed", "\(seed)")) }
      rows += header.parameters.sorted { ExactString($0.key) < ExactString($1.key) }
        .map { (Self.words($0.key), Self.text($0.value)) }
      rows += header.inputs.map { ("from \($0.role)", $0.sha256.hexadecimal) }
      blocks.append(
        .folded(
          title: "\(header.stage): \(source.role)", isOpenOnPaper: true, [.table(.facts(rows))]))
    }
    return ReportSection(id: id, title: title, blocks: blocks)
  }

  /// `minWordCount` as `min word count`.
  private static func words(_ name: String) -> String {
    var text = ""
    var last: Unicode.Scalar = " "
    for scalar in name.unicodeScalars {
      let isCapital = ("A"..."Z").contains(scalar)
      if isCapital, ("a"..."z").contains(last) || ("0"..."9").contains(last) { text += " " }
      text += isCapital && !("A"..."Z").contains(last) ? String(scalar).lowercased() : String(scalar)
      last = scalar
    }
    return text
  }

  private static func text(_ value: StageHeader.Value) -> String {
    switch value {
    case .bool(let value): value ? "yes" : "no"
    case .int(let value): "\(value)"
    // Options that are single precision have no more digits than that.
    case .double(let value): String(format: "%.7g", value)
    case .string(let value): value.isEmpty ? "(empty)" : HTMLText.shortened(value, to: 400)
    }
  }
}
