// make archive-NAME, make clean-NAME and make gc: each under the lock of its dataset.
import FormatsFiles
import Foundation
import StageSupport

extension Runner {
  func clean(_ name: String) throws {
    try Settings.checkName(name)
    let place = "\(settings.work)/\(name)"
    guard !isDry else {
      return try writeOut("would remove the files of the pipeline from \(place)\n")
    }
    guard FileStamp(of: place) != nil else { return try writeOut("\(place): there is nothing to remove\n") }
    try DatasetLock(work: settings.work).take(name, of: place) { printError($0) }
    var cleaner = try DatasetCleaner(folder: place)
    try writeOut(cleaner.clean() + "\n")
  }

  func collectGarbage() throws {
    guard let store = settings.store else { return try writeOut("STORE is empty: nothing is kept\n") }
    guard !isDry else {
      return try writeOut("would remove results of earlier parameters from \(store)\n")
    }
    var cleaner = StoreCleaner(store: store, days: settings["DAYS"].flatMap { Int($0) })
    try writeOut(cleaner.clean() + "\n")
  }

  /// Makes what is missing of a result, then packs it.
  func archive(_ settings: Settings) throws {
    var own = settings
    own.set("COMPARE", "none")
    own.set("MODEL", own.model)
    guard try prepare(&own) else { return }
    if isDry { return try explain(own, ["run"], mode: "plan") }
    try take(own)
    try Folds(own).arrange()
    Interruption.watch()
    let process = MakeProcess(own, goals: ["run"], environment: own.environment(environment, flags: flags))
    guard try process.run().status == 0 else { throw Failed(status: 2) }
    Interruption.unwatch()
    // A parameter that was reset is empty; for files, nothing more need be recorded.
    let parameters = Parameter.all.filter(\.decides).compactMap { parameter in
      own.values[parameter.name].flatMap {
        $0.isEmpty || ![.path, .paths].contains(parameter.kind)
          ? "\(parameter.name)=\(parameter.kind == .options ? own.portable($0) : $0)" : nil
      }
    }
    let archive = try Archive(
      name: own.name, root: own.place, goals: ["\(own.model)/metrics.stage"], files: [],
      parameters: ["NAME=\(own.name)"] + parameters,
      externals: ["CORPUS", "VOCABULARY", "KB", "TAG_USERS", "ENCODER"].flatMap { own.files($0) } + own.filesInOptions,
      version: SourceVersion.line(root: own.root.isEmpty ? "." : own.root))
    let tar = own["ARCHIVE"] ?? "\(own.work)/\(own.name)-\(own.model).tar"
    try archive.write(to: tar)
    try writeOut(
      "\(tar): \(archive.count, "file"). Check it with make check-archive FILE=\(ShellWords.quotedIfNeeded(tar))\n")
  }
}
