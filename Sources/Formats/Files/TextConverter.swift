// Converts a stream of text into the form that readers expect: UTF-8 with line
// feeds. It detects nothing: others decide which conversion is needed.
import Foundation

/// Converts a stream, piece by piece, by glibc's iconv or by turning carriage
/// returns into line feeds.
package final class TextConverter {
  private enum Kind {
    case encoding(iconv_t, String)
    case carriageReturns
  }
  private let kind: Kind
  /// Bytes of the stream that were not converted yet: the start of a character.
  private var pending: [UInt8] = []
  /// Converted bytes that did not fit into the caller's buffer.
  private var ready: [UInt8] = []
  private var given = 0
  private var isAtEnd = false

  private init(_ kind: Kind) { self.kind = kind }

  /// A converter for the line ends of old Macintosh files.
  package static func carriageReturns() -> TextConverter { TextConverter(.carriageReturns) }

  /// - Parameter encoding: a name that iconv knows, such as `windows-1252`.
  /// - Throws: `InputError` for a name that it does not know.
  package init(encoding: String) throws {
    let handle = iconv_open("UTF-8", encoding)
    guard handle != iconv_t(bitPattern: -1), let handle else {
      throw InputError(
        .parameter("encoding"), problem: "`\(encoding)` is not a known encoding",
        remedy: "Give a name such as windows-1252, latin1 or utf-16; iconv -l lists all")
    }
    kind = .encoding(handle, encoding)
  }

  deinit {
    if case .encoding(let handle, _) = kind { iconv_close(handle) }
  }

  /// Reads converted bytes; 0 means the end.
  ///
  /// - Parameter more: reads from the stream that is converted.
  /// - Throws: `InputError` for bytes that the encoding does not have.
  func read(
    into buffer: UnsafeMutableRawBufferPointer, name: String,
    more: (UnsafeMutableRawBufferPointer) throws -> Int
  ) throws -> Int {
    while given == ready.count {
      if isAtEnd { return 0 }
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      let count = try chunk.withUnsafeMutableBytes { try more($0) }
      isAtEnd = count == 0
      given = 0
      ready = try converted(Array(chunk[..<count]), name: name)
    }
    let count = min(ready.count - given, buffer.count)
    ready.withUnsafeBytes {
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[given..<given + count]))
    }
    given += count
    return count
  }

  /// The next bytes of the stream, converted.
  ///
  /// - Throws: `InputError` for bytes that the encoding does not have.
  func converted(_ bytes: [UInt8], name: String) throws -> [UInt8] {
    guard case .encoding(let handle, let encoding) = kind else {
      return bytes.map { $0 == 0x0D ? 0x0A : $0 }
    }
    var input = (pending + bytes).map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: 4 * input.count + 16)
    var rest = input.count
    var room = output.count
    let isWhole = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        var from = input.baseAddress
        var to = output.baseAddress
        let failed = iconv(handle, &from, &rest, &to, &room) == -1
        // EINVAL: a character goes on in the next piece.
        return !failed || errno == EINVAL
      }
    }
    guard isWhole, !(isAtEnd && rest > 0) else {
      throw InputError(
        file: name, problem: "holds bytes that are not \(encoding)",
        remedy: "Give \(parameter: "encoding") the encoding that the file has")
    }
    pending = input.suffix(rest).map { UInt8(bitPattern: $0) }
    return output.prefix(output.count - room).map { UInt8(bitPattern: $0) }
  }
}
