// Runs the real Makefile on a sample so small that a whole run takes a second.
import Synchronization
import XCTest

/// A test case whose stage files are in a separate folder.
class MakefileTestCase: StageTestCase {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// In memory, if there is room: every stage waits until its bytes are on the disk,
  /// which takes longer than its work on so small a sample.
  override class var parent: URL {
    let memory = "/dev/shm"
    let system = try? FileManager.default.attributesOfFileSystem(forPath: memory)
    let room = (system?[.systemFreeSize] as? NSNumber)?.int64Value ?? 0
    return room > 1 << 30 && FileManager.default.isWritableFile(atPath: memory)
      ? URL(fileURLWithPath: memory) : super.parent
  }

  /// The parameters of all these tests.
  static let small = [
    "SAMPLE_DOCUMENTS=200", "EPOCHS=2", "EMBED_EPOCHS=1", "LABEL_EMBED_SIZE=20",
    "LABEL_EMBED_EPOCHS=1", "EMBED_SIZE=16", "HIDDEN_SIZE=8",
  ]

  /// A make that was started, in a separate process group.
  struct Running {
    let process: Process
    fileprivate let log: String

    /// Waits for its end.
    func result() throws -> StageResult {
      process.waitUntilExit()
      let text = try String(contentsOfFile: log, encoding: .utf8)
      return StageResult(status: process.terminationStatus, output: text, errors: text)
    }

    /// What it has printed so far.
    var output: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

    /// Sends a signal to make and all that it started.
    func signalGroup(_ number: Int32) { kill(-process.processIdentifier, number) }

    /// The programs of the group that run at this moment, and `make` and shells.
    var programs: [String] {
      let pids = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
      return pids.compactMap { pid in
        // PID (NAME) STATE PARENT GROUP …; a name may hold blanks and brackets.
        guard Int(pid) != nil,
          let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
          let open = stat.firstIndex(of: "("), let close = stat.lastIndex(of: ")"),
          stat[close...].split(separator: " ").dropFirst(3).first
            == Substring("\(process.processIdentifier)")
        else { return nil }
        return String(stat[stat.index(after: open)..<close])
      }
    }

    /// Whether any process of the group is left.
    var isGroupAlive: Bool { kill(-process.processIdentifier, 0) == 0 }
  }

  /// The folder of stage files; another one for each name.
  func work(_ name: String = "work") -> String { path(name) }

  /// Puts a finished `make bibsonomy` into `work()`: it is made once for all tests, and
  /// copied with its times, so that make finds everything up to date.
  func prepare() throws {
    if Self.finished.withLock({ $0 }) == nil {
      let folder = Self.parent
        .appendingPathComponent("jman-\(UUID().uuidString)").path
      try succeed(make: ["bibsonomy"], work: folder)
      Self.finished.withLock { $0 = folder }
      atexit { MakefileTestCase.finished.withLock { $0 }.map { try? FileManager.default.removeItem(atPath: $0) } }
    }
    XCTAssertEqual(try system(["cp", "-a", Self.finished.withLock { $0 } ?? "", work()]), 0)
  }

  private static let finished = Mutex<String?>(nil)

  func skipWithoutReleaseBuild() throws {
    let built = Self.root.appendingPathComponent(".build/release/.built")
    guard FileManager.default.fileExists(atPath: built.path) else {
      throw XCTSkip("SKIPPED: there is no release build; `make test` makes one")
    }
  }

  /// Starts make with the small parameters.
  func start(
    _ arguments: [String], work: String? = nil, environment extra: [String: String] = [:]
  ) throws -> Running {
    try skipWithoutReleaseBuild()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    // -o: the executables are those that `make test` has just built.
    process.arguments =
      ["make", "-C", Self.root.path, "-o", ".build/release/.built"]
      + ["WORK=\(work ?? self.work())"] + Self.small + arguments
    var environment = ProcessInfo.processInfo.environment
    for name in environment.keys where name.hasPrefix("MAKE") || name.hasPrefix("JMAN_") {
      environment[name] = nil
    }
    process.environment = environment.merging(extra) { $1 }
    let log = path("make-\(UUID().uuidString).log")
    XCTAssert(FileManager.default.createFile(atPath: log, contents: nil))
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
    process.standardOutput = handle
    process.standardError = handle
    process.standardInput = FileHandle.nullDevice
    try process.run()
    // One that has ended already has no group.
    let group = getpgid(process.processIdentifier)
    XCTAssert(group == process.processIdentifier || group == -1)
    return Running(process: process, log: log)
  }

  /// Runs make to its end.
  func make(
    _ arguments: [String], work: String? = nil, environment: [String: String] = [:]
  ) throws -> StageResult {
    try start(arguments, work: work, environment: environment).result()
  }

  /// Runs make, which must succeed, and returns what it printed.
  @discardableResult
  func succeed(
    make arguments: [String], work: String? = nil, environment: [String: String] = [:],
    line: UInt = #line
  ) throws -> String {
    let result = try make(arguments, work: work, environment: environment)
    XCTAssertEqual(result.status, 0, result.output, line: line)
    return result.output
  }

  /// The stages that were started and neither found their output up to date nor
  /// took it from an earlier run.
  func worked(_ text: String) -> [String] {
    let lines = text.split(separator: "\n")
    return lines.indices.compactMap { i in
      guard let name = stage(lines[i]) else { return nil }
      let output = lines[i].split(separator: " ").last.map(String.init) ?? ""
      let isKept = lines.contains { $0.contains("\(name): ") && $0.contains("\(output) is up to date") }
      return isKept ? nil : name
    }
  }

  /// The stages that were started.
  func started(_ text: String) -> [String] {
    text.split(separator: "\n").compactMap { stage($0) }
  }

  private func stage(_ line: Substring) -> String? {
    guard let command = line.split(separator: " ").first(where: { $0.contains("release/") }),
      line.contains(" -o ")
    else { return nil }
    return command.split(separator: "/").last.map(String.init)
  }

  /// The bytes of every file under its final name below `folder`, without those
  /// that make keeps for itself and checkpoints, which belong to a training that is
  /// not over.
  ///
  /// TensorBoard's files are left out: they hold the times of the training.
  func finalFiles(_ folder: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    guard let names = FileManager.default.enumerator(atPath: folder) else { return [:] }
    for case let name as String in names {
      let parts = name.split(separator: "/")
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder)
      if isFolder.boolValue || parts.contains(where: { $0.hasPrefix(".") })
        || name.hasSuffix(".checkpoint")
        || name.contains("tfevents")
      {
        continue
      }
      files[name] = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
    }
    return files
  }

  /// The names of temporary files below `folder`.
  func leftovers(_ folder: String) -> [String] {
    (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? [])
      .filter { $0.hasSuffix(".partial") || $0.hasSuffix(".restored") }
  }

  func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

  /// Gives a file the present time.
  func touch(_ path: String) throws {
    try FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: path)
  }

  /// Runs a command of the system; its status.
  @discardableResult
  func system(_ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
