// NumPy's .npy format, version 1.0.

/// Arrays in the form that `numpy.load` reads.
enum NumpyFile {
  /// The bytes of a .npy file: C order, little-endian.
  static func bytes<T: StageElement>(_ values: [T], shape: [Int]) -> [UInt8] {
    let type: String =
      switch T.elementType {
      case .u8: "|u1"
      case .i32: "<i4"
      case .i64: "<i8"
      case .f32: "<f4"
      case .f64: "<f8"
      case .str: preconditionFailure("strings are not numbers")
      }
    let dimensions = shape.map { "\($0)," }.joined(separator: " ")
    var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(dimensions)), }"
    // Magic, version and length take 10 bytes; the data begin at a multiple of 64.
    header += String(repeating: " ", count: 63 - (10 + header.utf8.count) % 64) + "\n"
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
    bytes += [UInt8(header.utf8.count & 255), UInt8(header.utf8.count >> 8)]
    bytes += Array(header.utf8)
    values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    return bytes
  }
}
