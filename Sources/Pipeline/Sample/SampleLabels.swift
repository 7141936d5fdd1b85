// The tags that a sample may use: how many, which, and what each means.
// Which of them a document gets: SampleTagger.

/// The inventory of tags, exactly as many as asked for.
///
/// Filled in this order, each up to its share: general tags that say nothing
/// about the text (`toread`, `2008`), topics by popularity, their synonyms,
/// methods and data sets, personal tags of single users, and, as far as labels
/// are left, specific topics: the key phrases of a topic (`classifier_chains`)
/// and qualified topics (`bayesian_topic_models`).
struct SampleLabels: Sendable {
  /// What a label means, which decides when a document gets it.
  enum Meaning: Sendable {
    case topic(Int)
    case synonym(of: Int)
    case specific(Int)
    case tool
    case general
    case personal
  }

  /// A topic below a hand-written one, named by a phrase.
  struct Specific: Sendable {
    let name: String
    let phrase: SampleNounPhrase
    let topic: Int
    let label: Int
  }

  /// The sizes that an inventory can have.
  static let countRange = 150...1_000_000
  static let defaultCount = 500
  /// Topics that a sentence speaks of with the article.
  private static let namesWithArticle: Set = [
    "social sciences", "earth sciences", "humanities", "world wide web", "semantic web",
    "social web", "internet of things", "microbiome", "carbon cycle",
  ]

  let hierarchy: SampleTopicHierarchy
  /// By topic: its name.
  let names: [SampleNounPhrase]
  private(set) var tags: [String] = []
  private(set) var meanings: [Meaning] = []
  /// Topics that have a label, the most popular first.
  private(set) var topics: [Int] = []
  private(set) var specifics: [Specific] = []
  /// By topic: its label, or -1.
  private(set) var topicLabels: [Int]
  /// By topic: the labels of its synonyms.
  private(set) var synonymLabels: [[Int]]
  /// By topic: indices into `specifics`.
  private(set) var specificsOfTopic: [[Int]]
  private(set) var generalLabels: [Int] = []
  private(set) var personalLabels: [Int] = []
  /// By topic and number of the method or data set: its label, or -1.
  private(set) var methodLabels: [[Int]] = []
  private(set) var dataLabels: [[Int]] = []
  private var numbers: [String: Int] = [:]

  init(hierarchy: SampleTopicHierarchy, count: Int) {
    precondition(Self.countRange.contains(count))
    self.hierarchy = hierarchy
    names = hierarchy.topics.map {
      SampleNounPhrase(Self.namesWithArticle.contains($0.name) ? "the \($0.name)" : $0.name)
    }
    let topicCount = hierarchy.topics.count
    topicLabels = Array(repeating: -1, count: topicCount)
    synonymLabels = Array(repeating: [], count: topicCount)
    specificsOfTopic = Array(repeating: [], count: topicCount)
    let byPopularity = SamplePopularity.order(of: hierarchy)

    for tag in SampleGeneralTags.all {
      if let label = add(tag, .general) { generalLabels.append(label) }
    }
    let rest = count - tags.count
    addTopics(byPopularity, upTo: rest * 50 / 100)
    addSynonyms(upTo: rest * 22 / 100)
    addTools(upTo: rest * 15 / 100)
    for user in 0..<(rest * 8 / 100) { addPersonal(user) }
    addSpecifics(total: count)
    var user = personalLabels.count
    while tags.count < count {
      addPersonal(user)
      user += 1
    }
    methodLabels = hierarchy.topics.map { $0.toolkit.methods.map { label(of: $0.tag) } }
    dataLabels = hierarchy.topics.map { $0.toolkit.data.map { label(of: $0.tag) } }
  }

  /// The label of a tag, or -1 if it is not in the inventory.
  func label(of tag: String?) -> Int { tag.flatMap { numbers[$0] } ?? -1 }

  /// Adds a tag and returns its label; nil if it is there already.
  private mutating func add(_ tag: String, _ meaning: Meaning) -> Int? {
    guard numbers[tag] == nil else { return nil }
    numbers[tag] = tags.count
    tags.append(tag)
    meanings.append(meaning)
    return tags.count - 1
  }

  private mutating func addTopics(_ byPopularity: [Int], upTo limit: Int) {
    for topic in byPopularity {
      // A topic without its broader topics would be cut off from the hierarchy.
      let line = [topic] + hierarchy.ancestors(of: topic)
      let missing = line.filter { topicLabels[$0] < 0 }.reversed()
      guard topics.count + missing.count <= limit else { continue }
      for new in missing {
        guard let label = add(hierarchy.topics[new].tag, .topic(new)) else { continue }
        topicLabels[new] = label
        topics.append(new)
      }
    }
  }

  private mutating func addSynonyms(upTo limit: Int) {
    let reserved = Set(hierarchy.topics.map(\.tag))
    var left = limit
    for round in 0..<3 {
      for topic in topics where round < hierarchy.topics[topic].synonyms.count && left > 0 {
        let tag = hierarchy.topics[topic].synonyms[round]
        if reserved.contains(tag) { continue }
        if let label = add(tag, .synonym(of: topic)) {
          synonymLabels[topic].append(label)
          left -= 1
        } else if let label = numbers[tag], case .synonym(let other) = meanings[label],
          other != topic
        {
          // One word, two topics: users do not mind.
          synonymLabels[topic].append(label)
        }
      }
    }
  }

  private mutating func addTools(upTo limit: Int) {
    var left = limit
    for topic in topics {
      let toolkit = hierarchy.topics[topic].toolkit
      for tag in (toolkit.methods + toolkit.data).compactMap(\.tag) where left > 0 {
        if add(tag, .tool) != nil { left -= 1 }
      }
    }
  }

  private mutating func addPersonal(_ user: Int) {
    guard let label = add(SampleGeneralTags.personal(user), .personal) else { return }
    personalLabels.append(label)
  }

  private mutating func addSpecifics(total: Int) {
    let qualifiers = SampleGeneralTags.qualifiers
    for round in 0..<(6 + (qualifiers.values.map(\.count).max() ?? 0)) {
      for topic in topics where tags.count < total {
        let source = hierarchy.topics[topic]
        var name: String?
        if round < 6 {
          name = round < source.phraseNames.count ? source.phraseNames[round] : nil
        } else if source.depth > 0 {
          let field = hierarchy.topics[hierarchy.ancestors(of: topic).last ?? topic].name
          let list = qualifiers[field] ?? SampleGeneralTags.commonQualifiers
          // Each topic begins elsewhere, so that not all get the same ones.
          if round - 6 < list.count {
            name = list[(round - 6 + topic) % list.count] + " " + source.name
          }
        }
        guard let name else { continue }
        let phrase = SampleNounPhrase(name)
        let text = String(decoding: phrase.generic, as: UTF8.self)
        guard !text.hasPrefix("the "),
          let label = add(SampleTopicHierarchy.tag(for: text), .specific(specifics.count))
        else { continue }
        specificsOfTopic[topic].append(specifics.count)
        specifics.append(Specific(name: text, phrase: phrase, topic: topic, label: label))
      }
    }
  }
}
