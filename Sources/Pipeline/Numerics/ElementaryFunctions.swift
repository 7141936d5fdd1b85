// The C library's elementary functions under names that say what they are.
import Foundation

@inlinable @inline(__always)
package func logarithm(_ x: Double) -> Double { Foundation.log(x) }
@inlinable @inline(__always)
package func cosine(_ x: Double) -> Double { Foundation.cos(x) }
@inlinable @inline(__always)
package func exponential(_ x: Float) -> Float { Foundation.expf(x) }
@inlinable @inline(__always)
package func hyperbolicTangent(_ x: Float) -> Float { Foundation.tanhf(x) }
@inlinable @inline(__always)
package func power(_ x: Double, _ y: Double) -> Double { Foundation.pow(x, y) }
