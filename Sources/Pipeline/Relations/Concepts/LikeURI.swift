// URIs that people take for the same: http and https, with and without a slash at the end, the host
// in capitals, letters written as they are or in per cent. They are different identifiers, so this
// serves messages only.
import Foundation

/// A URI without what differs between such URIs.
struct LikeURI: Hashable {
  private let text: String

  init(_ uri: String) {
    let isPlain = uri.utf8.allSatisfy { $0 != UInt8(ascii: "%") && $0 < 0x80 }
    let decoded = isPlain ? uri : (uri.removingPercentEncoding ?? uri).precomposedStringWithCanonicalMapping
    var rest = decoded.range(of: "://").map { String(decoded[$0.upperBound...]) } ?? decoded
    let host = rest.prefix { $0 != "/" && $0 != "#" && $0 != "?" }
    rest = host.lowercased() + rest.dropFirst(host.count)
    while let last = rest.last, last == "/" || last == "#" { rest.removeLast() }
    text = rest
  }
}
