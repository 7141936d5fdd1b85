// A document as one JSON line, as LineRecords reads it back.

extension RawDocument {
  /// Appends the object without a line feed: id, title, text, tags.
  public func appendJSON(to line: inout [UInt8]) {
    line.append(contentsOf: "{\"id\":".utf8)
    appendString(id, to: &line)
    if !title.isEmpty {
      line.append(contentsOf: ",\"title\":".utf8)
      switch title {
      case .text(let text): appendString(text, to: &line)
      case .sentences(let sentences): appendString(sentences.joined(separator: " "), to: &line)
      case .tokens(let sentences): appendList(Array(sentences.joined()), to: &line)
      }
    }
    if !content.isEmpty {
      line.append(contentsOf: ",\"text\":".utf8)
      switch content {
      case .text(let text): appendString(text, to: &line)
      case .sentences(let sentences): appendList(sentences, to: &line)
      case .tokens(let sentences):
        line.append(UInt8(ascii: "["))
        for (index, sentence) in sentences.enumerated() {
          if index > 0 { line.append(UInt8(ascii: ",")) }
          appendList(sentence, to: &line)
        }
        line.append(UInt8(ascii: "]"))
      }
    }
    line.append(contentsOf: ",\"tags\":".utf8)
    appendList(tags, to: &line)
    line.append(UInt8(ascii: "}"))
  }
}

private func appendList(_ strings: [String], to line: inout [UInt8]) {
  line.append(UInt8(ascii: "["))
  for (index, string) in strings.enumerated() {
    if index > 0 { line.append(UInt8(ascii: ",")) }
    appendString(string, to: &line)
  }
  line.append(UInt8(ascii: "]"))
}

private func appendString(_ string: String, to line: inout [UInt8]) {
  line.append(UInt8(ascii: "\""))
  for byte in string.utf8 {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      line.append(UInt8(ascii: "\\"))
      line.append(byte)
    case 0x0A: line.append(contentsOf: "\\n".utf8)
    case 0..<0x20:
      line.append(contentsOf: "\\u00".utf8)
      line.append(contentsOf: (byte < 16 ? "0" : "").utf8)
      line.append(contentsOf: String(byte, radix: 16).utf8)
    default: line.append(byte)
    }
  }
  line.append(UInt8(ascii: "\""))
}
