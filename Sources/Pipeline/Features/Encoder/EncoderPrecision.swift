// The precision in which an encoder multiplies matrices.
import PipelineNumerics

/// The precision of an encoder's products with its weights.
public enum EncoderPrecision: String, CaseIterable, Sendable {
  case fp32
  /// bf16, as for all other products (`Precision.bf16`).
  case bf16
  /// Weights and what they are multiplied with rounded to 8 bits, one scale for each row of both;
  /// products of tokens with tokens stay in single precision. On every processor.
  case int8

  /// The precision of all other products.
  public var products: Precision { self == .bf16 ? .bf16 : .fp32 }
}
