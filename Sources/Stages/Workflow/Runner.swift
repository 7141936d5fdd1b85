// Carries out the targets of make: resolves the settings of a dataset, takes its lock, and
// starts the make that runs its stages.
import FormatsFiles
import Foundation
import StageSupport

/// One call of make.
package struct Runner {
  let settings: Settings
  let flags: MakeFlags
  let environment: [String: String]
  private let goals: [String]

  /// - Parameter goals: all goals of this make.
  /// - Throws: `Mistake` for an invalid parameter, value, target or dataset, before anything
  ///   is made.
  package init(root: String, goals: [String]) throws {
    environment = ProcessInfo.processInfo.environment
    flags = MakeFlags(environment["MAKEFLAGS"] ?? "")
    settings = try Settings(root: root, flags: flags, environment: environment)
    self.goals = goals
    guard flags.letters.isDisjoint(with: ["q", "t"]) else {
      throw Mistake("make -q and -t compare times, which mean nothing here. Use make status.")
    }
    do {
      try checkGoals()
    } catch {
      // Nobody knows a dataset whose notes are damaged.
      for name in goals.map({ Known.target($0)?.name ?? $0 }) + [named].compactMap({ $0 }) {
        let place = "\(settings.work)/\(name)"
        if FileStamp(of: CorpusNotes.path(place)) != nil, CorpusNotes(place: place) == nil {
          throw CorpusNotes.foreign(place)
        }
      }
      throw error
    }
  }

  private func checkGoals() throws {
    let isLooking = goals.contains("status") || goals.contains("graph")
    for goal in goals where !(Known.alone.contains(goal)) {
      if isLooking, !["status", "graph"].contains(goal) {
        _ = try Goal.known(goal, datasets)
      } else {
        _ = try self.goal(goal)
      }
    }
    if let named, !goals.contains("corpus"), settings["CORPUS"] == nil { _ = try Goal.known(named, datasets) }
  }

  /// The dataset of goals without one.
  private var named: String? { settings["NAME"] }

  var datasets: [String] {
    let builtIn = Settings.builtIn(root: settings.root)
    return builtIn + Settings.own(work: settings.work).filter { !builtIn.contains($0) }
  }

  private func goal(_ text: String) throws -> Goal {
    try Goal(text, datasets: datasets, isCorpusGiven: settings["CORPUS"] != nil)
  }

  var isDry: Bool { flags.letters.contains("n") }

  /// Carries out one goal. It may end this process.
  ///
  /// - Throws: `Mistake`, `InputError`.
  package func run(_ goal: String) throws {
    if goal == "gc" { return try collectGarbage() }
    sayInherited()
    switch try self.goal(goal) {
    case .corpus: try runCorpus()
    case .sweep: try sweep(dataset(named ?? "bibsonomy"))
    case .row: try row(dataset(named ?? "bibsonomy"))
    case .status: try status()
    case .graph: for name in asked { try graph(dataset(name)) }
    case .dataset(let name, let verb): try run(name, verb)
    }
  }

  /// Reports values from the environment: another program's variable may have a parameter's name.
  private func sayInherited() {
    let inherited = Parameter.all.filter { parameter in
      parameter.decides && environment[parameter.name].map { settings.values[parameter.name] == $0 } == true
        && !flags.variables.contains { $0.name == parameter.name }
    }
    guard !inherited.isEmpty else { return }
    printError(
      "from the environment: " + inherited.map { "\($0.name)=\(settings.values[$0.name] ?? "")" }.joined(separator: " ")
    )
  }

  private func run(_ name: String, _ verb: String?) throws {
    switch verb {
    case "clean": try clean(name)
    case "archive": try archive(dataset(name))
    case "all": try all(dataset(name))
    case "curve": try curve(dataset(name))
    case "report": try make(dataset(name), ["report"], isReport: true)
    case "shared": try make(dataset(name), ["shared"])
    case "fold": try fold(dataset(name))
    case "shard": try shard(dataset(name))
    case "status": try explain(name)
    case "graph": try graph(dataset(name))
    default: try make(dataset(name), ["run"])
    }
  }

  func dataset(_ name: String) throws -> Settings {
    try settings.dataset(name) { printError($0) }
  }

  private func runCorpus() throws {
    guard let name = settings["NAME"],
      settings["CORPUS"] != nil || CorpusNotes(place: "\(settings.work)/\(name)") != nil
    else {
      throw Mistake(
        "Give both NAME and CORPUS: make corpus NAME=mine CORPUS=documents.jsonl.gz "
          + "[VOCABULARY=subjects.tsv] [KB=thesaurus.rdf]")
    }
    guard !Settings.builtIn(root: settings.root).contains(name) else {
      throw Mistake("\(name) is a dataset that comes with the program. Give yours another NAME.")
    }
    let own = try settings.dataset(name, isCorpus: true) { printError($0) }
    try own.checkFiles()
    try make(own, ["run"])
  }

  /// Takes the lock of a dataset, and notes its corpus, so that make NAME, make NAME-report and so on know it from
  /// now on.
  func take(_ own: Settings) throws {
    try DatasetLock(work: own.work).take(own.name, of: own.place) { printError($0) }
    guard !Settings.builtIn(root: own.root).contains(own.name), own["CORPUS"] != nil else { return }
    try CorpusNotes(own).write(place: own.place)
  }

  /// Replaces this process by the make of a dataset, under its lock, or reports what it would
  /// do.
  private func make(_ settings: Settings, _ goals: [String], isReport: Bool = false) throws {
    var settings = settings
    guard try prepare(&settings) else { return }
    if isDry { return try explain(settings, goals, mode: "plan") }
    try take(settings)
    try Folds(settings).arrange()
    if !isReport, settings["COMPARE"] == nil { settings.set("COMPARE", "none") }
    let others = settings.otherwiseDecided.joined(separator: ", ")
    if !others.isEmpty {
      printError(
        "\(settings.name)-report: another rule than TUNE=\(settings["TUNE"] ?? "") decided the tags of \(others), which "
          + "is left out; COMPARE=\"…\" makes its decisions again.")
    }
    try MakeProcess(
      settings, goals: goals, environment: settings.environment(environment, flags: flags)
    ).replaceThisProcess()
  }

  /// Checks that the files of a dataset exist, and fetches them if a script can.
  ///
  /// - Returns: false if they would have to be fetched but nothing may be made, which has then
  ///   been reported.
  func prepare(_ settings: inout Settings, isLooking: Bool = false) throws -> Bool {
    try settings.checkFiles()
    guard settings["CORPUS"] == nil, !settings.usesSample else { return true }
    let folder = "\(settings.root)datasets/\(settings.name)"
    guard let file = settings.datasetFile.corpusFile else {
      throw Mistake("\(settings.name): no corpus is given. Add a line CORPUS = FILE to \(folder).mk, or give CORPUS=….")
    }
    guard let script = settings.datasetFile.fetch else {
      throw Mistake(
        "\(settings.name): \(folder)/\(file) (or .gz) is not there; \(folder)/README.md says where it comes from.")
    }
    guard !isDry, !isLooking else {
      try writeOut(
        "\(settings.root)scripts/\(script) \(folder)\n  # \(folder)/\(file) is not there; all else is made from it\n")
      return false
    }
    guard FileStamp(of: "\(settings.root)scripts/\(script)") != nil else {
      throw Mistake(
        "\(settings.name): scripts/\(script), which fetches its files, is not part of an installation. Use the folder "
          + "of the source, or give CORPUS=….")
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "\(settings.root)scripts/\(script)")
    process.arguments = [folder]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed(status: 2) }
    settings.addRealFiles()
    return true
  }

  /// One fold as a separate job. Folds may run at once, but nothing else on the dataset.
  private func fold(_ settings: Settings) throws {
    guard let fold = settings["FOLD"] else {
      throw Mistake("Say which fold: make \(settings.name)-fold KFOLD=10 FOLD=0")
    }
    let names = settings.folds.map(String.init)
    guard names.contains(fold) else {
      throw Mistake(
        "there is no fold \(fold); with KFOLD=\(settings["KFOLD"] ?? "-1") there are \(names.joined(separator: " "))")
    }
    try job(settings, "fold", part: "fold\(fold)")
  }

  /// One share of a model's training as a separate job, with the same rules.
  private func shard(_ settings: Settings) throws {
    let model = settings.model
    guard Known.divisible.contains(model) else {
      throw Mistake(
        "only the training of \(Known.divisible.joined(separator: " and ")) is divided into shares: give MODEL=ovr")
    }
    guard let count = settings["SHARDS"].flatMap(Int.init), let number = settings["SHARD"].flatMap(Int.init) else {
      throw Mistake("Say which share of how many: make \(settings.name)-shard MODEL=\(model) SHARDS=8 SHARD=1")
    }
    guard number <= count else { throw Mistake("there is no share \(number) of \(count)") }
    try job(settings, "shard", part: "\(model).shard\(number)\(settings["FOLD"].map { ".fold\($0)" } ?? "")")
  }

  /// Makes a part of a dataset while other jobs make others.
  private func job(_ settings: Settings, _ goal: String, part name: String) throws {
    var settings = settings
    guard try prepare(&settings) else { return }
    if isDry { return try explain(settings, [goal], mode: "plan") }
    try part(settings, name)
    try Folds(settings).arrange()
    let process = MakeProcess(settings, goals: [goal], environment: settings.environment(environment, flags: flags))
    try process.replaceThisProcess()
  }

  /// Takes the lock of one part of a dataset.
  func part(_ settings: Settings, _ part: String) throws {
    let lock = DatasetLock(work: settings.work)
    try lock.take(settings.name, of: settings.place, isShared: true) { printError($0) }
    try lock.take("\(settings.name).\(part)", of: "\(part) of \(settings.place)") { printError($0) }
  }

  // MARK: Looking

  /// The datasets of make status and make graph.
  private var asked: [String] {
    let names = goals.filter { $0 != "status" && $0 != "graph" }
    if !names.isEmpty { return names }
    if let named { return [named] }
    let made = datasets.filter { FileStamp(of: "\(settings.work)/\($0)") != nil }
    return made.isEmpty ? ["bibsonomy"] : made
  }

  private func status() throws {
    for name in asked {
      if asked.count > 1 { try writeOut("\(name):\n") }
      try explain(name)
    }
  }

  private func explain(_ name: String) throws {
    var settings = try dataset(name)
    if try prepare(&settings, isLooking: true) { try explain(settings, ["run"], mode: "status") }
  }

  /// Asks every stage what it would do. Nothing is written; the list of files that would be
  /// made again has no name and goes with this process.
  func explain(_ settings: Settings, _ goals: [String], mode: String, changes: [String: String] = [:]) throws {
    var environment = settings.environment(self.environment, flags: flags)
    environment["JMAN_EXPLAIN"] = mode
    environment["JMAN_ROOT"] = settings.place
    environment["LAUNCHER"] = nil
    environment["SIDE_BY_SIDE"] = nil
    environment["MAKEFLAGS"] = ""
    let stale = try ScratchFile(orIn: settings.work, isInherited: true)
    environment["JMAN_STALE"] = "/dev/fd/\(stale.descriptor)"
    environment.merge(changes) { $1 }
    let (status, _) = try MakeProcess(settings, goals: goals, environment: environment).run()
    stale.clear()
    guard status == 0 else { throw Failed(status: 2) }
  }
}

/// A make that has already reported what was wrong.
package struct Failed: Error {
  package var status: Int32
}
