// The C library's elementary functions under names that say what they are.
import Foundation

@inline(__always) func logarithm(_ x: Double) -> Double { Foundation.log(x) }
@inline(__always) func cosine(_ x: Double) -> Double { Foundation.cos(x) }
@inline(__always) func exponential(_ x: Float) -> Float { Foundation.expf(x) }
@inline(__always) func hyperbolicTangent(_ x: Float) -> Float { Foundation.tanhf(x) }
@inline(__always) func power(_ x: Double, _ y: Double) -> Double { Foundation.pow(x, y) }
