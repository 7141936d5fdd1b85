// Which stages run again: content decides, and nothing else.
import XCTest

final class RerunTests: MakefileTestCase {
  private var sample: String { "\(work())/bibsonomy/sample/corpus.jsonl.gz" }

  func testANewTimeRecomputesNothing() throws {
    try prepare()
    XCTAssertEqual(started(try succeed(make: ["bibsonomy"])), [])

    try touch(sample)
    XCTAssertEqual(started(try succeed(make: ["bibsonomy"])), [])

    // A stage that is forced and makes the same bytes ends there.
    try FileManager.default.removeItem(atPath: "\(work())/bibsonomy/split.stage")
    XCTAssertEqual(worked(try succeed(make: ["bibsonomy", "STORE="])), ["split"])
    // Or it comes out of the store.
    try FileManager.default.removeItem(atPath: "\(work())/bibsonomy/split.stage")
    XCTAssertEqual(worked(try succeed(make: ["bibsonomy"])), [])
  }

  /// A fresh clone builds its programs again; their revision decides, not their time.
  func testARebuiltProgramRecomputesNothing() throws {
    try prepare()
    let built = Self.root.appendingPathComponent(".build/release").resolvingSymlinksInPath()
    let folder = path("release")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let others = [
      "dag", "make-sample", "preprocess", "build-vocab", "embed", "build-sim-sub", "train", "predict",
      "evaluate", ".built",
    ]
    for name in others {
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/\(name)", withDestinationPath: built.appendingPathComponent(name).path)
    }
    try FileManager.default.copyItem(
      atPath: built.appendingPathComponent("split").path, toPath: "\(folder)/split")
    try touch("\(folder)/split")
    let own = ["BIN=\(folder)", "-o", "\(folder)/.built"]
    let output = try succeed(make: ["bibsonomy"] + own)
    XCTAssertEqual(started(output), [], output)
  }

  func testACopyWithNewTimesRecomputesNothing() throws {
    try prepare()
    let copy = work("copy")
    XCTAssertEqual(try system(["cp", "-r", work(), copy]), 0)
    XCTAssertEqual(worked(try succeed(make: ["bibsonomy"], work: copy)), [])
    // A copy with its times, or a folder that was moved, is not even looked at.
    XCTAssertEqual(try system(["cp", "-a", work(), work("moved")]), 0)
    XCTAssertEqual(started(try succeed(make: ["bibsonomy"], work: work("moved"))), [])
    // Without the stages' own records too.
    XCTAssertEqual(try system(["find", copy, "-name", ".*.stage.record", "-delete"]), 0)
    XCTAssertEqual(worked(try succeed(make: ["bibsonomy"], work: copy)), [])
  }

  func testAParameterReachesItsDescendantsOnly() throws {
    try prepare()
    XCTAssertEqual(
      worked(try succeed(make: ["bibsonomy", "LEARNING_RATE=0.02"])),
      ["train", "predict", "evaluate"])
    XCTAssertEqual(
      worked(try succeed(make: ["bibsonomy", "LEARNING_RATE=0.02", "LABEL_EMBED_SIZE=10"])),
      ["embed", "build-sim-sub", "train", "predict", "evaluate"])
    // What decides nothing about bytes is not a parameter.
    XCTAssertEqual(
      started(
        try succeed(make: [
          "bibsonomy", "LEARNING_RATE=0.02", "LABEL_EMBED_SIZE=10", "THREADS=1",
        ])), [])
  }

  func testARemovedParameterIsAChange() throws {
    try succeed(make: ["bibsonomy", "HAMMING=3"])
    let metrics = "\(work())/bibsonomy/JMAN/metrics.stage"
    let bytes = try bytes(metrics)
    XCTAssertEqual(worked(try succeed(make: ["bibsonomy", "HAMMING="])), ["evaluate"])
    XCTAssertNotEqual(try self.bytes(metrics), bytes)
  }

  private func write(_ word: String, to corpus: String) throws {
    let lines = (0..<40).map {
      #"{"id":"\#(word)\#($0)","title":"\#(word) paper \#($0 % 5)","text":"About \#(word).","#
        + #""tags":["a\#($0 % 3)","b\#($0 % 2)"]}"#
    }
    try lines.joined(separator: "\n").write(toFile: corpus, atomically: false, encoding: .utf8)
  }

  func testChangedContentIsSeenWhateverItsTime() throws {
    let corpus = path("corpus.jsonl")
    let own = ["corpus", "NAME=mine", "CORPUS=\(corpus)", "MIN_WORD_COUNT=1", "MODEL=JMAN"]
    try write("first", to: corpus)
    try succeed(make: own)
    // Longer content with a time long ago, as a copy from a backup has it.
    try write("another", to: corpus)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_000_000_000)], ofItemAtPath: corpus)
    XCTAssertEqual(worked(try succeed(make: own)).first, "preprocess")
  }

  func testAFolderIsItsFiles() throws {
    let corpus = path("corpus")
    try FileManager.default.createDirectory(atPath: corpus, withIntermediateDirectories: true)
    let own = ["corpus", "NAME=mine", "CORPUS=\(corpus)", "MIN_WORD_COUNT=1", "MODEL=JMAN"]
    try write("first", to: corpus + "/1.jsonl")
    try write("second", to: corpus + "/2.jsonl")
    try succeed(make: own)
    XCTAssertEqual(started(try succeed(make: own)), [])
    try write("third", to: corpus + "/2.jsonl")
    XCTAssertEqual(worked(try succeed(make: own)).first, "preprocess")
    try succeed(make: own.dropFirst() + ["archive-mine"])
    try succeed(make: ["check-archive", "FILE=\(work())/mine-JMAN.tar"])
  }

  func testGoingBackIsServedFromTheStore() throws {
    try prepare()
    let before = try finalFiles("\(work())/bibsonomy")
    try succeed(make: ["bibsonomy", "LEARNING_RATE=0.02"])
    XCTAssertNotEqual(try finalFiles("\(work())/bibsonomy"), before)
    let back = try succeed(make: ["bibsonomy"])
    XCTAssertEqual(worked(back), [], back)
    XCTAssert(back.contains("model.stage is up to date, from an earlier run"), back)
    XCTAssertEqual(try finalFiles("\(work())/bibsonomy"), before)

    // A damaged entry is not used.
    let entries = try XCTUnwrap(FileManager.default.enumerator(atPath: "\(work())/.store"))
    for case let name as String in entries where name.hasSuffix(".stage") {
      var data = try bytes("\(work())/.store/\(name)")
      data[data.count * 2 / 3] ^= 4
      try FileManager.default.removeItem(atPath: "\(work())/.store/\(name)")
      try data.write(to: URL(fileURLWithPath: "\(work())/.store/\(name)"))
    }
    XCTAssertEqual(
      worked(try succeed(make: ["bibsonomy", "LEARNING_RATE=0.02"])),
      ["train", "predict", "evaluate"])

    let emptied = try succeed(make: ["gc"])
    XCTAssert(emptied.contains("results of earlier parameters"), emptied)
    XCTAssertEqual(worked(try succeed(make: ["bibsonomy"])), ["train", "predict", "evaluate"])
    // Nothing is kept if the user wants that.
    try succeed(make: ["gc"])
    try succeed(make: ["bibsonomy", "LEARNING_RATE=0.02", "STORE="])
    XCTAssertEqual(worked(try succeed(make: ["bibsonomy"])), ["train", "predict", "evaluate"])
  }

  /// What a stage writes next to its output is restored with it, and is checked too.
  /// Where there can be no links, results are copied.
  func testAStoreOnAnotherFileSystem() throws {
    let store = FileManager.default.temporaryDirectory.appendingPathComponent("jman-store-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: store, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: store) }
    let (here, there) = (try device(folder.path), try device(store))
    guard here != there else { throw XCTSkip("SKIPPED: there is one file system only") }
    for model in ["knn", "lexical"] { try succeed(make: ["bibsonomy", "MODEL=\(model)", "STORE=\(store)"]) }
    let other = try succeed(make: ["bibsonomy", "MODEL=knn", "STORE=\(store)"], work: work("other"))
    XCTAssertEqual(worked(other), [], other)
    XCTAssertEqual(leftovers(work("other")), [])
  }

  private func device(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try XCTUnwrap(attributes[.systemNumber] as? Int)
  }

  func testLogsBelongToTheirModels() throws {
    try prepare()
    let before = try finalFiles("\(work())/bibsonomy")
    let fold = "\(work())/bibsonomy/JMAN/fold0"
    try succeed(make: ["bibsonomy", "EPOCHS=3"])
    let other = try bytes("\(fold)/log.stage")
    XCTAssertNotEqual(before["JMAN/fold0/log.stage"], other)
    XCTAssertEqual(worked(try succeed(make: ["bibsonomy"])), [])
    XCTAssertEqual(try finalFiles("\(work())/bibsonomy"), before)

    // A log of another run beside the right model, and events that were cut off.
    try other.write(to: URL(fileURLWithPath: "\(fold)/log.stage"))
    let status = try succeed(make: ["status", "bibsonomy"])
    XCTAssert(status.contains("log.stage is not of this run"), status)
    XCTAssertEqual(worked(try succeed(make: ["bibsonomy", "STORE="])), ["train"])
    XCTAssertEqual(try finalFiles("\(work())/bibsonomy"), before)
    let events = "\(fold)/events.out.tfevents.jman"
    let size = try bytes(events).count
    try Data().write(to: URL(fileURLWithPath: events))
    XCTAssertEqual(worked(try succeed(make: ["bibsonomy"])), [])
    XCTAssertEqual(try finalFiles("\(work())/bibsonomy"), before)
    XCTAssertEqual(try bytes(events).count, size)
  }

  /// Killed after its output was renamed and before it was recorded, a stage must not pass
  /// for one with the parameters of its record.
  func testParametersOfAKilledRunAreNotMistaken() throws {
    try prepare()
    let before = try finalFiles("\(work())/bibsonomy")
    let record = "\(work())/bibsonomy/JMAN/fold0/.model.stage.record"
    let old = try bytes(record)
    try succeed(make: ["bibsonomy", "LEARNING_RATE=0.02"])
    try old.write(to: URL(fileURLWithPath: record))
    try succeed(make: ["bibsonomy"])
    XCTAssertEqual(try finalFiles("\(work())/bibsonomy"), before)
  }

  func testTwoDatasetsAtOnce() throws {
    try prepare()
    let kb = "\(work())/bibsonomy/sample/kb.rdf"
    for name in ["one", "two"] {
      try succeed(make: ["corpus", "NAME=\(name)", "CORPUS=\(sample)", "KB=\(kb)", "MODEL=knn"])
    }
    let model = try bytes("\(work())/bibsonomy/vocabulary.stage")
    try succeed(make: ["-j2", "one", "two", "MODEL=JMAN"])
    let one = try finalFiles("\(work())/one")
    XCTAssertEqual(one, try finalFiles("\(work())/two"))
    XCTAssertNotNil(one["JMAN/metrics.csv"])
    XCTAssertNotEqual(one["vocabulary.stage"], model, "the source differs")
  }
}
