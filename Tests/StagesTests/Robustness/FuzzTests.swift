// Damaged files, given to every stage that reads them: no crash, no hang, no more than
// 1 GiB. scripts/fuzz runs it for as long as one likes, on the programs as users have
// them; the suite runs it for a few seconds.
import Formats
import PipelineNumerics
import Foundation
import Synchronization
import XCTest

final class FuzzTests: StageTestCase {
  /// A file that some stages read, and how they are called with it.
  private struct Target: Sendable {
    var file: String
    var isStageFile: Bool
    var readers: [StageExample]
  }

  func testDamagedFiles() throws {
    let environment = ProcessInfo.processInfo.environment
    let seconds = environment["JMAN_FUZZ_SECONDS"].flatMap(Double.init) ?? 5
    let runs = environment["JMAN_FUZZ_RUNS"].flatMap(Int.init) ?? .max
    let seed = environment["JMAN_FUZZ_SEED"].flatMap(UInt64.init) ?? 1
    let examples = try StageExamples(folder: folder.path)
    let targets = targets()
    XCTAssertGreaterThan(targets.count, 20)

    let faults = FaultList()
    let tally = Mutex(Tally())
    let folder = folder.path
    let deadline = Date().addingTimeInterval(seconds)
    let workers = max(2, ProcessInfo.processInfo.activeProcessorCount)
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      var number = worker
      while Date() < deadline, number < runs {
        var random = RandomStream(seed: seed, at: UInt64(number))
        let target = targets[random.next(below: targets.count)]
        let reader = target.readers[random.next(below: target.readers.count)]
        let mutant = "mutant-\(worker)"
        do {
          let place = try Self.prepare("\(folder)/\(mutant)", for: target.file, in: folder)
          try Self.damage(
            "\(folder)/\(target.file)", isStageFile: target.isStageFile,
            to: place, &random)
          let run = try examples.run(
            reader.stage, Self.arguments(reader, target.file, mutant, output: "out-\(worker)"))
          tally.withLock { $0.add(run) }
          if let fault = run.fault() {
            faults.add(
              "run \(number) of seed \(seed): \(reader.stage) with a damaged \(target.file) "
                + fault.prefix(400))
            if let keep = environment["JMAN_FUZZ_KEEP"] {
              try? FileManager.default.copyItem(
                atPath: "\(folder)/\(mutant)",
                toPath: "\(keep)/\(target.file.replacingOccurrences(of: "/", with: "_"))-\(number)")
            }
          }
        } catch {
          faults.add("run \(number): \(error)")
        }
        number += workers
      }
    }
    print("fuzz: seed \(seed), \(tally.withLock { $0.summary }), \(faults.all.count) faults")
    XCTAssertEqual(faults.all, [])
  }

  /// Each file of the examples that some example reads, with those who read it.
  private func targets() -> [Target] {
    var made: Set<String> = []
    var readers: [String: [StageExample]] = [:]
    for example in StageExamples.making {
      for (place, word) in example.arguments.enumerated() where !word.hasPrefix("-") {
        if example.outputs.contains(place) {
          made.insert(word)
        } else {
          for file in files(word) { readers[file, default: []].append(example) }
        }
      }
    }
    // Whatever is a stage file can also be looked at.
    for file in made where (try? StageReader(path: path(file))) != nil {
      readers[file, default: []].append(StageExample(stage: "inspect", arguments: [file]))
      if (try? StageReader(path: path(file)).kind) == .model {
        readers[file, default: []] += [
          StageExample(stage: "annotate", arguments: ["--model", file, "few.jsonl"]),
          StageExample(
            stage: "predict",
            arguments: ["--model", file, "--documents", "d", "--split", "s", "-o", "p"]),
        ]
      }
    }
    return readers.keys.sorted().map { file in
      Target(
        file: file, isStageFile: (try? StageReader(path: path(file))) != nil,
        readers: readers[file] ?? [])
    }
  }

  /// The file of that name, or all files of the folder.
  private func files(_ name: String) -> [String] {
    var isFolder: ObjCBool = false
    guard name != ".", FileManager.default.fileExists(atPath: path(name), isDirectory: &isFolder)
    else { return [] }
    guard isFolder.boolValue else { return [name] }
    return (FileManager.default.subpaths(atPath: path(name)) ?? []).map { "\(name)/\($0)" }
      .flatMap(files)
  }

  /// The example's arguments with the mutant in the place of the file, or of its folder.
  private static func arguments(
    _ example: StageExample, _ file: String, _ mutant: String, output: String
  ) -> [String] {
    example.arguments.enumerated().map { place, word in
      if example.outputs.contains(place) { return "\(output)-\(word)" }
      return word == file || file.hasPrefix(word + "/") ? mutant : word
    }
  }

  /// Makes room for a mutant: if the file is in a folder, a copy of the folder.
  ///
  /// - Returns: where the damaged file is to be.
  private static func prepare(_ mutant: String, for file: String, in folder: String) throws -> String {
    try? FileManager.default.removeItem(atPath: mutant)
    guard let slash = file.firstIndex(of: "/") else { return mutant }
    try FileManager.default.copyItem(atPath: "\(folder)/\(file[..<slash])", toPath: mutant)
    return mutant + file[slash...]
  }

  private static func damage(
    _ file: String, isStageFile: Bool, to mutant: String, _ random: inout RandomStream
  ) throws {
    if isStageFile, random.next(below: 5) > 0 {
      var contents = try MutableStageFile(path: file)
      contents.mutate(&random)
      return try contents.write(to: mutant)
    }
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
    try Data(mutateBytes(bytes, &random)).write(to: URL(fileURLWithPath: mutant))
  }
}

/// What came out of many runs.
private struct Tally {
  private var runs = 0
  private var accepted = 0
  private var memory = 0

  var summary: String { "\(runs) runs, \(accepted) accepted the file, at most \(memory) MiB" }

  mutating func add(_ run: LimitedRun) {
    runs += 1
    if run.status == 0 { accepted += 1 }
    memory = max(memory, run.memory)
  }
}
