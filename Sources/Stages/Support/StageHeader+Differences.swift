// How two headers of a stage differ, in words.
import Formats

extension StageHeader {
  /// Whether the same stage makes the same result from this header and `other`:
  /// everything is compared except the version of the whole tool, since the
  /// revision replaces it.
  func isMadeLike(_ other: StageHeader) -> Bool {
    var same = self
    same.toolVersion = other.toolVersion
    return same == other
  }

  /// How the header of a file that is to be used differs from `self`, which it should have.
  package func differences(from found: StageHeader) -> [String] {
    differences(from: found, names: ParameterNames(""))
  }

  /// Why an output that has the header `old` is made again, one reason per difference:
  /// `LEARNING_RATE 0.01 → 0.005`, `vocabulary changed`.
  func differences(from old: StageHeader, names: ParameterNames) -> [String] {
    guard !isMadeLike(old) else { return [] }
    var reasons: [String] = []
    if stage != old.stage { reasons.append("made by \(old.stage), not \(stage)") }
    if revision != old.revision {
      reasons.append("revision of \(stage) \(old.revision) → \(revision)")
    }
    for key in Set(parameters.keys).union(old.parameters.keys).sorted() {
      let (before, after) = (old.parameters[key], parameters[key])
      if before != after {
        reasons.append("\(names[key]) \(text(before)) → \(text(after))")
      }
    }
    if seed != old.seed {
      reasons.append("SEED \(seedText(old.seed)) → \(seedText(seed))")
    }
    for role in inputRoles(old) {
      let before = old.inputs.filter { $0.role == role }
      let after = inputs.filter { $0.role == role }
      if before != after {
        reasons.append(
          before.isEmpty ? "\(role) is new" : after.isEmpty ? "\(role) is gone" : "\(role) changed")
      }
    }
    if source != old.source {
      reasons.append("source \(old.source ?? "unknown") → \(source ?? "unknown")")
    }
    return reasons
  }

  private func inputRoles(_ old: StageHeader) -> [String] {
    var roles: [String] = []
    for input in inputs + old.inputs where !roles.contains(input.role) { roles.append(input.role) }
    return roles
  }

  private func seedText(_ seed: UInt64?) -> String { seed.map { "\($0)" } ?? "none" }

  private func text(_ value: Value?) -> String {
    switch value {
    case .none: "none"
    case .bool(let value): value ? "yes" : "no"
    case .int(let value): "\(value)"
    case .string(let value): value.isEmpty ? "none" : value
    case .double(let value) where value == value.rounded() && abs(value) < 1e15:
      "\(Int(value))"
    case .double(let value):
      // A parameter that is a Float is shown as the user wrote it.
      Double(Float(value)) == value ? "\(Float(value))" : "\(value)"
    }
  }
}
