// Combinations of parameters, one after the other or side by side, and their table.
import Formats
import FormatsFiles
import Foundation
import StageSupport

extension Settings {
  /// These settings with the values of a combination, whose files are in a separate folder.
  /// Results that equal those of others come from the store.
  func with(_ combination: Combination) throws -> Settings {
    var settings = self
    for (name, value) in combination.values { settings.set(name, value) }
    settings.folder = "\(place)/sweep/\(combination.folder)"
    try settings.check()
    return settings
  }

  /// The combinations of GRID.
  ///
  /// - Throws: `Mistake` for a grid without any, or with a value that cannot be.
  func combinations() throws -> [Combination] {
    let combinations = try Grid(self["GRID"] ?? "").combinations
    guard self["GRID"] != nil, combinations.first?.values.isEmpty == false else {
      throw Mistake(
        "GRID is empty; say what to vary: make sweep NAME=\(name) "
          + "GRID=\"LAMBDA_SIM=0,0.001 LAMBDA_SUB=0,0.01\"")
    }
    for combination in combinations { try with(combination).checkFiles() }
    return combinations
  }

  /// Combination `number`, counted from 1.
  ///
  /// - Throws: `Mistake` as `combinations()`, and if there is no such combination.
  func combination(_ number: Int) throws -> Combination {
    let all = try combinations()
    guard all.indices.contains(number - 1) else {
      throw Mistake("there is no combination \(number) in GRID, which has \(all.count).")
    }
    return all[number - 1]
  }
}

extension Runner {
  /// make sweep.
  func sweep(_ settings: Settings) throws {
    let combinations = try settings.combinations()
    var settings = settings
    guard try prepare(&settings) else { return }
    if isDry {
      for combination in combinations { try explain(settings.with(combination), ["judged"], mode: "plan") }
      return
    }
    try take(settings)
    try run(settings, combinations)
  }

  /// make NAME-curve: the effect of more training documents. A sweep over their number:
  /// 100, 300, 1,000 … and all.
  func curve(_ settings: Settings) throws {
    var settings = settings
    guard try prepare(&settings) else { return }
    if isDry { return try explain(settings, ["split.stage"], mode: "plan") }
    try take(settings)
    let process = MakeProcess(
      settings, goals: ["split.stage"], environment: settings.environment(environment, flags: flags))
    guard try process.run().status == 0 else { throw Failed(status: 2) }
    let split = try StageContents(path: "\(settings.place)/split.stage", expecting: .split)
    let all = try split.integers("fold0/training").count
    let steps = sequence(first: 100) { $0 * 10 }.prefix { $0 < all }.flatMap { [$0, 3 * $0] }
    var own = settings
    let sizes = steps.filter { $0 < all }.map(String.init) + [settings["TRAINING_LIMIT"] ?? ""]
    own.table = "curve"
    own.set("GRID", "TRAINING_LIMIT=\(sizes.joined(separator: ",")) \(settings["GRID"] ?? "")")
    try run(own, own.combinations())
  }

  /// Runs combinations, under the lock of the dataset.
  private func run(_ settings: Settings, _ combinations: [Combination]) throws {
    let table = ResultTable(folder: "\(settings.place)/sweep", name: settings.table, total: combinations.count)
    try table.begin()
    Interruption.watch()
    let rows = (1...combinations.count).map { "row-\($0)" }
    var environment = settings.environment(self.environment, flags: flags, combinations: combinations.count)
    environment["ROWS"] = rows.joined(separator: " ")
    let (status, isOutOfTime) = try MakeProcess(
      settings, goals: ["rows"], environment: environment, files: ["sweep.mk"]
    ).run(minutes: settings["BUDGET"].flatMap { Double($0) })
    try table.show()
    try sayWithoutEffect(settings, combinations)
    if Interruption.signal != nil {
      try writeOut("Stopped; the same make sweep goes on from here.\n")
      throw Failed(status: 130)
    }
    if isOutOfTime {
      let minutes = settings["BUDGET"] ?? ""
      try writeOut("The \(minutes) minutes of BUDGET are over; the same make sweep goes on from here.\n")
    } else if status != 0 {
      throw Failed(status: 2)
    }
  }

  /// make sweep-row: one combination as a separate job.
  func row(_ settings: Settings) throws {
    // ROW has been checked to be a whole number.
    guard let number = settings["ROW"].flatMap({ Int($0) }) else {
      _ = try settings.combinations()
      throw Mistake("Say which combination, from 1: make sweep-row GRID=… ROW=1")
    }
    let combination = try settings.combination(number)
    var settings = settings
    guard try prepare(&settings) else { return }
    if isDry {
      return try explain(settings.with(combination), ["judged"], mode: "plan")
    }
    try part(settings, "row\(number)")
    try RowRun(settings, environment, flags).start(number)
  }

  /// Says which parameters changed no result of a whole sweep: a mistake that is easily
  /// overlooked.
  private func sayWithoutEffect(_ settings: Settings, _ combinations: [Combination]) throws {
    var results: [[UInt8]?] = []
    for combination in combinations {
      let own = try settings.with(combination)
      let path = "\(own.place)/\(own.model)/metrics.json"
      results.append(FileManager.default.contents(atPath: path).map(Array.init))
    }
    guard results.allSatisfy({ $0 != nil }) else { return }
    for axis in try Grid(settings["GRID"] ?? "").axes where axis.values.count > 1 && axis.name != "MODEL" {
      var seen: [String: [UInt8]?] = [:]
      let isIdle = zip(combinations, results).allSatisfy { combination, result in
        let rest = combination.values.filter { $0.name != axis.name }.map { "\($0.name)=\($0.value)" }.joined(
          separator: "\n")
        if let other = seen[rest] { return other == result }
        seen[rest] = result
        return true
      }
      if isIdle {
        let models =
          combinations.contains { $0.values.contains { $0.name == "MODEL" } } ? "these models" : settings.model
        try writeOut("GRID: \(axis.name) makes no difference to \(models).\n")
      }
    }
  }
}

/// One combination, started by a recipe of make/sweep.mk or by make sweep-row.
package struct RowRun {
  private let settings: Settings
  private let environment: [String: String]
  private let flags: MakeFlags

  init(_ settings: Settings, _ environment: [String: String], _ flags: MakeFlags) {
    self.settings = settings
    self.environment = environment
    self.flags = flags
  }

  /// - Throws: `Mistake` outside a recipe of make/sweep.mk.
  package init(environment: [String: String]) throws {
    settings = try Settings(recipe: environment)
    self.environment = environment
    flags = MakeFlags(environment["MAKEFLAGS"] ?? "")
  }

  /// Replaces this process by the stages of combination `number`, counted from 1.
  package func start(_ number: Int) throws {
    var own = try settings.with(settings.combination(number))
    own.set("COMPARE", "none")
    try Folds(own).arrange()
    var next = own.environment(environment, flags: flags)
    // The threads were divided for all combinations together.
    for name in ["O_THREADS", "SIDE_BY_SIDE"] { next[name] = environment[name] ?? next[name] }
    try MakeProcess(own, goals: ["judged"], environment: next).replaceThisProcess()
  }

  /// Adds the results of combination `number` to the table.
  package func finish(_ number: Int) throws {
    let combination = try settings.combination(number)
    let own = try settings.with(combination)
    let total = try settings.combinations().count
    let table = ResultTable(folder: "\(settings.place)/sweep", name: settings.table, total: total)
    try table.add(number, combination.name, own, bin: settings.bin)
    try writeOut(
      "\(settings.table == "curve" ? "curve" : "sweep"): \(table.done) of \(total, "combination"): \(combination.name) is done. \(table.lastLine)\n"
    )
  }
}

extension Runner {
  /// make NAME-all: every model, then one table of them. With -k those that fail are left out.
  func all(_ settings: Settings) throws {
    let models = settings.allModels
    var settings = settings
    guard try prepare(&settings) else { return }
    var each: [Settings] = []
    for model in models {
      var own = settings
      own.set("MODEL", model)
      own.set("COMPARE", "none")
      each.append(own)
    }
    if isDry {
      for own in each { try explain(own, ["judged"], mode: "plan") }
      return
    }
    try take(settings)
    try Folds(settings).arrange()
    Interruption.watch()
    let table = ResultTable(folder: settings.place, name: "all", total: models.count)
    try table.begin()
    var failed: [String] = []
    for (number, own) in each.enumerated() {
      let process = MakeProcess(own, goals: ["judged"], environment: own.environment(environment, flags: flags))
      if try process.run().status == 0 {
        try table.add(number + 1, own.model, own, bin: settings.bin)
      } else {
        failed.append(own.model)
        guard flags.letters.contains("k"), Interruption.signal == nil else { throw Failed(status: 2) }
      }
    }
    try table.show()
    guard failed.isEmpty else {
      throw Mistake("\(settings.name)-all: not made, for the reasons above: \(failed.joined(separator: ", ")).")
    }
  }
}
