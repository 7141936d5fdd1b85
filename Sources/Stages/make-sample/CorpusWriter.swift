// Writes the documents block by block: while one block is being compressed,
// the next one is made. Memory does not depend on the number of documents.
import Dispatch
import FormatsFiles
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
    var next: PendingBlock? = PendingBlock(corpus, block(at: 0, of: count))
    func forEachBlock(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
      while let current = next {
        let lines = current.wait()
        let end = current.range.upperBound
        next = end < count ? PendingBlock(corpus, block(at: end, of: count)) : nil
        try lines.withUnsafeBytes(body)
        meter.update(end, "documents")
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

  private func block(at start: Int, of count: Int) -> Range<Int> {
    start..<min(start + blockSize, count)
  }
}

/// A block of documents that another thread is making.
private final class PendingBlock: @unchecked Sendable {
  let range: Range<Int>
  // Written by the other thread before the signal, read after it.
  private var lines: [UInt8] = []
  private let done = DispatchSemaphore(value: 0)

  init(_ corpus: SampleCorpus, _ range: Range<Int>) {
    self.range = range
    DispatchQueue.global().async {
      self.lines = corpus.jsonLines(range)
      self.done.signal()
    }
  }

  func wait() -> [UInt8] {
    done.wait()
    return lines
  }
}
