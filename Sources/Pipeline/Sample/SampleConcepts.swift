// The concepts that the sample is about, and its tags: exactly as many as asked for.

/// A topic, a phrase of it, or a phrase that is narrowed down.
struct SampleConcept: Equatable, Sendable {
  /// As written in running text, such as `natural language processing`.
  let name: String
  /// The broader concept; nil for a field.
  let parent: Int?

  /// The name as a tag, such as `natural_language_processing`.
  var tag: String { Self.tag(of: name) }

  static func tag(of name: String) -> String {
    String(name.lowercased().map { " -".contains($0) ? "_" : $0 })
  }
}

/// The concepts, each after its broader one, and all tags.
struct SampleConcepts: Sendable {
  /// What a tag stands for.
  enum Meaning: Equatable, Sendable {
    case concept(Int)
    case synonym(of: Int)
    case general
  }

  /// The numbers of tags that can be asked for.
  static let countRange = 150...1_000_000

  private(set) var concepts: [SampleConcept] = []
  private(set) var tags: [String] = []
  private(set) var meanings: [Meaning] = []
  /// By concept: its tag, and those of its synonyms.
  private(set) var labels: [Int] = []
  private(set) var synonyms: [[Int]] = []
  /// By concept: the concepts below it.
  private(set) var narrower: [[Int]] = []
  private var known: Set<String> = []

  /// - Parameter count: the number of tags, within `countRange`.
  init(count: Int) {
    precondition(Self.countRange.contains(count))
    let general = Self.generalTags
    for tag in general { add(tag, .general) }
    let topics = Self.parse(Self.topics)
    // A field, then its topics, level by level: none without the broader one.
    var numbers: [Int: Int] = [:]
    let byDepth = topics.indices.sorted { (topics[$0].depth, $0) < (topics[$1].depth, $1) }
    for topic in byDepth.prefix((count - general.count) * 2 / 5) {
      numbers[topic] = add(
        SampleConcept(name: topics[topic].name, parent: topics[topic].parent.flatMap { numbers[$0] }))
    }
    let reserved = Set(topics.map { SampleConcept.tag(of: $0.name) })
    for topic in byDepth {
      guard let concept = numbers[topic] else { continue }
      // Other tags that users give for a topic, such as `nlp`.
      for tag in topics[topic].synonyms where tags.count < count / 2 && !reserved.contains(tag) {
        if add(tag, .synonym(of: concept)) { synonyms[concept].append(tags.count - 1) }
      }
    }
    var phrases: [(name: String, concept: Int, topic: Int, place: Int)] = []
    for topic in byDepth {
      guard let parent = numbers[topic] else { continue }
      for (place, phrase) in topics[topic].phrases.enumerated() where tags.count < count {
        let concept = add(SampleConcept(name: phrase, parent: parent)) ?? parent
        phrases.append((phrase, concept, topic, place))
      }
    }
    // Then narrower ones, of another kind for each phrase, then those in other topics.
    var round = 0
    while tags.count < count {
      for phrase in phrases where tags.count < count {
        let kind = (round + 1 + phrase.topic + phrase.place) % Self.qualifiers.count
        let context = round / Self.qualifiers.count
        let end = context == 0 ? "" : " in " + topics[(phrase.topic + context) % topics.count].name
        add(SampleConcept(name: "\(Self.qualifiers[kind]) \(phrase.name)\(end)", parent: phrase.concept))
      }
      round += 1
    }
  }

  /// The broader concepts, nearest first.
  func ancestors(of concept: Int) -> [Int] {
    Array(sequence(first: concept) { concepts[$0].parent }.dropFirst())
  }

  @discardableResult
  private mutating func add(_ tag: String, _ meaning: Meaning) -> Bool {
    guard known.insert(tag).inserted else { return false }
    tags.append(tag)
    meanings.append(meaning)
    return true
  }

  /// Adds a concept with its tag; nil if the tag is there already.
  @discardableResult
  private mutating func add(_ concept: SampleConcept) -> Int? {
    guard add(concept.tag, .concept(concepts.count)) else { return nil }
    if let parent = concept.parent { narrower[parent].append(concepts.count) }
    concepts.append(concept)
    labels.append(tags.count - 1)
    synonyms.append([])
    narrower.append([])
    return concepts.count - 1
  }
}

extension SampleConcepts {
  /// A line of the topics.
  struct Topic: Equatable {
    var name: String
    var synonyms: [String]
    var phrases: [String]
    var parent: Int?
    var depth: Int
  }

  /// Reads the topics. They are part of the program, so a mistake in them is a programmer's.
  static func parse(_ text: String) -> [Topic] {
    var topics: [Topic] = []
    // The topics that the current line is below of.
    var path: [Int] = []
    func items(_ text: Substring, _ separator: Character) -> [String] {
      text.split(separator: separator).map { $0.trimmingPrefix(" ").description }.filter { !$0.isEmpty }
    }
    for line in text.split(separator: "\n") {
      let depth = line.prefix { $0 == " " }.count / 2
      let parts = line.dropFirst(2 * depth).split(separator: " : ", maxSplits: 1)
      precondition(parts.count == 2 && depth <= path.count, "a topic: \(line)")
      let names = parts[0].split(separator: " = ", maxSplits: 1)
      path.removeSubrange(depth...)
      topics.append(
        Topic(
          name: String(names[0]), synonyms: names.count > 1 ? items(names[1], ",") : [],
          phrases: items(parts[1], ";"), parent: path.last, depth: depth))
      path.append(topics.count - 1)
    }
    return topics
  }
}
