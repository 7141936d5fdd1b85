// The network's parameters under the names and in the shapes of the original's
// variables (docs/original.md, Networks): golden tests read and write them there.
import FormatsFiles

@testable import PipelineNetworks
@testable import PipelineNumerics

/// One of the original's variables as a part of one of our parameters.
struct OriginalVariable {
  /// A tensor of a parameter.
  enum Content: Sendable { case value, gradient, firstMoment, secondMoment }

  let name: String
  let parameter: Parameter
  /// Where element (row, column) of the variable is in the parameter:
  /// `start + row * rowStride + column * columnStride`.
  let rows: Int
  let columns: Int
  let start: Int
  let rowStride: Int
  let columnStride: Int

  private func memory(_ content: Content) -> VectorView {
    switch content {
    case .value: parameter.vector
    case .gradient: parameter.gradientVector
    case .firstMoment: parameter.firstMomentVector
    case .secondMoment: parameter.secondMomentVector
    }
  }

  /// The variable's elements, row-major.
  func read(_ content: Content = .value) -> [Float] {
    let memory = memory(content)
    return (0..<rows * columns).map {
      memory[start + $0 / columns * rowStride + $0 % columns * columnStride]
    }
  }

  /// Sets the variable's elements, given row-major.
  func write(_ values: [Float], _ content: Content = .value) {
    precondition(values.count == rows * columns, "\(name) has \(rows * columns, "element")")
    let memory = memory(content)
    for (i, value) in values.enumerated() {
      memory[start + i / columns * rowStride + i % columns * columnStride] = value
    }
  }
}

extension AnnotationNetwork {
  /// All of the original's variables, in its order of creation.
  ///
  /// - Precondition: both directions of each GRU share their weights.
  var originalVariables: [OriginalVariable] {
    var variables: [OriginalVariable] = []
    func add(_ name: String, _ parameter: Parameter) {
      let columns = parameter.shape.last ?? 1
      variables.append(
        OriginalVariable(
          name: name, parameter: parameter, rows: parameter.count / columns, columns: columns,
          start: 0, rowStride: columns, columnStride: 1))
    }
    func add(_ gru: BidirectionalGRU, _ suffix: String) {
      precondition(gru.cells.count == 1, "the original shares weights between directions")
      let h = gru.hiddenSize
      for (gate, letter) in ["z", "r", "h"].enumerated() {
        for (kind, parameter) in [
          ("W", gru.cells[0].inputKernel), ("U", gru.cells[0].recurrentKernel),
          ("b", gru.cells[0].bias),
        ] {
          variables.append(
            OriginalVariable(
              name: "\(kind)_\(letter)\(suffix)", parameter: parameter,
              rows: parameter.count / (3 * h), columns: h, start: gate * h, rowStride: 3 * h,
              columnStride: 1))
        }
      }
    }
    add("Embedding", encoder.embedding.table)
    variables.append(
      OriginalVariable(
        name: "W_projection", parameter: output.kernel, rows: output.size,
        columns: output.labels, start: 0, rowStride: 1, columnStride: output.size))
    add("b_projection", output.bias)
    if case .learnt(let parameter) = options.losses.similarity { add("label_sim_mat", parameter) }
    if case .learnt(let parameter) = options.losses.subsumption { add("label_sub_mat", parameter) }
    for (layer, suffix) in encoder.originalGRUs { add(layer, suffix) }
    let attentions = [
      ("word", "word", encoder.layers[.words]), ("sentence", "sentence", encoder.layers[.sentences]),
      ("word_title", "word_in_title", encoder.layers[.title]),
    ]
    for case (let name, _, let layer?) in attentions {
      add("W_w_attention_\(name)", layer.attention.kernel)
      add("W_b_attention_\(name)", layer.attention.bias)
    }
    for case (_, let name, let layer?) in attentions {
      add("what_is_the_informative_\(name)", layer.attention.context)
    }
    return variables
  }
}
