// Puts a planned document into English: a title and an abstract. All of it as
// UTF-8 bytes without quotes or backslashes, ready for JSON.
import PipelineNumerics

/// Writes titles and abstracts, one document after the other.
struct SampleTextWriter {
  private let labels: SampleLabels
  private var plan = SamplePlan()
  private var other = -1
  /// The next phrase of each topic in turn, so that sentences do not repeat.
  private var phraseCursor = 0
  /// Whether the sentence has named the specific topic already.
  private var hasNamedSpecific = false
  private var random = RandomStream(seed: 0)
  /// The text that is being written.
  private var buffer: [UInt8] = []
  private(set) var title: [UInt8] = []
  private(set) var abstract: [UInt8] = []

  /// A title has this many words.
  static let titleWords = 4...14
  /// An abstract has this many sentences.
  static let abstractSentences = 3...9

  private static let fieldItself = SampleNounPhrase("the field")

  init(labels: SampleLabels) { self.labels = labels }

  /// Writes `title` and `abstract`.
  mutating func write(_ plan: SamplePlan, _ random: RandomStream) {
    self.plan = plan
    self.random = random
    phraseCursor = self.random.next(below: 60)
    writeTitle()
    writeAbstract()
  }

  private mutating func writeTitle() {
    other = plan.othersInTitle ? plan.others.first ?? -1 : -1
    let isTitleCase = random.nextUniform() < 0.5
    for attempt in 0..<8 {
      buffer.removeAll(keepingCapacity: true)
      let templates = attempt < 7 ? SampleSentences.titles : SampleSentences.safeTitles
      write(templates[random.next(below: templates.count)])
      let words = 1 + buffer.reduce(0) { $0 + ($1 == 0x20 ? 1 : 0) }
      if Self.titleWords.contains(words) { break }
    }
    if isTitleCase { Self.capitaliseWords(&buffer) }
    swap(&title, &buffer)
  }

  private enum Role: Int {
    case background, gap, aim, method, data, result, secondResult, hint, secondHint, passing
    case filler, conclusion
  }

  private mutating func writeAbstract() {
    buffer.removeAll(keepingCapacity: true)
    let roles = drawRoles()
    var firstResult = 0
    for role in Role.background.rawValue...Role.conclusion.rawValue
    where roles & (1 << role) != 0 {
      guard let role = Role(rawValue: role) else { continue }
      let templates = Self.templates(for: role)
      var choice = random.next(below: templates.count)
      other = plan.others.first ?? -1
      switch role {
      case .result: firstResult = choice
      case .secondResult where choice == firstResult: choice = (choice + 1) % templates.count
      case .secondHint: other = plan.others[1]
      default: break
      }
      if !buffer.isEmpty { buffer.append(0x20) }
      write(templates[choice])
    }
    swap(&abstract, &buffer)
  }

  /// The sentences of the abstract as a set of bits.
  private mutating func drawRoles() -> Int {
    var roles = 1 << Role.aim.rawValue
    func include(_ role: Role, _ chance: Double, _ random: inout RandomStream) {
      if random.nextUniform() < chance { roles |= 1 << role.rawValue }
    }
    let isShort = random.nextUniform() < 0.15
    include(.background, isShort ? 0.3 : 0.85, &random)
    include(.gap, isShort ? 0 : 0.6, &random)
    include(.method, plan.method < 0 ? 0 : 1, &random)
    include(.data, plan.data < 0 ? 0 : 1, &random)
    include(.result, isShort ? 0.6 : 0.9, &random)
    include(.secondResult, isShort ? 0 : 0.55, &random)
    include(.hint, plan.others.isEmpty ? 0 : 1, &random)
    include(.secondHint, plan.others.count < 2 ? 0 : 1, &random)
    include(.passing, plan.passing < 0 ? 0 : 1, &random)
    include(.filler, isShort ? 0 : 0.3, &random)
    include(.conclusion, isShort ? 0.2 : 0.65, &random)
    for role in [Role.result, .conclusion, .background]
    where roles.nonzeroBitCount < Self.abstractSentences.lowerBound {
      roles |= 1 << role.rawValue
    }
    for role in [Role.filler, .secondResult, .gap, .background]
    where roles.nonzeroBitCount > Self.abstractSentences.upperBound {
      roles &= ~(1 << role.rawValue)
    }
    return roles
  }

  private static func templates(for role: Role) -> [SampleTemplate] {
    switch role {
    case .background: SampleSentences.background
    case .gap: SampleSentences.gap
    case .aim: SampleSentences.aim
    case .method: SampleSentences.method
    case .data: SampleSentences.data
    case .result, .secondResult: SampleSentences.result
    case .hint, .secondHint: SampleSentences.hint
    case .passing: SampleSentences.passing
    case .filler: SampleSentences.filler
    case .conclusion: SampleSentences.conclusion
    }
  }

  /// Appends a filled template to `buffer`.
  private mutating func write(_ template: SampleTemplate) {
    let start = buffer.count
    var isPlural = false
    // A sentence with `{T}` names it there, not among its phrases.
    hasNamedSpecific = plan.specific < 0 || template.namesTopic
    for piece in template.pieces {
      switch piece {
      case .text(let bytes): buffer.append(contentsOf: bytes)
      case .choice(let options):
        buffer.append(contentsOf: options[random.next(below: options.count)])
      case .agreement(let singular, let plural):
        buffer.append(contentsOf: isPlural ? plural : singular)
      case .slot(let slot):
        let filling = fill(slot)
        buffer.append(contentsOf: filling.bytes)
        isPlural = filling.isPlural
      }
    }
    Self.capitalise(&buffer, at: start)
  }

  private mutating func fill(_ slot: SampleSlot) -> (bytes: [UInt8], isPlural: Bool) {
    let topics = labels.hierarchy.topics
    let toolkit = topics[plan.focus].toolkit
    func generic(_ phrase: SampleNounPhrase) -> (bytes: [UInt8], isPlural: Bool) {
      (phrase.generic, phrase.genericIsPlural)
    }
    switch slot {
    case .phrase: return generic(focusPhrase())
    case .topic:
      return generic(
        plan.specific >= 0
          ? labels.specifics[plan.specific].phrase : labels.names[plan.focus])
    case .broader:
      guard let parent = topics[plan.focus].broader.first else { return generic(Self.fieldItself) }
      let above = random.nextUniform() < 0.3 ? topics[parent].broader.first : nil
      return generic(labels.names[above ?? parent])
    case .otherPhrase:
      return generic(other < 0 ? focusPhrase() : phrase(of: other))
    case .otherTopic:
      return generic(labels.names[other < 0 ? plan.focus : other])
    case .strangePhrase:
      return generic(phrase(of: max(plan.passing, 0)))
    case .strangeTopic: return generic(labels.names[max(plan.passing, 0)])
    case .method: return specific(toolkit.methods, plan.method)
    case .data: return specific(toolkit.data, plan.data)
    case .unit: return generic(toolkit.units[random.next(below: toolkit.units.count)].phrase)
    case .measure:
      return generic(toolkit.measures[random.next(below: toolkit.measures.count)].phrase)
    case .count: return (drawCount(), true)
    case .percent: return (Array(String(2 + random.next(below: 47)).utf8), true)
    case .decimal: return (Array(String(11 + random.next(below: 84)).utf8), false)
    case .firstYear: return (Array(String(1985 + random.next(below: 18)).utf8), false)
    case .lastYear: return (Array(String(2004 + random.next(below: 8)).utf8), false)
    case .place:
      let places = SampleSentences.places
      return (places[random.next(below: places.count)], false)
    }
  }

  /// A tool of the plan, or any one where the plan has none (in titles).
  private mutating func specific(
    _ tools: [SampleTool], _ planned: Int
  ) -> (bytes: [UInt8], isPlural: Bool) {
    let tool = tools[planned < 0 ? random.next(below: tools.count) : planned]
    return (tool.phrase.specific, tool.phrase.specificIsPlural)
  }

  /// Mostly a phrase of the focus; sometimes the specific topic, sometimes a
  /// phrase of a topic nearby, which makes the sample harder.
  private mutating func focusPhrase() -> SampleNounPhrase {
    let topic = labels.hierarchy.topics[plan.focus]
    let chance = random.nextUniform()
    if !hasNamedSpecific, chance < 0.2 {
      hasNamedSpecific = true
      return labels.specifics[plan.specific].phrase
    }
    if chance > 0.85 {
      let near = topic.related + topic.broader
      if !near.isEmpty { return phrase(of: near[random.next(below: near.count)]) }
    }
    return phrase(of: plan.focus)
  }

  private mutating func phrase(of topic: Int) -> SampleNounPhrase {
    let phrases = labels.hierarchy.topics[topic].phrases
    phraseCursor += 1
    let phrase = phrases[phraseCursor % phrases.count]
    guard plan.specific >= 0, phrase.generic == labels.specifics[plan.specific].phrase.generic
    else { return phrase }
    // The specific topic has its own turn.
    phraseCursor += 1
    return phrases[phraseCursor % phrases.count]
  }

  private mutating func drawCount() -> [UInt8] {
    let scale = [90, 900, 900, 9_000, 60_000][random.next(below: 5)]
    let value = 12 + random.next(below: scale)
    guard value >= 1_000 else { return Array(String(value).utf8) }
    let rest = String(value % 1_000)
    return Array("\(value / 1_000),\(String(repeating: "0", count: 3 - rest.count))\(rest)".utf8)
  }

  private static func capitalise(_ text: inout [UInt8], at index: Int) {
    guard index < text.count, (0x61...0x7A).contains(text[index]) else { return }
    text[index] -= 0x20
  }

  private static let smallWords = Set(
    ["a", "an", "the", "of", "in", "on", "for", "and", "to", "with", "from", "by", "at", "as"]
      .map { Array($0.utf8) })

  private static func capitaliseWords(_ text: inout [UInt8]) {
    var start = 0
    for index in 0...text.count where index == text.count || text[index] == 0x20 {
      let followsColon = start >= 2 && text[start - 2] == 0x3A
      if followsColon || !smallWords.contains(Array(text[start..<index])) {
        capitalise(&text, at: start)
      }
      start = index + 1
    }
  }
}
