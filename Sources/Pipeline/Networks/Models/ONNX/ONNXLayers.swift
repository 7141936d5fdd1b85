// The layers of the networks as ONNX operators: recurrence, attention.
import Formats
import PipelineBaselines
import PipelineFeatures
import PipelineNumerics

/// Puts layers into a graph.
struct ONNXLayers {
  var graph = ONNXGraph(name: "JMAN")

  typealias Value = ONNXGraph.Value

  /// One length of a value, as a vector of one integer.
  mutating func length(_ value: Value, _ axis: Int) -> Value {
    let shape = graph.node("Shape", [value])
    return graph.node(
      "Slice", [shape, graph.constant([axis]), graph.constant([axis + 1])])
  }

  mutating func transposed(_ value: Value, _ order: [Int]) -> Value {
    graph.node("Transpose", [value], [("perm", .ints(order))])
  }

  mutating func parameter(_ parameter: Parameter) -> Value {
    graph.constant(parameter.name, parameter.values, shape: parameter.shape)
  }

  /// The log-odds of a linear model, [documents, labels], from the features, [documents, F].
  mutating func logits(of linear: LinearPart, _ features: Value) -> Value {
    let classifiers = linear.model.classifiers
    let labels = classifiers.count
    let slope = Float(linear.calibration.slope)
    var kernel = [Float](repeating: 0, count: classifiers.features.count * labels)
    for row in 0..<classifiers.weights.count {
      for entry in classifiers.weights.entries(of: row) {
        let label = Int(classifiers.weights.columns[entry])
        if linear.model.absent[label] { continue }
        kernel[row * labels + label] = slope * classifiers.weights.values[entry]
      }
    }
    let bias = (0..<labels).map { label in
      linear.model.absent[label]
        ? linear.absentLogit
        : slope * classifiers.biases[label] + Float(linear.calibration.offset)
    }
    let used = graph.node(
      "Gather", [features, graph.constant(classifiers.features.map { Int($0) })],
      [("axis", .int(1))])
    return graph.node(
      "Gemm",
      [
        used, graph.constant("linear/kernel", kernel, shape: [classifiers.features.count, labels]),
        graph.constant("linear/bias", bias, shape: [labels]),
      ])
  }

  /// Lengths as a recurrent layer reads them, i32.
  ///
  /// - Parameter counts: i64; nil if padding is read like words.
  mutating func lengths(_ counts: Value?) -> Value? {
    counts.map { graph.node("Cast", [$0], [("to", .int(6))]) }
  }

  /// The states of a recurrent layer.
  ///
  /// ONNX's update gate keeps where ours renews: the weights of z change their
  /// sign. With `linear_before_reset` the reset gate acts after the product, as
  /// ours does.
  ///
  /// - Parameters:
  ///   - inputs: [positions, sequences, E].
  ///   - lengths: i32 [sequences]; nil if padding is read like words.
  ///   - last: the last states of both directions, [2, sequences, H], instead of
  ///     all, [positions, 2, sequences, H].
  mutating func recurrent(
    _ gru: BidirectionalGRU, _ inputs: Value, lengths: Value?, last: Bool = false
  ) -> Value {
    let h = gru.hiddenSize
    let name = gru.cells[0].inputKernel.name
    func gates(_ path: KeyPath<GRUCell, Parameter>, rows: Int) -> [Float] {
      (0...1).flatMap { direction in
        let values = gru.cell(direction)[keyPath: path].values
        return (0..<3 * h).flatMap { column in
          (0..<rows).map { row in
            (column < h ? -1 : 1) * values[row * 3 * h + column]
          }
        }
      }
    }
    let biases = (0...1).flatMap { direction in
      gru.cell(direction).bias.values.enumerated().map { $0 < h ? -$1 : $1 }
        + [Float](repeating: 0, count: 3 * h)
    }
    let kernel = graph.constant(
      name + "/onnx", gates(\.inputKernel, rows: gru.inputSize), shape: [2, 3 * h, gru.inputSize])
    let recurrent = graph.constant(
      name + "/onnx/recurrent", gates(\.recurrentKernel, rows: h), shape: [2, 3 * h, h])
    let bias = graph.constant(name + "/onnx/bias", biases, shape: [2, 6 * h])
    let one = graph.constant(
      name + "/onnx/initial", [Float](repeating: gru.initialValue, count: 2 * h), shape: [2, 1, h])
    let shape = graph.node(
      "Concat", [graph.constant([2]), length(inputs, 1), graph.constant([h])],
      [("axis", .int(0))])
    let initial = graph.node("Expand", [one, shape])
    return graph.node(
      "GRU", [inputs, kernel, recurrent, bias, lengths, initial],
      [
        ("direction", .text("bidirectional")), ("hidden_size", .int(h)),
        ("linear_before_reset", .int(1)),
      ], output: last ? 1 : 0)
  }

  /// [positions, 2, sequences, H] as [sequences, positions, 2H].
  mutating func joined(_ states: Value) -> Value {
    graph.node(
      "Reshape", [transposed(states, [2, 0, 1, 3]), graph.constant([0, 0, -1])])
  }

  /// Whether a position is within its sequence: [sequences, positions, 1].
  ///
  /// - Parameters:
  ///   - lengths: i64 [sequences].
  ///   - positions: i64 [1].
  mutating func mask(_ lengths: Value, positions: Value) -> Value {
    let zero = graph.constant([0], shape: [])
    let end = graph.node("Squeeze", [positions])
    let places = graph.node("Range", [zero, end, graph.constant([1], shape: [])])
    let row = graph.node("Unsqueeze", [places, graph.constant([0])])
    let column = graph.node("Unsqueeze", [lengths, graph.constant([1])])
    return graph.node(
      "Unsqueeze", [graph.node("Less", [row, column]), graph.constant([2])])
  }

  /// tanh(s A + a), [sequences, positions, M].
  mutating func projected(_ attention: AttentionPooling, _ states: Value) -> Value {
    let product = graph.node("MatMul", [states, parameter(attention.kernel)])
    return graph.node("Tanh", [graph.node("Add", [product, parameter(attention.bias)])])
  }

  /// The weighted sum of states, [sequences, D]; zeros for an empty sequence.
  ///
  /// - Parameters:
  ///   - query: [M, 1], or [sequences, M, 1] for one per sequence.
  ///   - mask: the result of `mask`; nil if padding counts.
  ///   - name: of the weights [sequences, positions, 1].
  mutating func pooled(
    _ states: Value, _ projected: Value, query: Value, mask: Value?, named name: String
  ) -> Value {
    var scores = graph.node("MatMul", [projected, query])
    var shares: Value?
    if let mask {
      scores = graph.node(
        "Where", [mask, scores, graph.constant("\(name)/least", [-1e30], shape: [])])
      shares = graph.node("Cast", [mask], [("to", .int(1))])
    }
    let greatest = graph.node(
      "ReduceMax", [scores], [("axes", .ints([1])), ("keepdims", .int(1))])
    var powers = graph.node("Exp", [graph.node("Sub", [scores, greatest])])
    if let shares { powers = graph.node("Mul", [powers, shares]) }
    let sum = graph.node(
      "ReduceSum", [powers, graph.constant([1])], [("keepdims", .int(1))])
    let divisor = graph.node(
      "Max", [sum, graph.constant("\(name)/tiny", [1e-30], shape: [])])
    let weights = graph.node("Div", [powers, divisor], named: name)
    return graph.node(
      "ReduceSum", [graph.node("Mul", [states, weights]), graph.constant([1])],
      [("keepdims", .int(0))])
  }
}
