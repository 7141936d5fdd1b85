// The fast layers against plain loops in double precision: on every instruction set of
// this machine, for sizes that fill no vector, with masks and with padding.
import CNumerics
import Foundation
import XCTest

@testable import PipelineNetworks
@testable import PipelineNumerics

final class LayerReferenceTests: XCTestCase {
  private func onEveryInstructionSet(_ body: (String) -> Void) {
    let before = String(cString: jn_isa())
    for isa in ["base", "avx2", "avx512"] where jn_set_isa(isa) == 1 { body(isa) }
    XCTAssertEqual(jn_set_isa(before), 1)
  }

  /// A batch and the sizes of the layers that read it.
  private struct Case {
    var inputSize: Int
    var hiddenSize: Int
    var attentionSize: Int
    var lengths: [Int]
    var mode: PaddingMode
    var sharesDirections: Bool
    var initial: Float
    var usesGuides: Bool
    var seed: UInt64
  }

  private static let cases: [Case] = {
    var cases: [Case] = []
    let lengths = [[3], [1, 0, 7, 3], [17, 1, 1, 2, 0, 0], [0], Array(repeating: 2, count: 33)]
    var seed: UInt64 = 0
    for (e, h, m) in [(1, 1, 1), (3, 7, 2), (7, 3, 17), (17, 17, 34), (33, 16, 32)] {
      for own in lengths {
        let longest = max(own.max() ?? 0, 1)
        for mode: PaddingMode in [
          .masked, .padded(span: longest, sharesTail: false),
          .padded(span: longest + 3, sharesTail: true),
        ] {
          seed += 1
          cases.append(
            Case(
              inputSize: e, hiddenSize: h, attentionSize: m, lengths: own, mode: mode,
              sharesDirections: seed % 2 == 0, initial: seed % 3 == 0 ? 1 : 0,
              usesGuides: seed % 5 < 3, seed: seed))
        }
      }
    }
    // Large in one direction each: width of the input, of the state, length, number.
    for (e, h, own) in [
      (513, 3, [2, 1]), (3, 129, [3, 1]), (2, 3, [513, 0, 100]),
      (2, 3, (0..<513).map { $0 % 4 }),
    ] {
      for mode: PaddingMode in [
        .masked, .padded(span: (own.max() ?? 0) + 1, sharesTail: true),
      ] {
        seed += 1
        cases.append(
          Case(
            inputSize: e, hiddenSize: h, attentionSize: 5, lengths: own, mode: mode,
            sharesDirections: seed % 2 == 0, initial: 0.5, usesGuides: true, seed: seed))
      }
    }
    return cases
  }()

  func testRecurrenceAndAttention() {
    onEveryInstructionSet { isa in
      for (number, own) in Self.cases.enumerated() { check(own, "\(isa) case \(number)") }
    }
  }

  private func check(_ own: Case, _ what: String) {
    let pool = WorkerPool(threads: 2)
    let (e, h, m) = (own.inputSize, own.hiddenSize, own.attentionSize)
    var random = RandomStream(seed: own.seed)
    func floats(_ count: Int, _ scale: Double = 0.4) -> [Float] {
      (0..<count).map { _ in Float(scale * random.nextNormal()) }
    }
    let gru = BidirectionalGRU(
      "gru", inputSize: e, hiddenSize: h, sharesWeights: own.sharesDirections,
      initialValue: own.initial, trained: true, pool: pool)
    let attention = AttentionPooling(
      "attention", stateSize: 2 * h, attentionSize: m, trained: true, pool: pool)
    for parameter in gru.parameters + attention.parameters {
      // Sums over many inputs must not drive every gate to its end.
      let rows = Double(parameter.shape.count > 1 ? parameter.shape[0] : 1)
      parameter.values = floats(parameter.count, 1 / (1 + rows.squareRoot()))
      parameter.clearGradient()
    }

    // Input 0 is padding; each of the others occurs several times.
    let distinct = 5
    let inputs = floats(distinct * e)
    var starts = [0]
    var ids: [Int32] = []
    for length in own.lengths {
      for _ in 0..<length { ids.append(Int32(1 + random.next() % UInt64(distinct - 1))) }
      starts.append(ids.count)
    }
    let layout = SequenceLayout(
      starts: starts, inputs: ids, inputCount: distinct, mode: own.mode,
      padding: own.mode == .masked ? nil : 0, blockRows: 32)
    let count = own.lengths.count
    // By the row of the layout.
    let guides = floats(count * m)
    let dByContext = floats(count * 2 * h)
    let dByGuide = floats(count * 2 * h)

    let input = MatrixBuffer(inputs, columns: e)
    let guide = MatrixBuffer(guides, columns: m)
    let dInputs = MatrixBuffer(zeros: distinct, e)
    let dStates = MatrixBuffer(zeros: layout.positions, 2 * h)
    let dGuides = MatrixBuffer(zeros: count, m)
    for overwritten in [dInputs, dStates, dGuides] { overwritten.view.elements.fill(9) }
    gru.forward(input.view, layout, training: true)
    attention.forward(
      gru.states.view, layout, tailStates: gru.tail.states, usesContext: true,
      guides: own.usesGuides ? guide.view : nil)
    let (dContextRows, dGuideRows) = (
      MatrixBuffer(dByContext, columns: 2 * h), MatrixBuffer(dByGuide, columns: 2 * h)
    )
    attention.backward(
      gru.states.view, layout, tailStates: gru.tail.states, dByContext: dContextRows.view,
      dByGuide: own.usesGuides ? dGuideRows.view : nil, guides: own.usesGuides ? guide.view : nil,
      dStates: dStates.view, dGuides: own.usesGuides ? dGuides.view : nil)
    _ = gru.backward(input.view, dStates.view, layout, dInputs: dInputs.view)

    // The same by formula, sequence after sequence.
    let cells = (0...1).map { Self.cell(gru.cell($0), initial: own.initial) }
    var cellGradients = cells.map(Self.zeros)
    let pooling = ReferenceAttention(
      kernel: Self.matrix(attention.kernel), bias: Self.vector(attention.bias))
    var poolingGradient = ReferenceAttention(
      kernel: pooling.kernel.map { $0.map { _ in 0 } }, bias: pooling.bias.map { _ in 0 })
    let context = Self.vector(attention.context)
    var dContext = context.map { _ in 0.0 }
    var dReference: [Vector] = Array(repeating: Vector(repeating: 0, count: e), count: distinct)
    var span: Int?
    if case .padded(let fixed, _) = own.mode { span = fixed }
    for sequence in 0..<count {
      var names = ids[starts[sequence]..<starts[sequence + 1]].map { Int($0) }
      if let span { names += Array(repeating: 0, count: span - names.count) }
      let row = layout.rows[sequence]
      let x = names.map { id in inputs[id * e..<(id + 1) * e].map(Double.init) }
      let forward = cells[0].forward(x)
      let backward = Array(cells[1].forward(x.reversed()).reversed())
      let states = zip(forward, backward).map { $0.state + $1.state }
      for (place, state) in zip(layout.places(of: sequence), states) {
        close(
          gru.states.row(place).values, state,
          "\(what) states")
      }
      func slice(_ values: [Float], _ width: Int) -> Vector {
        values[row * width..<(row + 1) * width].map(Double.init)
      }
      let byContext = pooling.forward(states, query: context)
      close(
        attention.byContext.pooled.row(row).values,
        byContext.pooled, "\(what) pooled by context")
      var dOfStates = states.map { $0.map { _ in 0.0 } }
      add(
        pooling.backward(
          states, byContext, query: context, dPooled: slice(dByContext, 2 * h), &poolingGradient,
          dStates: &dOfStates), to: &dContext)
      if own.usesGuides {
        let guide = slice(guides, m)
        let byGuide = pooling.forward(states, query: guide)
        close(
          attention.byGuide.pooled.row(row).values,
          byGuide.pooled, "\(what) pooled by guide")
        let dGuide = pooling.backward(
          states, byGuide, query: guide, dPooled: slice(dByGuide, 2 * h), &poolingGradient,
          dStates: &dOfStates)
        close(dGuides.row(row).values, dGuide, "\(what) guide's gradient")
      }
      let dForward = cells[0].backward(
        x, forward, dOfStates.map { Array($0[..<h]) }, &cellGradients[0])
      let dBackward = cells[1].backward(
        x.reversed(), backward.reversed(), dOfStates.map { Array($0[h...]) }.reversed(),
        &cellGradients[1])
      for (place, id) in names.enumerated() {
        add(dForward[place], to: &dReference[id])
        add(dBackward[names.count - 1 - place], to: &dReference[id])
      }
    }
    if own.sharesDirections {
      cellGradients = [Self.sum(cellGradients[0], cellGradients[1])]
    }
    for (cell, gradient) in zip(gru.cells, cellGradients) {
      close(cell.inputKernel.gradients, gradient.input.flatMap { $0 }, "\(what) dW")
      close(cell.recurrentKernel.gradients, gradient.recurrent.flatMap { $0 }, "\(what) dU")
      close(cell.bias.gradients, gradient.bias, "\(what) db")
    }
    close(attention.kernel.gradients, poolingGradient.kernel.flatMap { $0 }, "\(what) dA")
    close(attention.bias.gradients, poolingGradient.bias, "\(what) da")
    close(attention.context.gradients, dContext, "\(what) dq")
    close(dInputs.view.elements.values, dReference.flatMap { $0 }, "\(what) inputs' gradient")
  }

  // MARK: -

  /// Equal but for single precision, measured by the largest element.
  private func close(_ values: [Float], _ expected: Vector, _ what: String) {
    guard values.count == expected.count else {
      return XCTFail("\(what): \(values.count) elements, not \(expected.count)")
    }
    let size = max(expected.map(abs).max() ?? 0, 0.05)
    let worst = zip(values, expected).map { abs(Double($0) - $1) }.max() ?? 0
    XCTAssert(worst <= 3e-5 * size, "\(what): differs by \(worst) of \(size)")
  }

  private static func vector(_ parameter: Parameter) -> Vector { parameter.values.map(Double.init) }

  private static func matrix(_ parameter: Parameter) -> Matrix {
    let width = parameter.shape[1]
    let values = vector(parameter)
    return (0..<parameter.shape[0]).map { Array(values[$0 * width..<($0 + 1) * width]) }
  }

  private static func cell(_ cell: GRUCell, initial: Float) -> ReferenceGRU {
    ReferenceGRU(
      input: matrix(cell.inputKernel), recurrent: matrix(cell.recurrentKernel),
      bias: vector(cell.bias), initial: Double(initial))
  }

  private static func zeros(_ cell: ReferenceGRU) -> ReferenceGRU {
    ReferenceGRU(
      input: cell.input.map { $0.map { _ in 0 } }, recurrent: cell.recurrent.map { $0.map { _ in 0 } },
      bias: cell.bias.map { _ in 0 }, initial: 0)
  }

  private static func sum(_ a: ReferenceGRU, _ b: ReferenceGRU) -> ReferenceGRU {
    var sum = a
    for i in b.input.indices { add(b.input[i], to: &sum.input[i]) }
    for i in b.recurrent.indices { add(b.recurrent[i], to: &sum.recurrent[i]) }
    add(b.bias, to: &sum.bias)
    return sum
  }

  // MARK: - Dropout

  func testDropoutMasks() {
    for (rows, size) in [(0, 3), (1, 1), (3, 7), (17, 17), (33, 513)] {
      for keep: Float in [0.1, 0.5, 0.9, 1] {
        let values = (0..<rows * size).map { Float($0 % 13) - 6 }
        func dropped(threads: Int, step: UInt64) -> [Float] {
          let memory = MatrixBuffer(values + [7], columns: 1)
          let elements = memory.view.elements
          let matrix = MatrixView(elements.base, rows: rows, columns: size)
          Dropout(keep: keep, seed: 5).apply(
            matrix, step: step, pool: WorkerPool(threads: threads))
          XCTAssertEqual(elements.values.last, 7, "behind the end")
          return elements.values.dropLast()
        }
        var expected = values
        var kept = 0
        for row in 0..<rows where keep < 1 {
          var random = RandomStream(seed: 5, for: .dropout, at: 9, UInt64(row))
          var bits: UInt64 = 0
          for i in 0..<size {
            bits = i % 2 == 0 ? random.next() : bits >> 32
            let isKept = Double(bits & 0xFFFF_FFFF) < (Double(keep) * 0x1p32).rounded(.down)
            expected[row * size + i] *= isKept ? 1 / keep : 0
            kept += isKept ? 1 : 0
          }
        }
        XCTAssertEqual(dropped(threads: 1, step: 9), expected)
        XCTAssertEqual(dropped(threads: 3, step: 9), expected)
        if rows * size > 10_000, keep < 1 {
          XCTAssertEqual(Double(kept) / Double(rows * size), Double(keep), accuracy: 0.02)
          XCTAssertNotEqual(dropped(threads: 1, step: 10), expected)
        }
      }
    }
  }
}
