// One section of a stage file as .npy, CSV or JSON, for other programs.
import FormatsFiles

/// A format that other programs read.
package enum ExportFormat: String, CaseIterable, Sendable {
  case npy, csv, json
}

/// Exports sections of a stage file.
package struct SectionExport {
  private let reader: StageReader
  private let forSpreadsheets: Bool

  /// - Parameter forSpreadsheets: as in `CSV.quoted`.
  package init(reader: StageReader, forSpreadsheets: Bool = false) {
    self.reader = reader
    self.forSpreadsheets = forSpreadsheets
  }

  /// The section `name`; if several have the name, the `block`-th, from 1.
  ///
  /// CSV has a row for each index of the first dimension; strings are quoted.
  /// JSON nests lists by the shape. Strings cannot go into `.npy`.
  ///
  /// - Throws: `InputError` when there is no such section or it is damaged.
  package func export(_ name: String, block: Int = 1, as format: ExportFormat) throws -> [UInt8] {
    var names: [String] = []
    var seen = 0
    while let section = try reader.nextSection() {
      if !names.contains(section.name) { names.append(section.name) }
      guard section.name == name else { continue }
      seen += 1
      if seen == block { return try export(section, as: format) }
    }
    throw InputError(
      file: reader.path, part: name,
      problem: seen == 0
        ? "there is no such section" : "there are only \(seen, "section") of that name",
      remedy: "It has: " + names.joined(separator: ", "))
  }

  private func export(_ section: Section, as format: ExportFormat) throws -> [UInt8] {
    switch section.type {
    case .u8: try export(section, try reader.read(UInt8.self), format) { "\($0)" }
    case .i32: try export(section, try reader.read(Int32.self), format) { "\($0)" }
    case .i64: try export(section, try reader.read(Int64.self), format) { "\($0)" }
    case .f32: try export(section, try reader.read(Float.self), format) { number($0, format) }
    case .f64: try export(section, try reader.read(Double.self), format) { number($0, format) }
    case .str: try export(section, strings: try reader.readStrings(), format)
    }
  }

  /// JSON knows no infinities and no NaN.
  private func number<T: BinaryFloatingPoint & CustomStringConvertible>(
    _ value: T, _ format: ExportFormat
  ) -> String {
    format == .json && !value.isFinite ? "null" : value.description
  }

  private func export<T: StageElement>(
    _ section: Section, _ values: [T], _ format: ExportFormat, _ text: (T) -> String
  ) throws -> [UInt8] {
    switch format {
    case .npy: return NumpyFile.bytes(values, shape: section.shape)
    case .csv: return Array(csv(values.map(text), section.shape).utf8)
    case .json: return Array((json(values.map(text)[...], section.shape[...]) + "\n").utf8)
    }
  }

  private func export(
    _ section: Section, strings: [String], _ format: ExportFormat
  ) throws -> [UInt8] {
    switch format {
    case .npy:
      throw InputError(
        file: reader.path, part: section.name, problem: "strings cannot be exported as npy",
        remedy: "Use \(parameter: "format") csv or json")
    case .csv: return Array(csv(strings.map(quoted), section.shape).utf8)
    case .json:
      return Array((json(strings.map(JSONText.quoted)[...], section.shape[...]) + "\n").utf8)
    }
  }

  private func quoted(_ text: String) -> String {
    CSV.quoted(text, forSpreadsheets: forSpreadsheets)
  }

  private func csv(_ values: [String], _ shape: [Int]) -> String {
    let rows = shape.first ?? 0
    guard rows > 0 else { return "" }
    let columns = values.count / rows
    var text = ""
    for row in 0..<rows {
      text += values[row * columns..<(row + 1) * columns].joined(separator: ",") + "\n"
    }
    return text
  }

  private func json(_ values: ArraySlice<String>, _ shape: ArraySlice<Int>) -> String {
    guard let rows = shape.first else { return values.first ?? "null" }
    guard shape.count > 1 else { return "[" + values.joined(separator: ",") + "]" }
    let step = rows == 0 ? 0 : values.count / rows
    let parts = (0..<rows).map { row in
      let first = values.startIndex + row * step
      return json(values[first..<first + step], shape.dropFirst())
    }
    return "[" + parts.joined(separator: ",\n") + "]"
  }
}
