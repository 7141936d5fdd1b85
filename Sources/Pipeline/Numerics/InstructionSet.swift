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
