// The hierarchy of research topics that the sample is drawn from, as values.
// How it is written down: SampleTopicParser; the topics themselves: Topics/.

/// A research topic: the words that speak of it and the tags that name it.
struct SampleTopic: Sendable {
  /// As written in running text, such as `natural language processing`.
  let name: String
  /// The name as a tag, such as `natural_language_processing`.
  let tag: String
  /// Other tags that users give for the same topic, such as `nlp`.
  let synonyms: [String]
  /// What texts on the topic speak of.
  let phrases: [SampleNounPhrase]
  /// The phrases as written in the source.
  let phraseNames: [String]
  /// Broader topics; the first is the one it is listed below. Empty for a field.
  let broader: [Int]
  /// Topics that often occur together with this one.
  let related: [Int]
  /// 0 for a field.
  let depth: Int
  /// Methods, data, units and measures of the topic's area.
  let toolkit: SampleToolkit
}

/// What research in an area works with.
struct SampleToolkit: Sendable {
  var methods: [SampleTool] = []
  var data: [SampleTool] = []
  var units: [SampleTool] = []
  var measures: [SampleTool] = []
}

/// A method or a data set, with the tag that users give for it, if any.
struct SampleTool: Sendable {
  let phrase: SampleNounPhrase
  let tag: String?
}

/// All topics, each after its (first) broader topic, without cycles.
struct SampleTopicHierarchy: Sendable {
  let topics: [SampleTopic]

  /// The hand-written topics of this program.
  static let standard = SampleTopicParser.parse(SampleTopicData.all)

  /// The topic's ancestors along the first broader topic, nearest first.
  func ancestors(of topic: Int) -> [Int] {
    var line: [Int] = []
    var current = topic
    while let next = topics[current].broader.first {
      line.append(next)
      current = next
    }
    return line
  }

  /// The tag for a name: lower case, blanks and hyphens as `_`, no apostrophes.
  static func tag(for name: String) -> String {
    String(
      name.lowercased().compactMap { character -> Character? in
        switch character {
        case " ", "-": "_"
        case "'": nil
        default: character
        }
      })
  }
}

/// The texts that hold the topics, one for each group of fields.
enum SampleTopicData {
  static let all = [computerScience, lifeSciences, socialSciences, physicalSciences]
}
