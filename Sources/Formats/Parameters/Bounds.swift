// What a number may be, and how a person reads it.

/// The numbers that a parameter may have; all of them are finite.
public struct Bounds: Equatable, Sendable, CustomStringConvertible {
  /// The lower bound; -∞ if there is none.
  public let lower: Double
  /// The upper bound; ∞ if there is none.
  public let upper: Double
  private let hasLower: Bool
  private let hasUpper: Bool

  private init(_ lower: Double, _ upper: Double, hasLower: Bool = true, hasUpper: Bool = true) {
    (self.lower, self.upper, self.hasLower, self.hasUpper) = (lower, upper, hasLower, hasUpper)
  }

  /// All finite numbers.
  public static let any = Bounds(-.infinity, .infinity)

  /// [lower, ∞)
  public static func atLeast(_ lower: Double) -> Bounds { Bounds(lower, .infinity) }

  /// (lower, ∞)
  public static func above(_ lower: Double) -> Bounds { Bounds(lower, .infinity, hasLower: false) }

  /// [lower, upper]
  public static func from(_ lower: Double, to upper: Double) -> Bounds { Bounds(lower, upper) }

  /// [lower, upper)
  public static func from(_ lower: Double, below upper: Double) -> Bounds { Bounds(lower, upper, hasUpper: false) }

  /// (lower, upper]
  public static func above(_ lower: Double, to upper: Double) -> Bounds { Bounds(lower, upper, hasLower: false) }

  /// (lower, upper)
  public static func above(_ lower: Double, below upper: Double) -> Bounds {
    Bounds(lower, upper, hasLower: false, hasUpper: false)
  }

  /// Whether a parameter may have the value; NaN and infinities are not contained.
  public func contains(_ value: Double) -> Bool {
    value.isFinite && (hasLower ? value >= lower : value > lower) && (hasUpper ? value <= upper : value < upper)
  }

  /// Checks a value, which need not be a number.
  ///
  /// - Throws: `InvalidParameter` for a number out of bounds.
  public func validate(_ value: any Sendable, of parameter: String) throws(InvalidParameter) {
    let number: Double
    switch value {
    case let value as Int: number = Double(value)
    case let value as Double: number = value
    case let value as Float: number = Double(value)
    default: return
    }
    guard !contains(number) else { return }
    throw InvalidParameter(name: parameter, problem: "must be \(words(for: number)), but is \(value)")
  }

  /// Whether the upper bound is one that people should know: others only keep numbers finite.
  public var isLimited: Bool { upper < 1e10 }

  /// What follows "must be" for a value out of bounds.
  public func words(for value: Double) -> String {
    value > upper && !isLimited ? "at most \(Self.text(upper))" : description
  }

  /// What follows "must be": `at least 1`, `from 0 to below 1`.
  public var description: String {
    let (low, high) = (Self.text(lower), Self.text(upper))
    if lower.isInfinite { return "a finite number" }
    if !isLimited { return "\(hasLower ? "at least" : "above") \(low)" }
    return hasLower
      ? "from \(low) to \(hasUpper ? "" : "below ")\(high)"
      : "above \(low) and \(hasUpper ? "at most" : "below") \(high)"
  }

  private static func text(_ value: Double) -> String {
    abs(value) < 1e18 && value == value.rounded() ? "\(Int(value))" : "\(value)"
  }
}
