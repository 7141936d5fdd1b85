// Stopping at any moment: files under their final names are always right, and the
// next make goes on from there.
import XCTest

final class InterruptionTests: MakefileTestCase {
  /// SIGKILL of make and all its children at random moments, with changing
  /// parameters. Every file under its final name must at every moment have the bytes
  /// of an undisturbed run with one of the parameters.
  ///
  /// `JMAN_KILLS=100` for the long version, whose training is longer too; it prints what
  /// the kills hit.
  func testKilledAtRandomMoments() throws {
    let environment = ProcessInfo.processInfo.environment
    let kills = environment["JMAN_KILLS"].flatMap { Int($0) } ?? 8
    let seed = environment["JMAN_SEED"].flatMap { UInt64($0) } ?? 20_261_124
    var random = SplitMix64(state: seed)
    let isLong = environment["JMAN_KILLS"] != nil
    let training = ["THREADS=1"] + (isLong ? ["EPOCHS=15", "PATIENCE=100"] : [])
    let settings = [training, training + ["LEARNING_RATE=0.02", "EMBED_SIZE=8"]]
    let begin = Date()
    let undisturbed = try settings.enumerated().map { i, setting in
      try succeed(make: ["bibsonomy"] + setting, work: work("undisturbed\(i)"))
      return try finalFiles("\(work("undisturbed\(i)"))/bibsonomy").mapValues { [$0] }
    }
    let duration = Date().timeIntervalSince(begin) / 2
    let known = undisturbed[0].merging(undisturbed[1]) { $0 + $1 }
    let folder = "\(work())/bibsonomy"

    func check(_ moment: String) throws {
      for (name, data) in try finalFiles(folder, events: false) {
        XCTAssert(
          known[name]?.contains(data) == true, "\(name) is wrong \(moment), seed \(seed)")
      }
    }
    var hits: [String: Int] = [:]
    var resumed = 0
    for number in 0..<kills {
      if random.next() % 4 == 0 { try? FileManager.default.removeItem(atPath: work()) }
      let setting = settings[Int(random.next() % 2)]
      let store = random.next() % 2 == 0 ? [] : ["STORE="]
      let run = try start(["bibsonomy"] + setting + store)
      Thread.sleep(forTimeInterval: duration * Double(random.next() % 1_000) / 1_000)
      let running = run.programs
      run.signalGroup(SIGKILL)
      let output = try run.result().output
      if isLong {
        let stage = running.first { !Self.helpers.contains($0) }
        hits[stage ?? (running.isEmpty ? "after the end" : "between stages"), default: 0] += 1
        if output.contains("train: going on after epoch") { resumed += 1 }
      }
      // Those that make started are gone when the kernel says so.
      while run.isGroupAlive { Thread.sleep(forTimeInterval: 0.002) }
      try check("after kill \(number + 1)")
    }
    for i in [1, 0] {
      let output = try succeed(make: ["bibsonomy"] + settings[i])
      XCTAssertEqual(
        try finalFiles(folder).mapValues { [$0] }, undisturbed[i],
        "after \(kills) kills, seed \(seed): \(output)")
    }
    XCTAssertEqual(leftovers(folder), [])
    if isLong {
      let counts = hits.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      print("\(kills) kills: \(counts.map { "\($0.key) \($0.value)" }.joined(separator: ", "));")
      print("\(resumed) of the runs that were killed had gone on from a checkpoint")
    }
  }

  /// What runs beside a stage.
  private static let helpers: Set = [
    "make", "sh", "dash", "bash", "env", "flock", "locked", "explain", "stat", "sed", "mkdir",
    "touch", "printf", "find", "nproc",
  ]

  /// Ctrl-C reaches the whole group, SIGTERM perhaps only make.
  func testInterruptedRunsLeaveNothingHalfDone() throws {
    try succeed(make: ["bibsonomy"])
    let before = try finalFiles(work())
    for number in [SIGINT, SIGTERM] {
      let run = try start(["bibsonomy", "EPOCHS=100000", "PATIENCE=100000", "STOP_RATE=0"])
      while run.process.isRunning, !run.output.contains("epoch 2:") {
        Thread.sleep(forTimeInterval: 0.01)
      }
      if number == SIGINT { run.signalGroup(number) } else { kill(run.process.processIdentifier, number) }
      XCTAssertNotEqual(try run.result().status, 0)
      for _ in 0..<500 where run.isGroupAlive { Thread.sleep(forTimeInterval: 0.01) }
      XCTAssertFalse(run.isGroupAlive, "a stage goes on after signal \(number): \(run.output)")
      XCTAssertEqual(leftovers(work()), [])
      XCTAssertEqual(
        try finalFiles(work(), events: false), before.filter { !$0.key.contains("tfevents") })
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
    // It is the second's result that stands.
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

/// A small generator with a seed, so that a failure can be repeated.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
