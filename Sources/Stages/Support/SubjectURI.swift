// The URI under which an answer names a tag.

/// A tag that is a URI unchanged; any other tag percent-encoded after the prefix.
package func subjectURI(_ tag: String, prefix: String) -> String {
  let isURI = tag.contains("://")
  var result = isURI ? "" : prefix
  for byte in tag.utf8 {
    let isUnreserved =
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
      // What a URI may contain beyond that (RFC 3986), including percent signs.
      case 0x21, 0x23...0x2C, 0x2F, 0x3A, 0x3B, 0x3D, 0x3F, 0x40, 0x5B, 0x5D: isURI
      default: false
      }
    if isUnreserved {
      result.unicodeScalars.append(Unicode.Scalar(byte))
    } else {
      result +=
        "%" + String(byte >> 4, radix: 16, uppercase: true)
        + String(byte & 15, radix: 16, uppercase: true)
    }
  }
  return result
}
