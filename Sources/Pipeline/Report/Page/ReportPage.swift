// What a page consists of, before it is HTML. How it looks is in
// PageTemplate.swift.
import PipelineEvaluation

/// A page of sections.
struct ReportPage {
  var title: String
  var subtitle: String
  /// What was learnt and how good it is, in plain words.
  var story: [String]
  /// What a reader wants to know first.
  var glance: [ReportTile]
  var sections: [ReportSection]
}

/// A section with a heading; it appears in the table of contents.
struct ReportSection {
  /// The name of its anchor; letters only.
  var id: String
  var title: String
  var blocks: [ReportBlock]
}

/// A part of a section.
enum ReportBlock {
  /// The title of a part of the section.
  case heading(String)
  case paragraph(String)
  /// A short remark: what is left out, how something is counted.
  case note(String)
  case tiles([ReportTile])
  case table(ReportTable)
  /// Charts side by side, if there is room.
  case charts([any ReportFigure])
  /// A part that is folded away; on paper it may be open.
  case folded(title: String, isOpenOnPaper: Bool = false, [ReportBlock])
  case documents([ShownDocument])
}

/// A value with its name; tiles are side by side, as many as there is room for.
struct ReportTile {
  var name: String
  var value: String
  /// The value for comparison.
  var remark: String?
}

/// Something that is drawn.
protocol ReportFigure {
  var title: String { get }
  /// The data of the drawing, for readers who cannot see it.
  var data: ReportTable { get }
  /// The figure as SVG.
  func svg() -> String
}

/// A table of text and numbers.
struct ReportTable {
  struct Column {
    var title: String
    var isNumber = false
  }

  struct Cell {
    var text: String
    /// The value by which rows are sorted, if it is not the text.
    var key: Double?
    /// More about it, folded away.
    var details: [String] = []
    /// A short remark below it.
    var remark: String?

    init(
      _ text: String, key: Double? = nil, details: [String] = [], remark: String? = nil
    ) {
      self.text = text
      self.key = key
      self.details = details
      self.remark = remark
    }

    /// A number with this many decimals.
    init(_ value: Double, decimals: Int) {
      self.init(
        value.isFinite ? String(fixed: value, decimals: decimals) : "–",
        key: value.isFinite ? value : -1)
    }

    init(_ value: Int) { self.init("\(value)", key: Double(value)) }
  }

  var columns: [Column]
  var rows: [[Cell]]
  /// Whether a reader may sort it, if scripts run.
  var isSortable = false
}

extension ReportBlock {
  /// A table of which only the beginning is shown if it is long, with the whole folded.
  ///
  /// - Parameter title: the title of the whole table: `All 500 tags`.
  static func long(_ table: ReportTable, title: String, shown: Int = 12) -> [ReportBlock] {
    guard table.rows.count > shown + 3 else { return [.table(table)] }
    let beginning = ReportTable(columns: table.columns, rows: Array(table.rows.prefix(shown)))
    return [.table(beginning), .folded(title: title, [.table(table)])]
  }
}

extension ReportTable {
  /// The rows, or some of them, evenly picked, the first and the last among them.
  func thinned(to limit: Int = 40) -> ReportTable {
    guard rows.count > limit else { return self }
    var table = self
    table.rows = (0..<limit).map { rows[$0 * (rows.count - 1) / (limit - 1)] }
    return table
  }

  /// A table of names and values; long words among these break.
  static func facts(_ facts: [(name: String, value: String)]) -> ReportTable {
    ReportTable(
      columns: [.init(title: "what"), .init(title: "value")],
      rows: facts.map { [Cell($0.name), Cell($0.value)] })
  }
}
