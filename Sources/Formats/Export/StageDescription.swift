// A stage file described for people, and for programs.
import FormatsFiles

/// What `inspect` prints of a stage file.
package struct StageDescription {
  private let reader: StageReader
  private let sections: [Section]

  /// - Parameter sections: all sections of the file, which the reader has
  ///   passed already, so that its summary is known.
  package init(reader: StageReader, sections: [Section]) {
    self.reader = reader
    self.sections = sections
  }

  /// The description for people.
  package func text() -> String {
    let header = reader.header
    var text = "\(reader.kind.rawValue) file, layout \(reader.kind.version), "
    text += "made by \(header.stage) (revision \(header.revision)) of jman \(header.toolVersion)\n"
    if let source = header.source { text += "source      \(source)\n" }
    if let seed = header.seed { text += "seed        \(seed)\n" }
    text += "\nparameters\n"
    for (name, value) in header.parameters.sorted(by: { $0.key < $1.key }) {
      text += "  \(padded(name, 28)) \(describe(value))\n"
    }
    text += "\ninputs\n"
    for input in header.inputs { text += "  \(padded(input.role, 28)) sha256 \(input.sha256)\n" }
    text += "\nsections\n"
    for section in sections {
      let shape = section.shape.map(String.init).joined(separator: " x ")
      text += "  \(padded(section.name, 28)) \(padded(section.type.rawValue, 4)) "
      text += "\(padded(shape, 20)) \(section.byteCount, "byte")\n"
    }
    text += "\nsummary\n"
    for (name, value) in reader.summary.sorted(by: { $0.key < $1.key }) {
      text += "  \(padded(name, 28)) \(describe(value))\n"
    }
    return text
  }

  /// The description for programs, as JSON.
  ///
  /// - Throws: never for a file that was read.
  package func json() throws -> [UInt8] {
    struct Row: Encodable {
      var name: String
      var type: String
      var shape: [Int]
      var bytes: Int
    }
    struct File: Encodable {
      var kind: String
      var layout: Int
      var header: StageHeader
      var sections: [Row]
      var summary: [String: StageHeader.Value]
    }
    let rows = sections.map {
      Row(name: $0.name, type: $0.type.rawValue, shape: $0.shape, bytes: $0.byteCount)
    }
    return try File(
      kind: reader.kind.rawValue, layout: reader.kind.version, header: reader.header,
      sections: rows, summary: reader.summary
    ).stableJSON() + [0x0A]
  }

  private func describe(_ value: StageHeader.Value) -> String {
    switch value {
    case .bool(let value): "\(value)"
    case .int(let value): "\(value)"
    case .double(let value): "\(value)"
    case .string(let value): value
    }
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
