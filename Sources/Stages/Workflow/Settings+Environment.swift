// Settings as the make of make/dataset.mk finds them in its environment.
import Formats
import FormatsFiles
import Foundation
import PipelineSample
import StageSupport

extension Settings {
  /// The variables of the environment, and those of `environment` that are not parameters.
  func environment(_ environment: [String: String], flags: MakeFlags, combinations: Int = 1) -> [String: String] {
    // A combination of a sweep inherits the environment of the sweep.
    var result = environment.filter { name, _ in
      Parameter.byName[name] == nil && !name.hasPrefix("MAKE") && !name.hasPrefix("O_")
        && !name.hasSuffix("_ARGS") && !Self.derived.contains(name) && !name.hasPrefix("JMAN_")
    }
    addParameters(to: &result)
    addData(to: &result)
    addModels(to: &result)
    result["FOLDS"] = folds.map(String.init).joined(separator: " ")
    result["W"] = place
    result["JMAN_SETTINGS"] = (try? stableJSON()).map { String(decoding: $0, as: UTF8.self) }
    result["NAME"] = name
    result["BIN"] = bin
    result["JMAN_MAKE"] = "yes"
    result["JMAN_STORE"] = store.map { $0.hasPrefix("/") ? $0 : FileManager.default.currentDirectoryPath + "/" + $0 }
    result["MAKEFLAGS"] = flags.forwarded
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let sideBySide = min(flags.jobs ?? cores, max(folds.count, combinations))
    if sideBySide > 1 {
      result["SIDE_BY_SIDE"] = "yes"
      if self["THREADS"] == nil, self["LAUNCHER"] == nil {
        result["O_THREADS"] = "--threads=\(max(1, cores / sideBySide))"
      }
    }
    return result
  }

  /// The parameters that were given, in the form in which recipes pass them on, and the defaults of the others.
  private func addParameters(to result: inout [String: String]) {
    for (name, value) in values {
      guard let parameter = Parameter.byName[name] else { continue }
      switch parameter.kind {
      case .options: result[name] = ShellWords.recipe(ShellWords.split(value) ?? [])
      // make expands what it reads from the environment, so the words stay here.
      case .flag: result[name] = value.isEmpty ? "" : "yes"
      case .path, .paths: result["\(name)_ARGS"] = ShellWords.recipe(files(name))
      default:
        result[name] = value
        if !value.isEmpty { result["O_\(name)"] = "\(parameter.option)=\(value)" }
      }
    }
    for parameter in Parameter.all where self[parameter.name] == nil {
      if let fallback = parameter.fallback, result[parameter.name] == nil { result[parameter.name] = fallback }
    }
  }

  /// Where documents, knowledge and subjects come from.
  private func addData(to result: inout [String: String]) {
    func arguments(_ option: String, _ files: [String]) -> String {
      files.map { "\(option) " + ShellWords.recipe([$0]) }.joined(separator: " ")
    }
    result["CORPUS_ARGS"] = arguments("--corpus", files("CORPUS"))
    result["KB_ARGS"] = arguments("--kb", files("KB"))
    if usesSample {
      let sample = "\(place)/sample"
      result["SAMPLE"] = "sample"
      result["SAMPLE_DOCUMENTS"] = sampleDocuments
      result["SOURCE"] = source
      result["CORPUS_ARGS"] = arguments("--corpus", ["\(sample)/corpus.jsonl.gz"])
      if values["KB"] == nil { result["KB_ARGS"] = arguments("--kb", ["\(sample)/kb.rdf"]) }
    }
    if !files("VOCABULARY").isEmpty { result["CONCEPTS"] = "concepts" }
  }

  /// The models that there are and those that are wanted, and what these need.
  private func addModels(to result: inout [String: String]) {
    let compared = comparedModels
    var models = [model] + compared
    if models.contains("fusion") { models += fuse }
    let lists = [
      "NETWORKS": Known.networks, "BASELINES": Known.baselines, "DIVISIBLE": Known.divisible,
      "MODELS": Array(Set(models)).sorted(), "FUSE": fuse, "COMPARE": compared,
    ]
    for (name, list) in lists { result[name] = list.joined(separator: " ") }
    result["MODEL"] = model
    if self["COMPARE"] == nil { result["NEIGHBOURING"] = "yes" }
    if isFoldwise { result["FOLDWISE"] = "yes" }
    if needsSimilarity { result["SIMILAR"] = "yes" }
  }

  /// The variables other than parameters that recipes read.
  private static let derived = ["SAMPLE", "SOURCE", "CONCEPTS", "NEIGHBOURING", "FOLDWISE", "SIMILAR", "SIDE_BY_SIDE"]

  /// Whether each fold learns its own vocabulary; the original's folds share their test documents.
  var isFoldwise: Bool { !isHoldOut && self["COMPAT"] == nil }

  /// Whether a network is to learn from similar tags, which takes vectors of tags.
  private var needsSimilarity: Bool {
    (self["LAMBDA_SIM"].flatMap { Double($0) } ?? 0) != 0
      || self["NETWORK_OPTIONS"]?.contains("--lambda-sim") == true
  }

  /// The models that the report compares with: those that were asked for, or those that
  /// have been evaluated with as many folds.
  var comparedModels: [String] {
    if let compare = self["COMPARE"] {
      return compare.split(separator: " ").map(String.init).filter { $0 != "none" && $0 != model }
    }
    return neighbours.filter(isDecidedAlike)
  }

  /// The other models that have been evaluated with as many folds, but whose tags another rule decided.
  var otherwiseDecided: [String] { self["COMPARE"] == nil ? neighbours.filter { !isDecidedAlike($0) } : [] }

  /// The other models that have been evaluated with as many folds.
  private var neighbours: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
    return (Known.models + Known.fusions).filter { other in
      other != model && names.contains(other)
        && folds.allSatisfy { FileStamp(of: "\(place)/\(other)/fold\($0)/predictions.stage") != nil }
    }
  }

  /// Whether the decisions of another model were tuned by the present rule and for the present objective: otherwise a
  /// comparison would be one of rules. True if nothing is tuned.
  private func isDecidedAlike(_ other: String) -> Bool {
    guard let rule = self["TUNE"] else { return true }
    let objective = self["OBJECTIVE"].map(metricName) ?? TuneParameters().priced.rawValue
    return folds.allSatisfy { fold in
      let path = "\(place)/\(other)/fold\(fold)/decision.stage"
      guard let header = try? StageReader(path: path, expecting: .decision).header else { return false }
      return header.parameters["rule"] == .string(rule) && header.parameters["objective"] == .string(objective)
    }
  }

  var usesSample: Bool { name == "bibsonomy" && self["CORPUS"] == nil }
  private var sampleDocuments: String { self["SAMPLE_DOCUMENTS"] ?? "\(SampleParameters().documents)" }
  var source: String { "embedded sample of \(sampleDocuments) generated documents" }
}
