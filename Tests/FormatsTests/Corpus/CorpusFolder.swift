// A corpus of several files in a temporary folder, read to its end.
import Foundation
import XCTest

@testable import Formats
@testable import FormatsFiles

extension XCTestCase {
  /// Writes files into a folder that is removed after the test; its path. Names may begin with
  /// those of subfolders.
  func temporaryFolder(_ files: [String: String]) throws -> String {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("corpus-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    addTeardownBlock { try FileManager.default.removeItem(at: folder) }
    for (name, content) in files {
      let file = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(content.utf8).write(to: file)
    }
    return folder.path
  }

  func readCorpus(
    paths: [String], _ change: (inout CorpusOptions) -> Void = { _ in }
  ) throws -> (documents: [RawDocument], report: CorpusReport) {
    var options = CorpusOptions()
    change(&options)
    var reader = CorpusReader(paths: paths, options: options)
    var documents: [RawDocument] = []
    while let document = try reader.next() { documents.append(document) }
    return (documents, reader.report)
  }

  func readCorpus(
    files: [String: String], _ change: (inout CorpusOptions) -> Void = { _ in }
  ) throws -> (documents: [RawDocument], report: CorpusReport) {
    try readCorpus(paths: [try temporaryFolder(files)], change)
  }

  /// The message of a corpus that is refused, with the folder left out.
  func corpusRefusal(
    files: [String: String], _ change: (inout CorpusOptions) -> Void = { _ in },
    file: StaticString = #filePath, line: UInt = #line
  ) throws -> String {
    let folder = try temporaryFolder(files)
    do {
      let read = try readCorpus(paths: [folder], change)
      XCTFail("accepted: \(read)", file: file, line: line)
      return ""
    } catch let error as InputError {
      return error.description.replacingOccurrences(of: folder + "/", with: "")
        .replacingOccurrences(of: folder, with: "FOLDER")
    }
  }
}

extension RawText {
  /// Whatever it is, as one string: tokens of a sentence between blanks,
  /// sentences between bars.
  var flat: String {
    switch self {
    case .text(let text): text
    case .sentences(let sentences): sentences.joined(separator: " | ")
    case .tokens(let sentences):
      sentences.map { $0.joined(separator: " ") }.joined(separator: " | ")
    }
  }
}
