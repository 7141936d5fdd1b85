// Reads safetensors, the layout in which models are published: eight bytes with the
// length of a JSON header, the header, and the tensors, concatenated. It runs
// nothing that is in the file, and takes no memory before the lengths are checked.
import FormatsFiles
import Foundation

/// The tensors of a safetensors file; each is read when it is asked for.
public final class SafeTensorsFile: Sendable {
  /// A tensor as the header describes it.
  public struct Tensor: Equatable, Sendable {
    /// The name of the element type, such as `F32`.
    public let type: String
    /// The length in each dimension, the last one contiguous.
    public let shape: [Int]
    /// Its bytes, counted from the end of the header.
    public let bytes: Range<Int>
  }

  /// The file.
  public let path: String
  /// By name.
  public let tensors: [String: Tensor]
  private let descriptor: Int32
  private let start: Int

  /// Opens the file and checks its header.
  ///
  /// - Throws: `InputError` for anything but a whole safetensors file.
  init(path: String) throws {
    self.path = path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw InputError.cannotOpen(path) }
    do {
      (tensors, start) = try Self.header(path, descriptor)
    } catch {
      close(descriptor)
      throw error
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// The values of a tensor, row-major.
  ///
  /// - Parameter shape: the shape that it must have.
  /// - Throws: `InputError` if it is missing, has another shape or a type other than
  ///   F32, F16 and BF16, or holds a value that is not finite.
  public func floats(_ name: String, shape: [Int]) throws -> [Float] {
    guard let tensor = tensors[name] else { throw invalid(name, "the tensor is missing") }
    guard tensor.shape == shape else {
      throw invalid(name, "has the shape \(tensor.shape), but \(shape) is needed")
    }
    guard let size = ["F32": 4, "F16": 2, "BF16": 2][tensor.type] else {
      throw invalid(name, "holds \(tensor.type) values; only F32, F16 and BF16 can be read")
    }
    let bytes = try Self.read(
      path, descriptor, at: start + tensor.bytes.lowerBound, count: tensor.bytes.count)
    let values = bytes.withUnsafeBytes { raw in
      [Float](unsafeUninitializedCapacity: raw.count / size) { buffer, count in
        count = raw.count / size
        for i in 0..<count { buffer[i] = Self.value(raw, i, tensor.type) }
      }
    }
    guard values.allSatisfy(\.isFinite) else {
      throw invalid(name, "holds a value that is not finite")
    }
    return values
  }

  @inline(__always)
  private static func value(_ raw: UnsafeRawBufferPointer, _ i: Int, _ type: String) -> Float {
    if raw.isEmpty { return 0 }
    switch type {
    case "F32": return raw.loadUnaligned(fromByteOffset: 4 * i, as: Float.self)
    case "F16": return Float(raw.loadUnaligned(fromByteOffset: 2 * i, as: Float16.self))
    default:
      let bits = raw.loadUnaligned(fromByteOffset: 2 * i, as: UInt16.self)
      return Float(bitPattern: UInt32(bits) << 16)
    }
  }

  // MARK: -

  private static func header(_ path: String, _ descriptor: Int32) throws -> ([String: Tensor], Int) {
    var info = stat()
    guard fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
      throw InputError(file: path, problem: "is not a regular file")
    }
    let size = Int(info.st_size)
    guard size >= 8 else { throw foreign(path) }
    let length = try read(path, descriptor, at: 0, count: 8).withUnsafeBytes {
      UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self))
    }
    guard length >= 2, length <= 100 << 20 else { throw foreign(path) }
    guard Int(length) <= size - 8 else { throw truncated(path) }
    let text = try read(path, descriptor, at: 8, count: Int(length))
    guard text.first == UInt8(ascii: "{") else { throw foreign(path) }
    guard let entries = try ExactJSON(parsing: text, file: path).object else {
      throw foreign(path)
    }
    let start = 8 + Int(length)
    var tensors: [String: Tensor] = [:]
    for (name, value) in entries where name != "__metadata__" {
      guard let tensor = tensor(value) else {
        throw InputError(file: path, part: name, problem: "the header describes no tensor")
      }
      guard tensor.bytes.upperBound <= size - start else { throw truncated(path) }
      guard tensors.updateValue(tensor, forKey: name) == nil else {
        throw InputError(file: path, part: name, problem: "the tensor is described twice")
      }
    }
    // Nothing may overlap or be left over: such a file was cut or joined.
    var end = 0
    for tensor in tensors.values.sorted(by: {
      ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound)
    }) {
      guard tensor.bytes.lowerBound == end else {
        throw InputError(file: path, problem: "the tensors overlap or have a gap between them")
      }
      end = tensor.bytes.upperBound
    }
    guard end == size - start else {
      throw InputError(file: path, problem: "holds more bytes than its tensors")
    }
    return (tensors, start)
  }

  /// A tensor of the header; if its type is known, its length must fit its shape.
  private static func tensor(_ value: ExactJSON) -> Tensor? {
    guard let type = value["dtype"]?.string,
      let shape = value["shape"]?.array?.map(\.integer), shape.count <= 8,
      let offsets = value["data_offsets"]?.array?.map(\.integer), offsets.count == 2,
      let from = offsets[0], let to = offsets[1], from >= 0, to >= from
    else { return nil }
    var count = 1
    var lengths: [Int] = []
    for length in shape {
      guard let length, length >= 0 else { return nil }
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard !overflow else { return nil }
      count = product
      lengths.append(length)
    }
    if let size = elementSizes[type] {
      let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
      guard !overflow, bytes == to - from else { return nil }
    }
    return Tensor(type: type, shape: lengths, bytes: from..<to)
  }

  private static let elementSizes = [
    "F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U8": 1,
    "BOOL": 1,
  ]

  private static func read(
    _ path: String, _ descriptor: Int32, at offset: Int, count: Int
  ) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = pread(
          descriptor, buffer.baseAddress.map { $0 + filled }, count - filled, offset + filled)
        if got < 0 { throw InputError(file: path, problem: "cannot be read: \(lastSystemError())") }
        if got == 0 { throw truncated(path) }
        filled += got
      }
    }
  }

  private func invalid(_ name: String, _ problem: String) -> InputError {
    InputError(file: path, part: name, problem: problem)
  }

  private static func foreign(_ path: String) -> InputError {
    InputError(file: path, problem: "is not a safetensors file")
  }

  private static func truncated(_ path: String) -> InputError {
    InputError(file: path, problem: "the file is truncated", remedy: "Copy the file again")
  }
}
