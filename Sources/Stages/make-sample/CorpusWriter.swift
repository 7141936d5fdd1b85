// Writes the documents block by block: while one block is being compressed,
// the next one is made. Memory does not depend on the number of documents.
import FormatsFiles
import PipelineNumerics
import PipelineSample
import Foundation
import StageSupport

/// Writes a sample corpus to a file.
struct CorpusWriter {
  let corpus: SampleCorpus
  let isQuiet: Bool
  private let blockSize = 4_096

  init(corpus: SampleCorpus, isQuiet: Bool) {
    self.corpus = corpus
    self.isQuiet = isQuiet
  }

  /// Writes the first `count` documents.
  ///
  /// - Throws: `InputError` when the file cannot be written.
  func write(_ count: Int, to path: String) throws {
    let meter = ProgressMeter("make-sample", total: count, isQuiet: isQuiet)
    defer { meter.finish() }
    @Sendable func lines(from start: Int) -> [UInt8] {
      corpus.jsonLines(min(start, count)..<min(start + blockSize, count))
    }
    func forEachBlock(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
      var block = lines(from: 0)
      for end in stride(from: blockSize, to: count + blockSize, by: blockSize) {
        block = try WorkerPool(threads: 2).preparing {
          lines(from: end)
        } while: {
          try block.withUnsafeBytes(body)
        }
        meter.update(min(end, count), "documents")
      }
    }
    if path == "-" {
      try forEachBlock { try writeOut(Array($0)) }
    } else if path.hasSuffix(".gz") {
      // Levels above 4 take longer than making the documents.
      let file = try GzipWriter(path: path, level: 4)
      try forEachBlock { try file.write($0) }
      try file.commit()
    } else {
      let file = try AtomicFile(path: path)
      try forEachBlock { try file.write($0) }
      try file.commit()
    }
  }
}
