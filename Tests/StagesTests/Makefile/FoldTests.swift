// Folds side by side.
import XCTest

final class FoldTests: MakefileTestCase {
  func testTheSameBytesWithAnyNumberOfJobs() throws {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let one = try succeed(make: ["bibsonomy", "KFOLD=3"], work: work("one"))
    let two = try succeed(make: ["-j2", "bibsonomy", "KFOLD=3"], work: work("two"))
    XCTAssertEqual(
      try finalFiles("\(work("one"))/bibsonomy"), try finalFiles("\(work("two"))/bibsonomy"))
    // The cores are divided, and lines say which fold they are of.
    func threads(_ count: Int) -> String { "\(count) thread\(count == 1 ? "" : "s")" }
    XCTAssert(one.contains("words, \(threads(cores));"), one)
    for fold in 0..<3 {
      XCTAssert(two.contains("JMAN/fold\(fold): train: "), two)
    }
    XCTAssert(two.contains("words, \(threads(max(1, cores / 2)));"), two)
    XCTAssertFalse(one.contains("JMAN/fold0: "), one)

    // One training alone has all cores, whatever -j.
    let alone = try succeed(make: ["-j2", "bibsonomy"], work: work("alone"))
    XCTAssert(alone.contains("words, \(threads(cores));"), alone)

    // Fewer folds: the metrics are made again, the folds' files stay.
    let fewer = try succeed(make: ["bibsonomy", "KFOLD=3", "MODEL=JMAN-s"], work: work("one"))
    XCTAssertEqual(worked(fewer).count { $0 == "train" }, 3, fewer)
  }

  /// Shares of a training give the model of one machine, in every fold.
  func testSharesOfATraining() throws {
    for model in ["ovr", "tree"] {
      let goal = ["bibsonomy", "KFOLD=2", "MODEL=\(model)"]
      try succeed(make: goal, work: work("whole"))
      try succeed(make: goal + ["SHARDS=2"], work: work("shared"))
      let said = try succeed(make: ["bibsonomy-shard"] + goal.dropFirst() + ["SHARDS=3", "SHARD=2"], work: work("one"))
      XCTAssertEqual(worked(said).count { $0 == "train-baseline" }, 2, said)
      let one = try finalFiles("\(work("one"))/bibsonomy").keys.filter { $0.contains("share") }
      XCTAssertEqual(one.sorted(), (0..<2).map { "\(model)/fold\($0)/share2.stage" })
      let whole = try finalFiles("\(work("whole"))/bibsonomy")
      let files = try finalFiles("\(work("shared"))/bibsonomy")
      XCTAssertEqual(files.filter { !$0.key.contains("/share") }, whole)
      XCTAssertEqual(files.count { $0.key.contains("/share") }, 4)
      for place in ["whole", "shared", "one"] { try FileManager.default.removeItem(atPath: work(place)) }
    }
  }

  /// A vocabulary of all documents would know the words and tags of those that test it.
  func testEachFoldLearnsFromItsOwnTrainingDocumentsAlone() throws {
    try succeed(make: ["bibsonomy", "KFOLD=2", "MODEL=ovr"])
    let files = try finalFiles("\(work())/bibsonomy")
    XCTAssertNil(files["vocabulary.stage"])
    let vocabularies = (0..<2).map { files["fold\($0)/vocabulary.stage"] }
    XCTAssertNotNil(vocabularies[0])
    XCTAssertNotEqual(vocabularies[0], vocabularies[1])
    let alone = path("alone.stage")
    try succeed(
      "build-vocab",
      [
        "--documents", "\(work())/bibsonomy/documents.stage", "--split", "\(work())/bibsonomy/split.stage",
        "--fold", "1", "-o", alone,
      ])
    XCTAssertEqual(try bytes(alone), vocabularies[1])

    // A hold-out and the original have one for all.
    try succeed(make: ["bibsonomy", "MODEL=ovr"])
    XCTAssertNotNil(try finalFiles("\(work())/bibsonomy")["vocabulary.stage"])
    XCTAssertNil(try finalFiles("\(work())/bibsonomy")["fold1/vocabulary.stage"])
    let original = try succeed(
      make: ["bibsonomy", "KFOLD=2", "MODEL=lda", "COMPAT=original", "ITERATIONS=2", "TOPICS=3", "BATCH_SIZE=4"],
      work: work("original"))
    XCTAssertEqual(worked(original).count { $0 == "build-vocab" }, 1, original)
  }
}
