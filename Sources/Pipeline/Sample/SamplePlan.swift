// Decides what a document of the sample is about. The words: SampleTextWriter;
// the tags: SampleTagger.
import PipelineNumerics

/// What one document is about, and the label that it must carry.
struct SamplePlan {
  /// The topic of the document.
  var focus = 0
  /// A more specific topic below the focus, as an index into `specifics`, or -1.
  var specific = -1
  /// Other topics of the document: each has one sentence of its own.
  var others: [Int] = []
  /// Whether the first of `others` may appear in the title.
  var othersInTitle = false
  /// A topic that is named without being dealt with, or -1.
  var passing = -1
  /// The method as an index into the focus' toolkit, or -1.
  var method = -1
  /// The data set as an index into the focus' toolkit, or -1.
  var data = -1
  /// A label that the document carries in any case, or -1.
  var forced = -1
}

/// Draws plans. Document `i` depends on the seed, on `i` and on the inventory.
///
/// Every second document is *bound* to one label of the inventory, in turn:
/// `2 * labels.count` documents show each label at least once. The others
/// choose their topic by popularity.
struct SamplePlanner: Sendable {
  let labels: SampleLabels
  private let popularity: SampleZipf
  private let specificity: SampleZipf
  /// Neighbours of each topic that have a label: related topics and siblings.
  private let neighbours: [[Int]]
  private let field: [Int]
  /// By label of a method or data set: where it can be used.
  private let uses: [[Use]]
  /// The bound labels are met in steps of this, coprime to their number.
  private let step: Int

  private struct Use: Sendable {
    let topic: Int
    let isMethod: Bool
    let index: Int
  }

  init(labels: SampleLabels) {
    self.labels = labels
    let topics = labels.hierarchy.topics
    popularity = SampleZipf(count: labels.topics.count, exponent: 1, offset: 6)
    specificity = SampleZipf(count: 64, exponent: 1, offset: 1)
    field = topics.indices.map { labels.hierarchy.ancestors(of: $0).last ?? $0 }
    var neighbours = topics.indices.map { i in
      topics[i].related.filter { labels.topicLabels[$0] >= 0 }
    }
    for a in labels.topics {
      for b in labels.topics
      where a != b && topics[a].broader.first == topics[b].broader.first && topics[a].depth > 0 {
        neighbours[a].append(b)
      }
    }
    self.neighbours = neighbours
    var uses = Array(repeating: [Use](), count: labels.tags.count)
    for topic in labels.topics {
      for (i, label) in labels.methodLabels[topic].enumerated() where label >= 0 {
        uses[label].append(Use(topic: topic, isMethod: true, index: i))
      }
      for (i, label) in labels.dataLabels[topic].enumerated() where label >= 0 {
        uses[label].append(Use(topic: topic, isMethod: false, index: i))
      }
    }
    self.uses = uses
    step = Self.step(count: labels.tags.count)
  }

  /// A number near the golden section of `count` without a common divisor.
  private static func step(count: Int) -> Int {
    var step = max(1, count * 618 / 1_000)
    while greatestCommonDivisor(step, count) != 1 { step += 1 }
    return step
  }

  private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? a : greatestCommonDivisor(b, a % b)
  }

  /// Draws what document `index` is about.
  func plan(_ index: Int, _ random: inout RandomStream) -> SamplePlan {
    var plan = SamplePlan()
    plan.focus = drawTopic(&random)
    var use: Use?
    if index % 2 == 1 {
      let count = labels.tags.count
      plan.forced = (index / 2 % count) * step % count
      switch labels.meanings[plan.forced] {
      case .topic(let topic), .synonym(let topic): plan.focus = topic
      case .specific(let number):
        plan.specific = number
        plan.focus = labels.specifics[number].topic
      case .tool:
        let choices = uses[plan.forced]
        if !choices.isEmpty {
          use = choices[random.next(below: choices.count)]
          plan.focus = use?.topic ?? plan.focus
        }
      case .general, .personal: break
      }
    }
    let specifics = labels.specificsOfTopic[plan.focus]
    if plan.specific < 0, !specifics.isEmpty, random.nextUniform() < 0.45 {
      plan.specific = specifics[specificity.draw(&random) % specifics.count]
    }
    drawOthers(for: &plan, &random)
    let toolkit = labels.hierarchy.topics[plan.focus].toolkit
    if random.nextUniform() < 0.7 { plan.method = random.next(below: toolkit.methods.count) }
    if random.nextUniform() < 0.5 { plan.data = random.next(below: toolkit.data.count) }
    if let use {
      if use.isMethod { plan.method = use.index } else { plan.data = use.index }
    }
    return plan
  }

  private func drawTopic(_ random: inout RandomStream) -> Int {
    let topic = labels.topics[popularity.draw(&random)]
    // Few texts are about a whole field.
    guard labels.hierarchy.topics[topic].depth == 0, random.nextUniform() < 0.7 else {
      return topic
    }
    return labels.topics[popularity.draw(&random)]
  }

  private func drawOthers(for plan: inout SamplePlan, _ random: inout RandomStream) {
    let chance = random.nextUniform()
    let count = chance < 0.35 ? 0 : chance < 0.85 ? 1 : 2
    for _ in 0..<count {
      let other = drawNeighbour(of: plan.focus, &random)
      let isNew = other != plan.focus && !plan.others.contains(other)
      if isNew && !labels.hierarchy.ancestors(of: plan.focus).contains(other) {
        plan.others.append(other)
      }
    }
    plan.othersInTitle = random.nextUniform() < 0.5
    if random.nextUniform() < 0.25 {
      let topic = drawTopic(&random)
      if topic != plan.focus && !plan.others.contains(topic) { plan.passing = topic }
    }
  }

  private func drawNeighbour(of topic: Int, _ random: inout RandomStream) -> Int {
    let chance = random.nextUniform()
    let near = neighbours[topic]
    if chance < 0.65, !near.isEmpty { return near[random.next(below: near.count)] }
    var other = drawTopic(&random)
    for _ in 0..<4 where chance < 0.85 && field[other] != field[topic] {
      other = drawTopic(&random)
    }
    return other
  }
}
