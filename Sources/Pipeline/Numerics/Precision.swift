// The precision in which the kernels multiply matrices. Weights, sums and everything that is not
// a product are in single precision whatever is chosen here.
import CNumerics

/// The precision of matrix products.
public enum Precision: String, CaseIterable, Sendable {
  /// Single precision, on every processor.
  case fp32
  /// Operands rounded to bf16, sums in single precision, if the processor has AVX512_BF16: twice
  /// the products per cycle on Zen 5, half of them on Sapphire Rapids.
  case bf16

  /// Chooses the precision of all products from now on. The choice holds for the whole
  /// process: make it before anything is computed.
  ///
  /// - Returns: whether this processor, with the instruction set in use, supports it.
  public func choose() -> Bool { jn_set_half_products(self == .bf16 ? 1 : 0) == 1 }
}
