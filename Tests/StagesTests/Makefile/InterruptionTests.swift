// Stopping at any moment: files under their final names are always right, and the
// next make goes on from there.
import PipelineNumerics
import XCTest

final class InterruptionTests: MakefileTestCase {
  /// SIGKILL of make and all its children.
  ///
  /// `JMAN_KILLS=100` for the long version, whose training is longer too; it prints what
  /// the kills hit.
  func testKilledAtRandomMoments() throws {
    try stopAtRandomMoments([SIGKILL], times: Self.kills ?? 8)
  }

  /// Ctrl-C, which reaches the whole group, and SIGTERM for make alone.
  func testStoppedAtRandomMoments() throws {
    try stopAtRandomMoments([SIGINT, SIGTERM], times: Self.kills ?? 6)
  }

  private static let targets = [
    nil, nil, nil, "make-sample", "preprocess", "split", "build-vocab", "embed", "build-sim-sub",
    "train", "train", epoch, epoch, epoch, "predict", "evaluate",
  ]
  /// Once a checkpoint has been written.
  private static let epoch = "epoch 2:"

  private static let kills = ProcessInfo.processInfo.environment["JMAN_KILLS"].flatMap { Int($0) }

  /// Runs with changing parameters are stopped at random moments. Every file under its
  /// final name must at every moment have the bytes of an undisturbed run with one of the
  /// parameters.
  private func stopAtRandomMoments(_ signals: [Int32], times: Int) throws {
    let seed =
      ProcessInfo.processInfo.environment["JMAN_SEED"].flatMap { UInt64($0) } ?? 20_261_124
    var random = RandomStream(seed: seed)
    let isLong = Self.kills != nil
    let training = ["THREADS=1"] + (isLong ? ["EPOCHS=40", "PATIENCE=100"] : [])
    let settings = [training, training + ["LEARNING_RATE=0.02", "EMBED_SIZE=8"]]
    let begin = Date()
    let undisturbed = try settings.enumerated().map { i, setting in
      try succeed(make: ["bibsonomy"] + setting, work: work("undisturbed\(i)"))
      return try finalFiles("\(work("undisturbed\(i)"))/bibsonomy").mapValues { [$0] }
    }
    let duration = Date().timeIntervalSince(begin) / 2
    let known = undisturbed[0].merging(undisturbed[1]) { $0 + $1 }
    let folder = "\(work())/bibsonomy"
    var hits = Hits()

    for number in 0..<times {
      // At any moment, or a moment after a certain stage has begun: most are short.
      let target = Self.targets[Int(random.next() % UInt64(Self.targets.count))]
      if target != "train", target != Self.epoch, random.next() % 4 != 0 {
        try? FileManager.default.removeItem(atPath: work())
      }
      let setting = settings[Int(random.next() % 2)]
      let store = random.next() % 2 == 0 ? [] : ["STORE="]
      let run = try start(["bibsonomy"] + setting + store)
      if let target {
        while run.process.isRunning,
          target == Self.epoch ? !run.output.contains(target) : !run.programs.contains(target)
        {
          Thread.sleep(forTimeInterval: 0.001)
        }
      }
      let longest = target == nil ? duration : target == "train" || target == Self.epoch ? duration / 3 : 0.02
      Thread.sleep(forTimeInterval: longest * Double(random.next() % 1_000) / 1_000)
      let running = run.programs
      let signal = signals[number % signals.count]
      // Only make receives SIGTERM, as by kill.
      if signal == SIGTERM {
        kill(run.process.processIdentifier, signal)
      } else {
        run.signalGroup(signal)
      }
      hits.add(running, try run.result().output)
      // Those that make started are gone when the kernel says so.
      while run.isGroupAlive { Thread.sleep(forTimeInterval: 0.002) }
      for (name, data) in try finalFiles(folder) {
        XCTAssert(
          known[name]?.contains(data) == true,
          "\(name) is wrong after signal \(signal), number \(number + 1), seed \(seed)")
      }
      if signal != SIGKILL { XCTAssertEqual(leftovers(folder), [], "\(number), seed \(seed)") }
    }
    for i in [1, 0] {
      let output = try succeed(make: ["bibsonomy"] + settings[i])
      XCTAssertEqual(
        try finalFiles(folder).mapValues { [$0] }, undisturbed[i],
        "after \(times) times, seed \(seed): \(output)")
    }
    XCTAssertEqual(leftovers(folder), [])
    if isLong { print("\(signals): \(hits)") }
  }

  /// Ctrl-C reaches the whole group, SIGTERM perhaps only make.
  func testInterruptedRunsLeaveNothingHalfDone() throws {
    try prepare()
    let before = try finalFiles(work())
    for number in [SIGINT, SIGTERM] {
      let run = try start(["bibsonomy", "EPOCHS=100000", "PATIENCE=100000", "STOP_RATE=0"])
      while run.process.isRunning, !run.output.contains("\nepoch ") {
        Thread.sleep(forTimeInterval: 0.01)
      }
      if number == SIGINT { run.signalGroup(number) } else { kill(run.process.processIdentifier, number) }
      XCTAssertNotEqual(try run.result().status, 0)
      for _ in 0..<500 where run.isGroupAlive { Thread.sleep(forTimeInterval: 0.01) }
      XCTAssertFalse(run.isGroupAlive, "a stage goes on after signal \(number): \(run.output)")
      XCTAssertEqual(leftovers(work()), [])
      XCTAssertEqual(
        try finalFiles(work()), before)
    }
    try succeed(make: ["bibsonomy"])
    XCTAssertEqual(try finalFiles(work()), before)
  }

  func testASecondMakeWaits() throws {
    let first = try start(["bibsonomy", "EPOCHS=60", "PATIENCE=100"])
    while first.process.isRunning, !first.output.contains("epoch 1:") {
      Thread.sleep(forTimeInterval: 0.01)
    }
    let second = try succeed(make: ["bibsonomy"])
    XCTAssertEqual(try first.result().status, 0, first.output)
    XCTAssertNotNil(
      second.firstMatch(
        of: /work\/bibsonomy is in use by another make \(process \d+ on \S+\); waiting until it has ended\./
      ), second)
    XCTAssert(second.contains("EPOCHS") || worked(second).contains("train"), second)
    // The second's result remains.
    XCTAssertEqual(started(try succeed(make: ["bibsonomy"])), [])

    // A lock goes with its owner, even one that was killed.
    let killed = try start(["bibsonomy", "EPOCHS=100000", "PATIENCE=100000", "STOP_RATE=0"])
    while killed.process.isRunning, !killed.output.contains("epoch 1:") {
      Thread.sleep(forTimeInterval: 0.01)
    }
    killed.signalGroup(SIGKILL)
    _ = try killed.result()
    while killed.isGroupAlive { Thread.sleep(forTimeInterval: 0.002) }
    XCTAssertFalse(try succeed(make: ["bibsonomy"]).contains("in use"))
  }
}

/// What ran at the moments at which runs were stopped.
private struct Hits: CustomStringConvertible {
  private var counts: [String: Int] = [:]
  private var resumed = 0

  /// What runs at the same time as a stage.
  private static let helpers: Set = [
    "make", "sh", "dash", "bash", "env", "flock", "locked", "explain", "stat", "sed", "mkdir",
    "touch", "printf", "find", "nproc", "dag", "sweep-table",
  ]

  mutating func add(_ programs: [String], _ output: String) {
    let stage = programs.first { !Self.helpers.contains($0) }
    counts[stage ?? (programs.isEmpty ? "after the end" : "between stages"), default: 0] += 1
    if output.contains("train: going on after epoch") { resumed += 1 }
  }

  var description: String {
    counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
      + "; \(resumed) of these runs had gone on from a checkpoint"
  }
}
