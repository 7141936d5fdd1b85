// Removes HTML tags and decodes character references. It is not an HTML parser: it
// knows which `<…>` are tags, and leaves `p < 0.05` and `x <y> z` alone.

/// `bytes` without HTML markup, valid UTF-8 like the input.
///
/// - A tag inside a sentence (`<b>`, `<sub>`) vanishes: `H<sub>2</sub>O` gives
///   `H2O`. `<br>` gives a newline; a tag that begins or ends a block (`<p>`,
///   `<li>`, `<td>`) gives an empty line, so that the sentence ends there.
/// - Comments, `<script>` and `<style>` vanish with their content.
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
      } else if byte == ampersand, let reference = reference(in: source, at: index) {
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
private let greaterThan = UInt8(ascii: ">")
private let ampersand = UInt8(ascii: "&")

// MARK: - Tags

/// A tag, comment or skipped element that begins at a `<`.
private struct Tag {
  var end: Int
  var replacement: [UInt8] = []

  /// The longest tag or name looked for, which bounds the time for text with
  /// many `<`.
  private static let longest = 2000

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
    var index = start + 1
    if index < source.count, source[index] == UInt8(ascii: "/") { index += 1 }
    let nameStart = index
    while index < source.count, index - nameStart < 32, isNameByte(source[index]) {
      index += 1
    }
    guard index > nameStart else { return nil }
    let name = String(decoding: source[nameStart..<index], as: UTF8.self).lowercased()
    let local = name.split(separator: ":").last.map(String.init) ?? name
    let isBlock = blockTags.contains(local)
    guard isBlock || inlineTags.contains(local) || name.contains(":") else { return nil }
    let limit = min(source.count, start + Self.longest)
    while index < limit, source[index] != greaterThan, source[index] != lessThan {
      index += 1
    }
    guard index < limit, source[index] == greaterThan else { return nil }
    end = index + 1
    if local == "script" || local == "style" {
      if source[start + 1] != UInt8(ascii: "/"),
        let closing = find("</\(local)>", in: source, from: end, absent: &absent)
      {
        end = closing
      }
      replacement = Array(" ".utf8)
    } else if local == "br" {
      replacement = Array("\n".utf8)
    } else if isBlock {
      replacement = Array("\n\n".utf8)
    }
  }
}

private func isNameByte(_ byte: UInt8) -> Bool {
  isLetter(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: ":")
}

private func isLetter(_ byte: UInt8) -> Bool {
  (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
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
      return (isLetter(byte) ? byte | 0x20 : byte) == wanted[$0]
    }) {
      return index + wanted.count
    }
    index += 1
  }
  absent.insert(text)
  return nil
}

private let blockTags: Set<String> = [
  "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd",
  "div", "dl", "dt", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
  "h5", "h6", "head", "header", "hr", "html", "li", "main", "nav", "ol", "option", "p",
  "pre", "script", "sec", "section", "style", "table", "tbody", "td", "tfoot", "th",
  "thead", "title", "tr", "ul",
]

private let inlineTags: Set<String> = [
  "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "button", "cite", "code", "data",
  "del", "dfn", "em", "font", "i", "iframe", "img", "input", "ins", "kbd", "label",
  "link", "mark", "meta", "q", "s", "samp", "select", "small", "span", "strike",
  "strong", "sub", "sup", "svg", "textarea", "time", "tt", "u", "var", "wbr",
]

// MARK: - Character references

/// The character reference that begins at the `&` at `start`.
private func reference(
  in source: UnsafeBufferPointer<UInt8>, at start: Int
) -> (scalar: Unicode.Scalar, end: Int)? {
  let limit = min(source.count, start + 12)
  guard
    let end = (start + 1..<max(limit, start + 1)).first(where: {
      source[$0] == UInt8(ascii: ";")
    })
  else { return nil }
  let name = String(decoding: source[start + 1..<end], as: UTF8.self)
  let scalar: Unicode.Scalar?
  if name.hasPrefix("#x") || name.hasPrefix("#X") {
    scalar = UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
  } else if name.hasPrefix("#") {
    scalar = UInt32(name.dropFirst()).flatMap(Unicode.Scalar.init)
  } else {
    scalar = htmlEntities[name]
  }
  return scalar.map { ($0, end + 1) }
}
