// What --model can name.
import ArgumentParser
import PipelineBaselines

/// A baseline over features, or a model that reads the text itself.
enum ModelName: ExpressibleByArgument, Equatable {
  case baseline(BaselineMethod.Name)
  /// Names of tags found in the text, and a ranker.
  case lexical
  /// What does best on the validation documents, most often several models together.
  case auto

  init?(argument: String) {
    switch argument {
    case "lexical": self = .lexical
    case "auto": self = .auto
    default:
      guard let name = BaselineMethod.Name(rawValue: argument) else { return nil }
      self = .baseline(name)
    }
  }

  static var allValueStrings: [String] {
    BaselineMethod.Name.allCases.map(\.rawValue) + ["lexical", "auto"]
  }

  var name: String {
    switch self {
    case .baseline(let name): name.rawValue
    case .lexical: "lexical"
    case .auto: "auto"
    }
  }
}
