// The precision of an encoder's products, which can be less than that of other stages.
import ArgumentParser
import Formats
import PipelineFeatures
import StageSupport

/// The precision of products with the encoder's weights.
struct EncodingPrecision: DeclaredParameters {
  var precision = EncoderPrecision.fp32

  static let declarations: [Declaration<Self>] = [
    .init(
      "precision", \.precision,
      """
      Precision of products with the encoder's weights: fp32; bf16 with sums in fp32, on processors \
      with AVX512_BF16, faster on AMD's; or int8 with exact sums, faster with AVX2. Both are less exact.
      """,
      // Headers do not mention fp32, so that earlier results are still up to date.
      isUsed: { $0.precision != .fp32 })
  ]

  /// Chooses the precision, before anything is computed.
  ///
  /// - Throws: `InputError` if the processor does not have it.
  func choose() throws {
    var products = PrecisionParameters()
    products.precision = precision.products
    try products.choose()
  }
}

extension EncoderPrecision: ExpressibleByArgument {}
