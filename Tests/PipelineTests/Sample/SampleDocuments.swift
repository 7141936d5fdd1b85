// Reads the lines of a sample back, for the tests of this folder.
import Foundation
import XCTest

@testable import PipelineSample

/// A document of the sample as a reader of JSON lines sees it.
struct SampleDocument: Decodable, Equatable {
  var id: String
  var title: String
  var text: String
  var tags: [String]
}

extension SampleCorpus {
  /// The documents `range`, parsed.
  func documents(_ range: Range<Int>) throws -> [SampleDocument] {
    try jsonLines(range).split(separator: 0x0A).map {
      try JSONDecoder().decode(SampleDocument.self, from: Data($0))
    }
  }
}
