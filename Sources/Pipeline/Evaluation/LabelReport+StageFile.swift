// A label report in the stage file of metrics:
//
//     labels/names str [L], labels/training f64 [L]
//     labels/titles str [L]                         for people, if they differ
//     labels/counts i64 [L, 3]                      true, given, both
//     labels/outside i64 [1]                        true tags that are not labels
//     labels/wrong, labels/missed: Starts i64 [L+1], Ids str, Scores f32
import Formats

extension LabelReport {
  /// Whether labels have other names for people.
  public var hasNames: Bool { rows.contains { $0.name != $0.label } }

  /// Writes the sections.
  func write(to writer: StageWriter) throws {
    try writer.write("labels/names", rows.map(\.label))
    try writer.write("labels/training", rows.map(\.training))
    if hasNames { try writer.write("labels/titles", rows.map(\.name)) }
    try writer.write(
      "labels/counts",
      rows.flatMap {
        [Int64($0.overlap.truth), Int64($0.overlap.predicted), Int64($0.overlap.shared)]
      }, shape: [rows.count, 3])
    try writer.write("labels/outside", [Int64(outside)])
    try Self.write(rows.map(\.falsePositives), "labels/wrong", to: writer)
    try Self.write(rows.map(\.falseNegatives), "labels/missed", to: writer)
  }

  private static func write(_ lists: [[Mistake]], _ name: String, to writer: StageWriter) throws {
    var starts: [Int64] = [0]
    for list in lists { starts.append((starts.last ?? 0) + Int64(list.count)) }
    try writer.write(name + "Starts", starts)
    try writer.write(name + "Ids", lists.joined().map(\.id))
    try writer.write(name + "Scores", lists.joined().map(\.score))
  }

  /// Reads what `write(to:)` wrote.
  ///
  /// - Throws: `InputError` when sections are missing or contradict each other.
  init(_ contents: StageContents) throws {
    let names = try contents.strings("labels/names")
    let training = try contents.doubles("labels/training", count: names.count)
    let counts = try contents.longs("labels/counts", count: 3 * names.count)
    let wrong = try Self.mistakes("labels/wrong", contents, labels: names.count)
    let missed = try Self.mistakes("labels/missed", contents, labels: names.count)
    let stored = try contents.longs("labels/outside", count: 1)[0]
    // Sums over a million labels stay within 64 bits.
    let most: Int64 = 1 << 40
    guard counts.allSatisfy({ 0...most ~= $0 }), 0...most ~= stored,
      training.allSatisfy({ 0...Double(most) ~= $0 })
    else {
      throw contents.invalid("labels/counts", "a count is negative, too large or not a number")
    }
    outside = Int(stored)
    let titles =
      contents.has("labels/titles")
      ? try contents.strings("labels/titles", count: names.count) : names
    rows = names.indices.map {
      Row(
        label: names[$0], name: titles[$0], training: training[$0],
        overlap: Overlap(
          predicted: Int(counts[3 * $0 + 1]), truth: Int(counts[3 * $0]),
          shared: Int(counts[3 * $0 + 2])),
        falsePositives: wrong[$0], falseNegatives: missed[$0])
    }
  }

  private static func mistakes(
    _ name: String, _ contents: StageContents, labels: Int
  ) throws -> [[Mistake]] {
    let starts = try contents.longs(name + "Starts", count: labels + 1)
    let ids = try contents.strings(name + "Ids")
    let scores = try contents.floats(name + "Scores", count: ids.count)
    guard starts.first == 0, starts.last == Int64(ids.count),
      zip(starts, starts.dropFirst()).allSatisfy(<=)
    else { throw contents.invalid(name + "Starts", "they do not ascend") }
    return (0..<labels).map { label in
      (Int(starts[label])..<Int(starts[label + 1])).map {
        Mistake(id: ids[$0], score: scores[$0])
      }
    }
  }
}
