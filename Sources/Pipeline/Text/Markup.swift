// Removes HTML tags and decodes character references. It is not an HTML parser:
// MarkupTag knows which `<…>` are tags, and leaves `p < 0.05` and `x <y> z` alone.
import FormatsFiles

/// `bytes` without HTML markup, valid UTF-8 like the input.
///
/// - A tag inside a sentence (`<b>`, `<sub>`) vanishes: `H<sub>2</sub>O` gives
///   `H2O`. `<br>` gives a newline; a tag that begins or ends a block (`<p>`,
///   `<li>`, `<td>`) gives an empty line, so that the sentence ends there.
/// - Comments, `<script>` and `<style>` vanish with their content; of a CDATA section
///   only the content is left.
/// - A reference that is unknown or without `;` stays as it is.
///
/// Tags of XML with a prefix (`<jats:p>`, `<mml:math>`) count as tags.
func withoutMarkup(_ bytes: [UInt8]) -> [UInt8] {
  guard bytes.contains(where: { $0 == lessThan || $0 == ampersand }) else { return bytes }
  var plain: [UInt8] = []
  plain.reserveCapacity(bytes.count)
  var absent: Set<String> = []
  bytes.withUnsafeBufferPointer { source in
    var index = 0
    while index < source.count {
      let byte = source[index]
      if byte == lessThan, let tag = Tag(source, at: index, absent: &absent) {
        plain.append(contentsOf: tag.replacement)
        index = tag.end
      } else if byte == ampersand, let reference = characterReference(in: source, at: index) {
        plain.append(contentsOf: String(reference.scalar).utf8)
        index = reference.end
      } else {
        let next = source[(index + 1)...].firstIndex { $0 == lessThan || $0 == ampersand }
        plain.append(contentsOf: source[index..<(next ?? source.count)])
        index = next ?? source.count
      }
    }
  }
  return plain
}

private let lessThan = UInt8(ascii: "<")
private let ampersand = UInt8(ascii: "&")

// MARK: - Tags

/// A tag, comment or skipped element that begins at a `<`.
private struct Tag {
  var end: Int
  var replacement: [UInt8] = []

  /// - Parameter absent: ends that are known not to follow, so that each is
  ///   searched for in vain only once.
  init?(
    _ source: UnsafeBufferPointer<UInt8>, at start: Int, absent: inout Set<String>
  ) {
    if source[start...].starts(with: "<!--".utf8) {
      guard let end = find("-->", in: source, from: start + 4, absent: &absent)
      else { return nil }
      self.end = end
      return
    }
    if source[start...].starts(with: "<![CDATA[".utf8) {
      guard let end = find("]]>", in: source, from: start + 9, absent: &absent)
      else { return nil }
      self.end = end
      // In feeds there is HTML inside.
      replacement = withoutMarkup(Array(source[(start + 9)..<(end - 3)]))
      return
    }
    guard let tag = MarkupTag(source, at: start) else { return nil }
    end = tag.end
    if tag.name == "script" || tag.name == "style" {
      if !tag.isClosing,
        let closing = find("</\(tag.name)>", in: source, from: end, absent: &absent)
      {
        end = closing
      }
      replacement = Array(" ".utf8)
    } else if tag.name == "br" {
      replacement = Array("\n".utf8)
    } else if tag.isBlock {
      replacement = Array("\n\n".utf8)
    } else if !tag.isKnown {
      // An element of other XML separates words.
      replacement = Array(" ".utf8)
    }
  }
}

/// Where `text` (in lower case) ends in `source`, whatever the case there.
private func find(
  _ text: String, in source: UnsafeBufferPointer<UInt8>, from start: Int,
  absent: inout Set<String>
) -> Int? {
  guard !absent.contains(text) else { return nil }
  let wanted = Array(text.utf8)
  var index = start
  while index + wanted.count <= source.count {
    if wanted.indices.allSatisfy({
      let byte = source[index + $0]
      return (isASCIILetter(byte) ? byte | 0x20 : byte) == wanted[$0]
    }) {
      return index + wanted.count
    }
    index += 1
  }
  absent.insert(text)
  return nil
}
