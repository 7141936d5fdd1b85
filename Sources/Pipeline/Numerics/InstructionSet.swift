// Which of the compiled kernels run on this processor. Sums of another width round
// differently, so results are equal only if the instruction set is the same.
import CNumerics

/// The instruction set of the kernels.
public enum InstructionSet {
  /// `avx512`, `avx2` or `base`: the best that the processor has, or the one that the
  /// environment variable JMAN_ISA names.
  public static var inUse: String { String(cString: jn_isa()) }

  /// Whether the choice `wanted` is in use, or no choice was made.
  public static func isInUse(_ wanted: String?) -> Bool { wanted?.isEmpty != false || wanted == inUse }
}

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
