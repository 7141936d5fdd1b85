// Damaged files, given to every stage that reads them: no crash, no hang, no more than
// 1 GiB. scripts/fuzz runs it for as long as one likes, on the programs as users have
// them; the suite runs it for a few seconds.
import Formats
import Foundation
import Pipeline
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
    let tally = Tally()
    let folder = folder.path
    let deadline = Date().addingTimeInterval(seconds)
    let workers = max(2, ProcessInfo.processInfo.activeProcessorCount)
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      var number = worker
      while Date() < deadline, number < runs {
        var random = RandomStream(seed: seed, stream: UInt64(number))
        let target = targets[random.next(below: targets.count)]
        let reader = target.readers[random.next(below: target.readers.count)]
        let mutant = "mutant-\(worker)"
        do {
          try Self.damage("\(folder)/\(target.file)", isStageFile: target.isStageFile,
            to: "\(folder)/\(mutant)", &random)
          let run = try examples.run(
            reader.stage, Self.arguments(reader, target.file, mutant, output: "out-\(worker)"))
          tally.add(run)
          if let fault = run.fault() {
            faults.add(
              "run \(number) of seed \(seed): \(reader.stage) with a damaged \(target.file) "
                + fault.prefix(400))
            if let keep = environment["JMAN_FUZZ_KEEP"] {
              try? FileManager.default.copyItem(
                atPath: "\(folder)/\(mutant)", toPath: "\(keep)/\(target.file)-\(number)")
            }
          }
        } catch {
          faults.add("run \(number): \(error)")
        }
        number += workers
      }
    }
    print("fuzz: seed \(seed), \(tally.summary), \(faults.all.count) faults")
    XCTAssertEqual(faults.all, [])
  }

  /// Each file of the examples that some example reads, beside those who read it.
  private func targets() -> [Target] {
    var made: Set<String> = []
    var readers: [String: [StageExample]] = [:]
    for example in StageExamples.making {
      let outputs = Self.outputs(of: example)
      for word in example.arguments where !outputs.contains(word) && !word.hasPrefix("-") {
        if FileManager.default.fileExists(atPath: path(word)) {
          readers[word, default: []].append(example)
        }
      }
      made.formUnion(outputs)
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

  private static let outputOptions: Set = [
    "-o", "--log", "--events", "--to", "--knowledge-base",
  ]

  private static func outputs(of example: StageExample) -> Set<String> {
    Set(
      zip(example.arguments, example.arguments.dropFirst())
        .filter { outputOptions.contains($0.0) }.map { $0.1 })
  }

  private static func arguments(
    _ example: StageExample, _ file: String, _ mutant: String, output: String
  ) -> [String] {
    let outputs = outputs(of: example)
    return example.arguments.map { word in
      outputs.contains(word) ? "\(output)-\(word)" : word == file ? mutant : word
    }
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
private final class Tally: @unchecked Sendable {
  private let lock = NSLock()
  private var runs = 0
  private var accepted = 0
  private var memory = 0
  func add(_ run: LimitedRun) {
    lock.withLock {
      runs += 1
      if run.status == 0 { accepted += 1 }
      memory = max(memory, run.memory)
    }
  }
  var summary: String {
    lock.withLock { "\(runs) runs, \(accepted) accepted the file, at most \(memory) MiB" }
  }
}
