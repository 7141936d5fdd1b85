// BibSonomy's tag hierarchy in the XML of its REST interface: tags with
// subTags and superTags.
import FormatsFiles
import FormatsRDF

/// A reader of `<tag name=""><subTags><tag name=""/>…</subTags></tag>`.
final class BibSonomyConceptsReader: XMLHandler {
  private let stream: XMLStream
  private let body: HypernymPairHandler
  private var report = PairReadingReport()
  /// Open elements: a tag's name, or whether sub-tags or super-tags follow.
  private enum Open {
    case tag([UInt8])
    case sub, `super`, other
  }
  private var open: [Open] = []

  private init(_ source: ByteSource, body: @escaping HypernymPairHandler) {
    stream = XMLStream(source)
    self.body = body
  }

  static func read(
    _ source: ByteSource, _ body: HypernymPairHandler
  ) throws -> PairReadingReport {
    try withoutActuallyEscaping(body) { body in
      let reader = BibSonomyConceptsReader(source, body: body)
      try withExtendedLifetime(reader) { try reader.stream.parse(reader) }
      return reader.report
    }
  }

  override func startElement(_ element: XMLElement) throws {
    switch element.name {
    case "subTags": open.append(.sub)
    case "superTags": open.append(.super)
    case "tag":
      guard let name = element.attributes["name"].map({ Array($0) }), !name.isEmpty else {
        report.malformed(stream.position.line)
        open.append(.other)
        return
      }
      try relate(name)
      open.append(.tag(name))
    default: open.append(.other)
    }
  }

  /// A tag inside a list of another tag.
  private func relate(_ name: [UInt8]) throws {
    guard open.count >= 2, case .tag(let outer) = open[open.count - 2] else { return }
    let line = stream.position.line
    switch open[open.count - 1] {
    case .sub:
      report.pairs += 1
      try tellPair(name[...], outer[...], line: line, body)
    case .super:
      report.pairs += 1
      try tellPair(outer[...], name[...], line: line, body)
    default: break
    }
  }

  override func endElement() { open.removeLast() }
}
