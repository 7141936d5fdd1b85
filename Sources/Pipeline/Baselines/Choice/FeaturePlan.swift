// Where the rows of documents come from before text features are fitted.
import Formats
import PipelineFeatures
import PipelineNumerics

/// Where the rows of documents come from.
public enum FeaturePlan: Sendable {
  /// From text features that are yet to be fitted.
  case text(TextFeatures.Parameters)
  /// From existing features.
  case ready(FeatureExtractor)

  /// The features, those of texts fitted on documents.
  ///
  /// - Throws: `LanguageUnknown` if stems are wanted of texts whose language is not given and
  ///   cannot be detected.
  public func extractor(fitting documents: [Document], pool: WorkerPool) throws -> FeatureExtractor {
    switch self {
    case .ready(let extractor): return extractor
    case .text(var parameters):
      if parameters.terms.contains(.stems), parameters.language == nil {
        parameters.language = TextFeatures.detectedLanguage(of: documents, pool: pool)
        if parameters.language == nil { throw LanguageUnknown() }
      }
      return .text(TextFeatures(fitting: documents, parameters: parameters, pool: pool))
    }
  }
}

/// Words cannot be stemmed: the language of the texts could not be detected.
public struct LanguageUnknown: Error {}
