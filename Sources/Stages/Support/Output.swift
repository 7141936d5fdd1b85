// Results that go to a file or to standard output.
import Foundation
import Formats

/// Writes `bytes` to standard output (`-`) or, whole or not at all, to a file.
///
/// - Throws: `InputError` when the file cannot be written.
public func writeOut(_ bytes: [UInt8], to path: String) throws {
  if path == "-" {
    try FileHandle.standardOutput.write(contentsOf: Data(bytes))
    return
  }
  let file = try AtomicFile(path: path)
  try bytes.withUnsafeBytes { try file.write($0) }
  try file.commit()
}
