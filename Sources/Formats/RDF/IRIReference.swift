// Resolves relative IRI references (RFC 3986 section 5.2, RFC 3987 for the
// characters beyond ASCII). It checks no syntax beyond the parts it splits.
import FormatsFiles

/// The five parts of an IRI reference, as ranges of its bytes.
struct IRIParts {
  /// Without the colon.
  var scheme: Range<Int>?
  /// Without the two slashes.
  var authority: Range<Int>?
  var path: Range<Int>
  /// Without the question mark.
  var query: Range<Int>?
  /// Without the number sign.
  var fragment: Range<Int>?

  /// Splits by the delimiters of RFC 3986, appendix B.
  init(_ text: ByteView) {
    var position = 0
    let length = schemeLength(text)
    if length > 0 {
      scheme = 0..<length
      position = length + 1
    }
    func end(_ stops: StaticString, from start: Int) -> Int {
      var index = start
      while index < text.count {
        let byte = text[index]
        for stop in 0..<stops.utf8CodeUnitCount where stops.utf8Start[stop] == byte {
          return index
        }
        index += 1
      }
      return index
    }
    if position + 1 < text.count, text[position] == UInt8(ascii: "/"),
      text[position + 1] == UInt8(ascii: "/")
    {
      let stop = end("/?#", from: position + 2)
      authority = position + 2..<stop
      position = stop
    }
    let pathEnd = end("?#", from: position)
    path = position..<pathEnd
    position = pathEnd
    if position < text.count, text[position] == UInt8(ascii: "?") {
      let stop = end("#", from: position + 1)
      query = position + 1..<stop
      position = stop
    }
    if position < text.count { fragment = position + 1..<text.count }
  }
}

/// The length of the scheme that `text` begins with, without the colon; 0 for
/// a relative reference.
@inline(__always)
package func schemeLength(_ text: ByteView) -> Int {
  guard let first = text.first, isASCIILetter(first) else { return 0 }
  var index = 1
  while index < text.count {
    let byte = text[index]
    if byte == UInt8(ascii: ":") { return index }
    guard
      isASCIILetter(byte) || isASCIIDigit(byte) || byte == UInt8(ascii: "+")
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    else { return 0 }
    index += 1
  }
  return 0
}

/// A base IRI, split once, against which many references are resolved.
struct BaseIRI {
  let bytes: [UInt8]
  private let parts: IRIParts
  /// How much of the base is kept before a reference that is only a fragment.
  private let beforeFragment: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    parts = bytes.withUnsafeBufferPointer { IRIParts($0) }
    beforeFragment = (parts.fragment?.lowerBound).map { $0 - 1 } ?? bytes.count
  }

  /// Appends `reference` resolved against the base to `output`.
  ///
  /// A reference with a scheme is appended as it is: RDF compares IRIs
  /// character by character and asks for no normalisation.
  func resolve(_ reference: ByteView, into output: ByteArena) {
    if schemeLength(reference) > 0 {
      output.append(reference)
      return
    }
    bytes.withUnsafeBufferPointer { base in
      func append(_ range: Range<Int>?, of text: ByteView) {
        if let range { output.append(ByteView(rebasing: text[range])) }
      }
      if reference.isEmpty || reference[0] == UInt8(ascii: "#") {
        append(0..<beforeFragment, of: base)
        output.append(reference)
        return
      }
      let other = IRIParts(reference)
      if let scheme = parts.scheme {
        append(scheme, of: base)
        output.append(UInt8(ascii: ":"))
      }
      if let authority = other.authority {
        output.append(Array("//".utf8))
        append(authority, of: reference)
        appendWithoutDots(Array(reference[other.path]), to: output)
      } else {
        if let authority = parts.authority {
          output.append(Array("//".utf8))
          append(authority, of: base)
        }
        if other.path.isEmpty {
          append(parts.path, of: base)
          if other.query == nil, let query = parts.query {
            output.append(UInt8(ascii: "?"))
            append(query, of: base)
          }
        } else if reference[other.path.lowerBound] == UInt8(ascii: "/") {
          appendWithoutDots(Array(reference[other.path]), to: output)
        } else {
          appendWithoutDots(merge(base, reference[other.path]), to: output)
        }
      }
      if let query = other.query {
        output.append(UInt8(ascii: "?"))
        append(query, of: reference)
      }
      if let fragment = other.fragment {
        output.append(UInt8(ascii: "#"))
        append(fragment, of: reference)
      }
    }
  }

  /// Merges a relative path with the base's path (section 5.2.3).
  private func merge(_ base: ByteView, _ path: Slice<ByteView>) -> [UInt8] {
    if parts.authority != nil, parts.path.isEmpty {
      return [UInt8(ascii: "/")] + path
    }
    let kept = base[parts.path]
    let cut = kept.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? kept.startIndex
    return Array(kept[..<cut]) + path
  }

  /// Appends a path without its dot segments (section 5.2.4, with an index instead of the
  /// input buffer).
  private func appendWithoutDots(_ path: [UInt8], to output: ByteArena) {
    let start = output.count
    let slash = UInt8(ascii: "/")
    let dot = UInt8(ascii: ".")
    func dropLastSegment() {
      var end = output.count
      while end > start, output.base[end - 1] != slash { end -= 1 }
      output.truncate(to: max(start, end - 1))
    }
    var index = 0
    var isAtStart = true
    while index < path.count {
      if isAtStart, path[index] == dot {
        // "../" and "./" in front, and a path of dots alone.
        var dots = 1
        if index + 1 < path.count, path[index + 1] == dot { dots = 2 }
        let after = index + dots
        if after == path.count { return }
        if path[after] == slash {
          index = after + 1
          continue
        }
      }
      isAtStart = false
      // One segment with the slash before it.
      var end = path[index] == slash ? index + 1 : index
      while end < path.count, path[end] != slash { end += 1 }
      let segment = path[index..<end]
      if segment.elementsEqual([slash, dot]) {
        if end == path.count { output.append(slash) }
      } else if segment.elementsEqual([slash, dot, dot]) {
        dropLastSegment()
        if end == path.count { output.append(slash) }
      } else {
        output.append(Array(segment))
      }
      index = end
    }
  }
}
