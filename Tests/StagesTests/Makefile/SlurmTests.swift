// A cross-validation through a real Slurm of one machine.
import XCTest

final class SlurmTests: MakefileTestCase {
  private var cluster: String { path("slurm") }
  private var isStarted = false

  override func tearDownWithError() throws {
    if isStarted {
      let script = Self.root.appendingPathComponent("scripts/one-machine-slurm").path
      try system([script, "stop", cluster])
    }
    try super.tearDownWithError()
  }

  /// Starts the cluster, or skips.
  private func startCluster() throws -> [String: String] {
    guard try system(["sh", "-c", "command -v slurmctld && command -v slurmd && command -v munged"]) == 0
    else {
      throw XCTSkip("SKIPPED: there is no Slurm; apt-get install slurm-wlm munge")
    }
    guard geteuid() == 0 else { throw XCTSkip("SKIPPED: Slurm is started by root only") }
    let script = Self.root.appendingPathComponent("scripts/one-machine-slurm").path
    guard try system([script, "start", cluster]) == 0 else {
      throw XCTSkip("SKIPPED: Slurm does not start on this machine")
    }
    isStarted = true
    return ["SLURM_CONF": "\(cluster)/slurm.conf"]
  }

  func testFoldsThroughSlurm() throws {
    let environment = try startCluster()
    let folds = ["bibsonomy", "KFOLD=3", "THREADS=1"]
    let launched = ["-j2", "LAUNCHER=srun --quiet -n1 -c1"] + folds
    try succeed(make: folds, work: work("local"))
    let local = try finalFiles("\(work("local"))/bibsonomy")

    // A job is cancelled while it trains: make fails, nothing is half done.
    let long = ["EPOCHS=100000", "PATIENCE=100000", "STOP_RATE=0"]
    let run = try start(launched + long, environment: environment)
    while run.process.isRunning, !run.output.contains("fold1: epoch 2:") {
      Thread.sleep(forTimeInterval: 0.05)
    }
    XCTAssertEqual(
      try system(["env", "SLURM_CONF=\(cluster)/slurm.conf", "scancel", "--user=root"]), 0)
    let cancelled = try run.result()
    XCTAssertNotEqual(cancelled.status, 0, cancelled.output)
    XCTAssert(cancelled.output.contains("CANCELLED"), cancelled.output)
    for (name, data) in try finalFiles("\(work())/bibsonomy") {
      XCTAssertEqual(local[name], data, name)
    }

    // Going on, through Slurm: the bytes of a local run.
    let output = try succeed(make: launched, environment: environment)
    XCTAssertEqual(worked(output).count { $0 == "train" }, 3, output)
    XCTAssertFalse(worked(output).contains("embed"), "done before the job was cancelled")
    XCTAssertEqual(try finalFiles("\(work())/bibsonomy"), local)
    XCTAssertEqual(leftovers(work()), [])

    // The same as a job array: shared stages, folds at once, metrics.
    let array = path("array.sh")
    try """
    #!/bin/sh
    exec make -C \(Self.root.path) -o .build/release/.built \(Self.small.joined(separator: " ")) \
    WORK=\(work("array")) KFOLD=3 THREADS=1 bibsonomy-fold FOLD=$SLURM_ARRAY_TASK_ID
    """.write(toFile: array, atomically: true, encoding: .utf8)
    try succeed(make: ["bibsonomy-shared", "KFOLD=3", "THREADS=1"], work: work("array"))
    XCTAssertEqual(
      try system([
        "env", "SLURM_CONF=\(cluster)/slurm.conf", "sbatch", "--wait", "--array=0-2",
        "--output=\(path("array-%a.log"))", array,
      ]), 0)
    let rest = try succeed(make: folds, work: work("array"))
    XCTAssertEqual(worked(rest), ["evaluate"], rest)
    XCTAssertEqual(try finalFiles("\(work("array"))/bibsonomy"), local)
  }

  /// Shares of one model's training as a job array.
  func testSharesThroughSlurm() throws {
    let environment = try startCluster()
    for model in ["ovr", "tree"] {
      let goal = ["bibsonomy", "MODEL=\(model)", "THREADS=1"]
      try succeed(make: goal, work: work("local"))
      let array = path("\(model).sh")
      try """
      #!/bin/sh
      exec make -C \(Self.root.path) -o .build/release/.built \(Self.small.joined(separator: " ")) \
      WORK=\(work("array")) MODEL=\(model) THREADS=1 bibsonomy-shard SHARDS=3 SHARD=$SLURM_ARRAY_TASK_ID
      """.write(toFile: array, atomically: true, encoding: .utf8)
      try succeed(make: ["bibsonomy-shared", "MODEL=\(model)"], work: work("array"))
      XCTAssertEqual(
        try system([
          "env", "SLURM_CONF=\(cluster)/slurm.conf", "sbatch", "--wait", "--array=1-3",
          "--output=\(path("\(model)-%a.log"))", array,
        ]), 0)
      let rest = try succeed(make: goal + ["SHARDS=3"], work: work("array"))
      XCTAssertEqual(worked(rest).count { $0 == "train-baseline" }, 1, rest)
      // With a launcher the shares of one make run side by side.
      try succeed(
        make: goal + ["SHARDS=2", "-j2", "LAUNCHER=srun --quiet -n1 -c1"], work: work("launched"),
        environment: environment)
      for place in ["array", "launched"] {
        let files = try finalFiles("\(work(place))/bibsonomy").filter { !$0.key.contains("/share") }
        XCTAssertEqual(files, try finalFiles("\(work("local"))/bibsonomy"), place)
      }
    }
  }
}
