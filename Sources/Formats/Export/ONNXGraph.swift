// ONNX models as protocol buffers (onnx.proto, opset 17): nodes, constants,
// inputs and outputs. It knows no network.

/// A graph of operators being put together.
package struct ONNXGraph {
  /// A value that flows between nodes.
  package struct Value: Sendable {
    package let name: String
  }

  package enum Attribute {
    case int(Int)
    case ints([Int])
    case text(String)
  }

  /// A length of an input or output: fixed, or named and free.
  package enum Length: Sendable {
    case fixed(Int)
    case free(String)
  }

  package enum ElementType: UInt64, Sendable {
    case float = 1
    case int32 = 6
    case int64 = 7
  }

  private var graph = ProtocolBuffer()
  private var count = 0

  package init(name: String) { graph.text(2, name) }

  /// Adds an operator with one output.
  package mutating func node(
    _ type: String, _ inputs: [Value?], _ attributes: [(String, Attribute)] = [],
    named name: String? = nil, output: Int = 0
  ) -> Value {
    let value = Value(name: name ?? "\(type.lowercased())\(count)")
    count += 1
    var node = ProtocolBuffer()
    // An input or output that is left out has an empty name.
    for input in inputs { node.text(1, input?.name ?? "") }
    for _ in 0..<output { node.text(2, "") }
    node.text(2, value.name)
    node.text(4, type)
    for (name, attribute) in attributes {
      var message = ProtocolBuffer()
      message.text(1, name)
      switch attribute {
      case .int(let value):
        message.varint(3, UInt64(bitPattern: Int64(value)))
        message.varint(20, 2)
      case .text(let text):
        message.text(4, text)
        message.varint(20, 3)
      case .ints(let values):
        for value in values { message.varint(8, UInt64(bitPattern: Int64(value))) }
        message.varint(20, 7)
      }
      node.bytes(5, message.bytes)
    }
    graph.bytes(1, node.bytes)
    return value
  }

  /// Adds a constant of floats.
  package mutating func constant(_ name: String, _ values: [Float], shape: [Int]) -> Value {
    precondition(values.count == shape.reduce(1, *), "the shape holds all values")
    return tensor(name, .float, shape, values.flatMap { bytes($0.bitPattern) })
  }

  /// Adds a constant of integers; without a shape a vector.
  package mutating func constant(_ values: [Int], shape: [Int]? = nil) -> Value {
    let name = "constant\(count)"
    count += 1
    return tensor(
      name, .int64, shape ?? [values.count], values.flatMap { bytes(Int64($0)) })
  }

  private func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  private mutating func tensor(
    _ name: String, _ type: ElementType, _ shape: [Int], _ bytes: [UInt8]
  ) -> Value {
    var tensor = ProtocolBuffer()
    for length in shape { tensor.varint(1, UInt64(length)) }
    tensor.varint(2, type.rawValue)
    tensor.text(8, name)
    tensor.bytes(9, bytes)
    graph.bytes(5, tensor.bytes)
    return Value(name: name)
  }

  /// Adds an input of the whole graph.
  package mutating func input(_ name: String, _ type: ElementType, _ shape: [Length]) -> Value {
    graph.bytes(11, information(name, type, shape))
    return Value(name: name)
  }

  /// Makes a value an output of the whole graph.
  package mutating func output(_ value: Value, _ type: ElementType, _ shape: [Length]) {
    graph.bytes(12, information(value.name, type, shape))
  }

  private func information(_ name: String, _ type: ElementType, _ shape: [Length]) -> [UInt8] {
    var dimensions = ProtocolBuffer()
    for length in shape {
      var dimension = ProtocolBuffer()
      switch length {
      case .fixed(let length): dimension.varint(1, UInt64(length))
      case .free(let name): dimension.text(2, name)
      }
      dimensions.bytes(1, dimension.bytes)
    }
    var tensor = ProtocolBuffer()
    tensor.varint(1, type.rawValue)
    tensor.bytes(2, dimensions.bytes)
    var kind = ProtocolBuffer()
    kind.bytes(1, tensor.bytes)
    var information = ProtocolBuffer()
    information.text(1, name)
    information.bytes(2, kind.bytes)
    return information.bytes
  }

  /// The whole model.
  ///
  /// - Parameter metadata: by key; written to the file in this order.
  package func model(metadata: [(key: String, value: String)]) -> [UInt8] {
    var opset = ProtocolBuffer()
    opset.text(1, "")
    opset.varint(2, 17)
    var model = ProtocolBuffer()
    model.varint(1, 8)
    model.text(2, "JMAN")
    model.text(3, JMAN.version)
    model.bytes(7, graph.bytes)
    model.bytes(8, opset.bytes)
    for (key, value) in metadata {
      var entry = ProtocolBuffer()
      entry.text(1, key)
      entry.text(2, value)
      model.bytes(14, entry.bytes)
    }
    return model.bytes
  }
}
