// What a document of the sample is about, what it says, and what users tag it with.
import PipelineNumerics
import Foundation

/// What a document is about.
struct SamplePlan: Equatable {
  var focus = 0
  /// Each has a separate sentence.
  var others: [Int] = []
  /// A tag that the document has in any case.
  var bound: Int?
}

/// Makes documents. Document i depends on the seed, on i and on the number of tags.
///
/// Every second document is bound to one tag, in turn, so that twice as many documents as tags show
/// each of them; the others choose by popularity.
struct SampleAuthor: Sendable {
  static let mostTags = 16

  let concepts: SampleConcepts
  /// The most popular first.
  private let popular: [Int]
  private let seed: UInt64

  init(concepts: SampleConcepts, seed: UInt64) {
    self.concepts = concepts
    self.seed = seed
    popular = concepts.concepts.indices.sorted {
      (RandomStream.mix(UInt64($0)), $0) < (RandomStream.mix(UInt64($1)), $1)
    }
  }

  /// Draws what document `index` is about, from a separate stream.
  func plan(_ index: Int, _ random: inout RandomStream) -> SamplePlan {
    var plan = SamplePlan(focus: drawConcept(&random))
    if index % 2 == 1 {
      let bound = index / 2 % concepts.tags.count
      plan.bound = bound
      switch concepts.meanings[bound] {
      case .concept(let concept), .synonym(let concept): plan.focus = concept
      case .general: break
      }
    }
    let siblings = concepts.concepts[plan.focus].parent.map { concepts.narrower[$0] } ?? []
    for _ in 0..<[0, 0, 1, 1, 1, 2][random.next(below: 6)] {
      let isNear = random.nextUniform() < 0.6 && !siblings.isEmpty
      let other = isNear ? siblings[random.next(below: siblings.count)] : drawConcept(&random)
      if other != plan.focus, !plan.others.contains(other) { plan.others.append(other) }
    }
    return plan
  }

  /// By Zipf's law with an offset.
  private func drawConcept(_ random: inout RandomStream) -> Int {
    let (offset, count) = (6.0, Double(popular.count))
    let place = offset * (pow((count + offset) / offset, random.nextUniform()) - 1)
    return popular[min(Int(place), popular.count - 1)]
  }

  // Tags

  /// The tags of a document, at least one and each once: what several users see in it, none of
  /// them all.
  func tags(of plan: SamplePlan, _ random: inout RandomStream) -> [Int] {
    var tags = plan.bound.map { [$0] } ?? []
    func add(_ tag: Int) {
      if tags.count < Self.mostTags, !tags.contains(tag) { tags.append(tag) }
    }
    func add(_ concept: Int, by user: Int) {
      let synonyms = concepts.synonyms[concept]
      let taste = RandomStream.mix(seed &+ UInt64(user) &<< 32 &+ UInt64(concept))
      if taste % 4 == 0, !synonyms.isEmpty {
        add(synonyms[Int(taste / 4 % UInt64(synonyms.count))])
      } else {
        add(concepts.labels[concept])
      }
    }
    for _ in 0..<[1, 2, 3, 4, 5, 5][random.next(below: 6)] {
      let user = random.next(below: 300)
      if random.nextUniform() < 0.5 { add(plan.focus, by: user) }
      for concept in [plan.focus] + plan.others {
        if concept != plan.focus, random.nextUniform() < 0.6 { add(concept, by: user) }
        var chance = concept == plan.focus ? 0.55 : 0.35
        for broader in concepts.ancestors(of: concept) {
          if random.nextUniform() < chance { add(broader, by: user) }
          chance *= 0.7
        }
      }
      if random.nextUniform() < 0.3 {
        // The smaller of two numbers: the first ones are the most frequent.
        let count = SampleConcepts.generalTags.count
        add(min(random.next(below: count), random.next(below: count)))
      }
      if random.nextUniform() < 0.03 { add(drawConcept(&random), by: user) }
    }
    if tags.isEmpty { add(concepts.labels[plan.focus]) }
    return tags
  }

  // Text

  /// Title and abstract in UTF-8, without characters that JSON would escape.
  func text(of plan: SamplePlan, _ random: inout RandomStream) -> (title: [UInt8], abstract: [UInt8]) {
    var title: [UInt8] = []
    var abstract: [UInt8] = []
    func draw(_ sentences: [SampleSentence]) -> SampleSentence { sentences[random.next(below: sentences.count)] }
    write(draw(SampleSentence.titles), about: plan, other: plan.focus, to: &title, &random)
    var parts = [(draw(SampleSentence.background), plan.focus), (draw(SampleSentence.aim), plan.focus)]
    for _ in 0...1 + random.next(below: 3) { parts.append((draw(SampleSentence.result), plan.focus)) }
    for other in plan.others { parts.append((draw(SampleSentence.other), other)) }
    if random.nextUniform() < 0.7 { parts.append((draw(SampleSentence.end), plan.focus)) }
    for (sentence, other) in parts {
      if !abstract.isEmpty { abstract.append(UInt8(ascii: " ")) }
      write(sentence, about: plan, other: other, to: &abstract, &random)
    }
    return (title, abstract)
  }

  private func write(
    _ sentence: SampleSentence, about plan: SamplePlan, other: Int, to text: inout [UInt8],
    _ random: inout RandomStream
  ) {
    let start = text.count
    for piece in sentence.pieces {
      switch piece {
      case .text(let words): text += words
      case .choice(let words): text += words[random.next(below: words.count)]
      case .gap("N"): text += String(2 + random.next(below: 97)).utf8
      case .gap("F"): text += concepts.concepts[plan.focus].name.utf8
      case .gap("O"): text += concepts.concepts[other].name.utf8
      case .gap("B"):
        text += concepts.concepts[concepts.concepts[plan.focus].parent ?? plan.focus].name.utf8
      case .gap: text += nearby(plan.focus, &random).utf8
      }
    }
    if start < text.count, (0x61...0x7A).contains(text[start]) { text[start] -= 0x20 }
  }

  /// A concept below or next to another one, or itself.
  private func nearby(_ concept: Int, _ random: inout RandomStream) -> String {
    let below = concepts.narrower[concept]
    let beside = concepts.concepts[concept].parent.map { concepts.narrower[$0] } ?? []
    let isBeside = below.isEmpty || !beside.isEmpty && random.nextUniform() < 0.3
    let near = isBeside ? beside : below
    return concepts.concepts[near.isEmpty ? concept : near[random.next(below: near.count)]].name
  }
}
