// Recognises a stage file by its first bytes, of whatever version, whole or damaged
// further on. It checks nothing else: `StageReader` does.
import FormatsFiles
import Foundation

extension StageReader {
  /// Whether an open file begins as `StageWriter` begins every stage file. The reading
  /// position stays.
  public static func isStageFile(descriptor: Int32) -> Bool {
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = FileDescriptor.uninterrupted {
      bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
    }
    guard count >= 0, bytes[..<count].starts(with: GzipWriter.header) else { return false }
    let mark = Array("JMAN-STAGE ".utf8)
    var text = [UInt8](repeating: 0, count: mark.count)
    let step = bytes.withUnsafeBytes { bytes in
      text.withUnsafeMutableBytes { text in
        try? Inflater().step(UnsafeRawBufferPointer(rebasing: bytes[..<count]), into: text)
      }
    }
    return step?.produced == mark.count && text == mark
  }
}
