// How much memory the sections of a stage file may take, judged by the size of
// the file before anything is inflated.

/// The limits for one stage file.
///
/// Deflate shrinks at most 1,032 times, so a section that claims more cannot be
/// whole. Real content shrinks a few times, sparse content up to about fifty times;
/// zeros, which shrink a thousand times, occur in small amounts only.
struct SectionBudget {
  private let largestPayload: Int
  /// Bytes of memory for the sections that are kept together.
  let memory: Int

  /// - Parameter fileSize: the size of the compressed file in bytes.
  init(fileSize: Int) {
    func scaled(_ factor: Int) -> Int {
      let (product, overflow) = fileSize.multipliedReportingOverflow(by: factor)
      return overflow ? Int.max / 2 : min(product, Int.max / 2)
    }
    largestPayload = scaled(1_100)
    memory = scaled(64) + (256 << 20)
  }

  /// Whether a file of this size can hold the section.
  func isPossible(_ section: Section) -> Bool { section.byteCount <= largestPayload }
}
