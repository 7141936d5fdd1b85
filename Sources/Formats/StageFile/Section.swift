// A section of a stage file: its name, type and shape. No payload.

/// The type of a section's elements; numbers are little-endian.
public enum ElementType: String, Sendable, CaseIterable {
  case u8, i32, i64, f32, f64
  /// Strings: per element a little-endian UInt32 length and UTF-8 bytes.
  case str

  /// Bytes of an element; nil if elements differ in length.
  public var size: Int? {
    switch self {
    case .u8: 1
    case .i32, .f32: 4
    case .i64, .f64: 8
    case .str: nil
    }
  }
}

/// The head of a section, as `SECTION NAME TYPE SHAPE BYTES` in the file.
public struct Section: Equatable, Sendable {
  /// Unique in the file.
  public var name: String
  /// The type of the elements.
  public var type: ElementType
  /// The length in each dimension, the last one contiguous.
  public var shape: [Int]
  /// The length of the payload in bytes.
  public var byteCount: Int

  /// The number of elements.
  public var count: Int { shape.reduce(1, *) }

  /// About how many bytes of memory its values take.
  var memory: Int {
    guard type == .str else { return byteCount }
    // A `String` takes 16 bytes itself; a longer one has its bytes on the heap, with
    // 32 bytes around them. Each has 4 bytes of length in the file.
    let overhead = count.multipliedReportingOverflow(by: 44)
    let sum = byteCount.addingReportingOverflow(overhead.partialValue)
    return overhead.overflow || sum.overflow ? Int.max : sum.partialValue
  }

  /// The line of the file without its checksum.
  var line: String {
    "SECTION \(name) \(type.rawValue) \(shape.map(String.init).joined(separator: "x")) \(byteCount)"
  }

  /// Reads the line back; nil for anything that `line` could not have written.
  init?(line: [Substring]) {
    guard line.count == 5, line[0] == "SECTION", !line[1].isEmpty,
      let type = ElementType(rawValue: String(line[2])), let byteCount = Int(line[4]),
      byteCount >= 0
    else { return nil }
    var count = 1
    var shape: [Int] = []
    for part in line[3].split(separator: "x", omittingEmptySubsequences: false) {
      guard let length = Int(part), length >= 0 else { return nil }
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard !overflow else { return nil }
      count = product
      shape.append(length)
    }
    if let size = type.size {
      let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
      guard !overflow, bytes == byteCount else { return nil }
    } else {
      guard count <= byteCount / 4 else { return nil }
    }
    self.init(name: String(line[1]), type: type, shape: shape, byteCount: byteCount)
  }

  init(name: String, type: ElementType, shape: [Int], byteCount: Int) {
    self.name = name
    self.type = type
    self.shape = shape
    self.byteCount = byteCount
  }
}
