// A way of combining in a model file:
//
//     member i32 [1], or weights f64 [m], or trees as BoostedTrees
import Formats
import PipelineBaselines

extension Combination {
  /// Writes its sections, whose names begin with `name`.
  func write(to writer: StageWriter, named name: String) throws {
    switch self {
    case .single(let member): try writer.write("\(name)/member", [Int32(member)])
    case .mean(let fusion): try writer.write("\(name)/weights", fusion.weights)
    case .stacked(let ranker): try ranker.write(to: writer, named: "\(name)/trees")
    }
  }

  /// Reads its sections.
  ///
  /// - Parameters:
  ///   - average: what a mean averages.
  ///   - members: the number of the fusion's members.
  ///   - width: the number of columns that a ranker reads.
  /// - Throws: `InputError` when they are damaged.
  init(
    _ contents: StageContents, named name: String, form: CombinationForm, average: FusionForm,
    members: Int, width: Int
  ) throws {
    switch form {
    case .single:
      let member = Int(try contents.integers("\(name)/member", count: 1)[0])
      guard (0..<members).contains(member) else {
        throw contents.invalid("\(name)/member", "there is no such member")
      }
      self = .single(member)
    case .mean:
      let weights = try contents.doubles("\(name)/weights", count: members)
      guard weights.allSatisfy({ $0 >= 0 && $0.isFinite }), weights.contains(where: { $0 > 0 })
      else { throw contents.invalid("\(name)/weights", "they are not weights of a mean") }
      self = .mean(Fusion(form: average, weights: weights))
    case .stacked:
      self = .stacked(try BoostedTrees(contents, named: "\(name)/trees", width: width))
    }
  }
}
