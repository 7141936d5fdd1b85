// Bounds of every number in every option, whether its declaration states them or not.
// Narrower ones are declared with the parameters.
import ArgumentParser
import Formats
import FormatsFiles

/// The range of whole numbers. Products of two of them, and sums of billions, cannot
/// overflow in 64 bits.
private let wholeNumbers = Int(Int32.min)...Int(Int32.max)

/// Checks every number among the options of `command`, those of its groups included.
///
/// A seed (`UInt64`) may be anything.
///
/// - Throws: `ValidationError` for a whole number beyond ±2^31 and for a fraction
///   that is not a finite number.
func validateNumbers(of command: Any) throws {
  for child in Mirror(reflecting: command).children {
    guard let holder = child.value as? any OptionValue else { continue }
    try validateNumber(holder.parsedValue, of: ParameterName(String((child.label ?? "").drop { $0 == "_" })).option)
  }
}

func validateNumber(_ value: Any, of option: String) throws {
  switch value {
  case let number as Int:
    guard number <= wholeNumbers.upperBound else {
      throw ValidationError(
        "\(option) must be at most \(wholeNumbers.upperBound), but is \(number).")
    }
    guard number >= wholeNumbers.lowerBound else {
      throw ValidationError(
        "\(option) must be at least \(wholeNumbers.lowerBound), but is \(number).")
    }
  case let number as any BinaryFloatingPoint:
    guard number.isFinite else {
      throw ValidationError("\(option) must be a finite number, but is \(number).")
    }
  case let group as any ParsableArguments:
    try validateNumbers(of: group)
  case let values as [Any]:
    for value in values { try validateNumber(value, of: option) }
  default:
    return
  }
}

/// A property wrapper of the argument parser.
private protocol OptionValue {
  var parsedValue: Any { get }
}

extension Option: OptionValue { fileprivate var parsedValue: Any { wrappedValue } }
extension Argument: OptionValue { fileprivate var parsedValue: Any { wrappedValue } }
extension OptionGroup: OptionValue { fileprivate var parsedValue: Any { wrappedValue } }
