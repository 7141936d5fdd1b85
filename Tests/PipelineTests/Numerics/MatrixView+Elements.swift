// The elements of a view as tests compare them.
@testable import PipelineNumerics

extension MatrixView {
  /// A copy of all elements, row by row, however the matrix is laid out.
  var rowByRow: [Float] {
    (0..<rows).flatMap { i in (0..<columns).map { self[i, $0] } }
  }
}
