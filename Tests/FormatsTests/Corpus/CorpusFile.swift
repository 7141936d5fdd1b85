// A corpus in a temporary file, read to its end.
import XCTest

@testable import Formats
@testable import FormatsFiles

extension XCTestCase {
  /// Writes `content` to a file that is removed after the test.
  func temporaryFile(_ content: [UInt8]) throws -> String {
    let folder = FileManager.default.temporaryDirectory
    let file = folder.appendingPathComponent("corpus-\(UUID().uuidString)")
    try Data(content).write(to: file)
    addTeardownBlock { try FileManager.default.removeItem(at: file) }
    return file.path
  }

  func readCorpus(
    _ content: String, _ change: (inout CorpusOptions) -> Void = { _ in }
  ) throws -> (documents: [RawDocument], report: CorpusReport) {
    try readCorpus(bytes: Array(content.utf8), change)
  }

  func readCorpus(
    bytes: [UInt8], _ change: (inout CorpusOptions) -> Void = { _ in }
  ) throws -> (documents: [RawDocument], report: CorpusReport) {
    var options = CorpusOptions()
    change(&options)
    var reader = CorpusReader(
      try ByteSource(path: try temporaryFile(bytes)), options: options)
    var documents: [RawDocument] = []
    while let document = try reader.next() { documents.append(document) }
    return (documents, reader.report)
  }
}
