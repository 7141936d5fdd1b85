// Numbers with a fixed number of decimals, for people.
import Foundation

extension String {
  /// `0.25` with 3 decimals is `0.250`.
  package init(fixed value: Double, decimals: Int) {
    self = String(format: "%.\(decimals)f", value)
  }
}
