// The option of stages whose matrix products may run in half precision.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineNumerics

/// The precision of matrix products.
package struct PrecisionParameters: DeclaredParameters {
  package var precision = Precision.fp32

  package init() {}

  package static let declarations: [Declaration<Self>] = [
    .init(
      "precision", \.precision,
      """
      Precision of matrix products: fp32, or bf16 with sums and weights in fp32: less exact; \
      faster on AMD's processors with AVX512_BF16, slower on Intel's.
      """,
      // Headers do not mention fp32, so that earlier results are still up to date.
      isUsed: { $0.precision != .fp32 })
  ]

  /// Chooses the precision, before anything is computed.
  ///
  /// - Throws: `InputError` if the processor does not have it.
  package func choose() throws {
    guard !precision.choose() else { return }
    let used = InstructionSet.inUse
    throw InputError(
      .option("--precision"),
      problem: used == "avx512"
        ? "bf16 needs AVX512_BF16, which this processor does not have"
        : "bf16 needs the instruction set avx512 with AVX512_BF16, but this run uses \(used)",
      remedy: "Leave out --precision bf16, or use a machine that has it")
  }
}

extension Precision: ExpressibleByArgument {}
