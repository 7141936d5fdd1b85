// make archive-NAME and make check-archive.
import XCTest

final class ArchiveTests: MakefileTestCase {
  func testAnArchiveIsCompleteAndAlwaysTheSame() throws {
    try succeed(make: ["archive-bibsonomy", "KFOLD=2"], work: work("one"))
    try succeed(make: ["-j2", "archive-bibsonomy", "KFOLD=2"], work: work("two"))
    let tar = "\(work("one"))/bibsonomy-JMAN.tar"
    XCTAssertEqual(try bytes(tar), try bytes("\(work("two"))/bibsonomy-JMAN.tar"))
    let checked = try succeed(make: ["check-archive", "FILE=\(tar)"])
    XCTAssert(checked.contains("17 stage files are complete and made from each other"), checked)

    // What it says reproduces it.
    let folder = path("unpacked")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    XCTAssertEqual(try system(["tar", "-xf", tar, "-C", folder]), 0)
    let parameters = try String(
      contentsOfFile: "\(folder)/bibsonomy/PARAMETERS", encoding: .utf8
    ).split(separator: "\n").map(String.init)
    XCTAssert(parameters.contains("KFOLD=2"), "\(parameters)")
    try succeed(
      make: ["bibsonomy"] + parameters.filter { !$0.hasPrefix("NAME=") }, work: work("again"))
    for (name, data) in try finalFiles("\(work("again"))/bibsonomy") {
      XCTAssertEqual(try bytes("\(folder)/bibsonomy/\(name)"), data, name)
    }

    // Damage, a swapped file, one too many.
    var damaged = try bytes(tar)
    damaged[damaged.count / 2] ^= 1
    let bad = path("bad.tar")
    try damaged.write(to: URL(fileURLWithPath: bad))
    let result = try make(["check-archive", "FILE=\(bad)"])
    XCTAssertNotEqual(result.status, 0)
    XCTAssertNotNil(
      result.output.firstMatch(
        of: /bad\.tar: is damaged: \S+: FAILED\. Get the archive again, or make it again with make archive-NAME\./
      ), result.output)

    try FileManager.default.copyItem(
      atPath: "\(folder)/bibsonomy/split.stage", toPath: "\(folder)/bibsonomy/more.stage")
    XCTAssertEqual(try system(["tar", "-cf", bad, "-C", folder, "bibsonomy"]), 0)
    let more = try make(["check-archive", "FILE=\(bad)"])
    XCTAssert(more.output.contains("holds other files than SHA256SUMS lists"), more.output)

    let absent = try make(["check-archive", "FILE=\(path("absent.tar"))"])
    XCTAssert(absent.output.contains("absent.tar: cannot be read."), absent.output)
    let unnamed = try make(["check-archive"])
    XCTAssert(
      unnamed.output.contains(
        "Name the archive: make check-archive FILE=work/bibsonomy-JMAN.tar"), unnamed.output)
  }

  func testACorpusFromOutsideIsNamedByItsHash() throws {
    let corpus = path("corpus.jsonl")
    let lines = (0..<40).map {
      #"{"id":"\#($0)","title":"A paper \#($0 % 5)","text":"About it.","tags":["a\#($0 % 3)","b\#($0 % 2)"]}"#
    }
    try lines.joined(separator: "\n").write(toFile: corpus, atomically: true, encoding: .utf8)
    // From make's own folder, as WORK=work is.
    let depth = Self.root.resolvingSymlinksInPath().pathComponents.count - 1
    let relative = String(repeating: "../", count: depth) + work().dropFirst()
    try succeed(make: ["archive-mine", "CORPUS=\(corpus)", "MIN_WORD_COUNT=1", "MODEL=JMAN"], work: relative)
    try succeed(make: ["check-archive", "FILE=\(relative)/mine-JMAN.tar"])
    let folder = path("unpacked")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    XCTAssertEqual(
      try system(["tar", "-xf", "\(work())/mine-JMAN.tar", "-C", folder]), 0)
    let external = try String(contentsOfFile: "\(folder)/mine/EXTERNAL", encoding: .utf8)
    XCTAssert(external.hasSuffix("  corpus.jsonl\n"), external)

    // A file that an option names, and an encoder.
    let base = path("kb.csv")
    let excluded = path("no.txt")
    try "a1,b1\na2,b1\n".write(toFile: base, atomically: true, encoding: .utf8)
    try "a2\n".write(toFile: excluded, atomically: true, encoding: .utf8)
    let encoder = Self.root.appendingPathComponent("Tests/PipelineTests/Golden/encoder/bert").path
    let more = ["KB=\(base)", "KB_OPTIONS=--exclude=\(excluded)", "ENCODER=\(encoder)", "MODEL=knn"]
    let output = try succeed(make: ["archive-mine"] + more)
    XCTAssert(worked(output).contains("encode"), output)
    XCTAssert(output.contains("--model \(work())/mine/knn/fold0/model.stage --encoder '\(encoder)' -"), output)
    try succeed(make: ["check-archive", "FILE=\(work())/mine-knn.tar"])
    XCTAssertEqual(try system(["tar", "-xf", "\(work())/mine-knn.tar", "-C", folder]), 0)
    let all = try String(contentsOfFile: "\(folder)/mine/EXTERNAL", encoding: .utf8)
    for name in ["corpus.jsonl", "kb.csv", "no.txt", "model.safetensors"] {
      XCTAssert(all.contains("  \(name)\n"), all)
    }
  }

  /// A value that was taken back, a file that an option names: both are part of how a
  /// result was made, and neither depends on where.
  func testParametersReproduceAResult() throws {
    let list = path("stop words.txt")
    try "the\nof\n".write(toFile: list, atomically: true, encoding: .utf8)
    let own = ["MODEL=knn", "TOP_K=", "HAMMING=", "KB=", "CORPUS_OPTIONS=--stop-words '\(list)' --subject-uris"]
    try succeed(make: ["archive-bibsonomy"] + own, work: work("one"))
    let folder = path("elsewhere")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    XCTAssertEqual(try system(["tar", "-xf", "\(work("one"))/bibsonomy-knn.tar", "-C", folder]), 0)
    let parameters = try String(contentsOfFile: "\(folder)/bibsonomy/PARAMETERS", encoding: .utf8)
      .split(separator: "\n").map(String.init)
    for line in ["MODEL=knn", "TOP_K=", "KB=", "CORPUS_OPTIONS='--stop-words' 'stop words.txt' '--subject-uris'"] {
      XCTAssert(parameters.contains(line), "\(parameters)")
    }
    XCTAssertEqual(try system(["cp", list, "\(folder)/stop words.txt"]), 0)
    let makefile = Self.root.appendingPathComponent("Makefile").path
    let command =
      "cd '\(folder)' && xargs -d '\\n' env -u MAKEFLAGS -u MAKELEVEL make -f '\(makefile)' -o '\(Self.root.path)/.build/release/.built' "
      + "archive-bibsonomy <bibsonomy/PARAMETERS >log 2>&1"
    XCTAssertEqual(
      try system(["sh", "-c", command]), 0, (try? String(contentsOfFile: "\(folder)/log", encoding: .utf8)) ?? "")
    XCTAssertEqual(try bytes("\(folder)/work/bibsonomy-knn.tar"), try bytes("\(work("one"))/bibsonomy-knn.tar"))
  }

  func testVerifyNoticesStrangers() throws {
    try succeed(make: ["bibsonomy"], work: work("one"))
    try succeed(make: ["bibsonomy", "SAMPLE_SEED=2"], work: work("two"))
    let one = "\(work("one"))/bibsonomy"
    let documents = try runStage("verify", ["--alone", "\(one)/documents.stage"])
    XCTAssertEqual(documents.output, "1 stage file is complete\n")
    let strange = try runStage(
      "verify", ["\(one)/split.stage", "\(work("two"))/bibsonomy/documents.stage"])
    XCTAssertNotEqual(strange.status, 0)
    XCTAssert(
      strange.errors.contains("split.stage: documents: was made from a file (sha256 "),
      strange.errors)
    XCTAssert(
      strange.errors.contains(
        "that is not among these. Give all files of one run, or run make again."),
      strange.errors)
    try Data("nonsense\n".utf8).write(to: URL(fileURLWithPath: path("hashes")))
    let bad = try runStage(
      "verify", ["--external", path("hashes"), "\(one)/documents.stage"])
    XCTAssert(
      bad.errors.contains("hashes:1: is not a line of sha256sum: HASH  NAME."), bad.errors)
  }
}
