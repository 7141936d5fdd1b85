// Tags a document as the users of a social bookmarking system do: several
// users, each with habits, none of them complete.
import PipelineNumerics

/// Chooses the tags of planned documents.
struct SampleTagger: Sendable {
  private let labels: SampleLabels
  private let users: [User]
  private let activity: SampleZipf
  private let generalUse: SampleZipf

  /// A user's habits.
  private struct User: Sendable {
    /// The chance that a tag which suits is given.
    let diligence: Double
    /// Labels without relation to texts that the user likes.
    let habits: [Int]
    let personal: Int
    /// Decides which of several words for a topic the user takes.
    let taste: UInt64
  }

  init(labels: SampleLabels, seed: UInt64) {
    self.labels = labels
    let count = max(300, labels.personalLabels.count)
    activity = SampleZipf(count: count, exponent: 1, offset: 8)
    let generalUse = SampleZipf(count: labels.generalLabels.count, exponent: 1, offset: 2)
    self.generalUse = generalUse
    var users: [User] = []
    for user in 0..<count {
      var random = RandomStream(seed: seed, stream: 3, UInt64(user))
      users.append(
        User(
          diligence: 0.6 + 0.4 * random.nextUniform(),
          habits: (0...random.next(below: 3)).map { _ in
            labels.generalLabels[generalUse.draw(&random)]
          },
          personal: labels.personalLabels[user % labels.personalLabels.count],
          taste: random.next()))
    }
    self.users = users
  }

  /// Draws the tags of a document, 1 to 16 distinct labels.
  func tag(_ plan: SamplePlan, into tags: inout [Int], _ random: inout RandomStream) {
    tags.removeAll(keepingCapacity: true)
    if plan.forced >= 0 { tags.append(plan.forced) }
    let chance = random.nextUniform()
    for _ in 0..<(chance < 0.08 ? 1 : chance < 0.35 ? 2 : chance < 0.7 ? 3 : 5) {
      addTags(of: users[activity.draw(&random)], plan, to: &tags, &random)
    }
    if tags.isEmpty { add(labels.topicLabels[plan.focus], to: &tags) }
  }

  private func addTags(
    of user: User, _ plan: SamplePlan, to tags: inout [Int], _ random: inout RandomStream
  ) {
    let topics = labels.hierarchy.topics
    func sometimes(_ chance: Double, _ random: inout RandomStream) -> Bool {
      random.nextUniform() < chance * user.diligence
    }
    if plan.specific >= 0, sometimes(0.8, &random) {
      add(labels.specifics[plan.specific].label, to: &tags)
    }
    if sometimes(0.95, &random) { addTopic(plan.focus, user, to: &tags) }
    // Broader topics, less and less often; the field once more for itself.
    var level = 0.7
    for ancestor in labels.hierarchy.ancestors(of: plan.focus) {
      if sometimes(topics[ancestor].depth == 0 ? 0.4 : level, &random) {
        addTopic(ancestor, user, to: &tags)
      }
      level *= 0.75
    }
    for other in topics[plan.focus].broader.dropFirst() where sometimes(0.4, &random) {
      addTopic(other, user, to: &tags)
    }
    for other in plan.others {
      if sometimes(0.9, &random) { addTopic(other, user, to: &tags) }
      if let broader = topics[other].broader.first, sometimes(0.45, &random) {
        addTopic(broader, user, to: &tags)
      }
    }
    if plan.method >= 0, sometimes(0.6, &random) {
      add(labels.methodLabels[plan.focus][plan.method], to: &tags)
    }
    if plan.data >= 0, sometimes(0.6, &random) {
      add(labels.dataLabels[plan.focus][plan.data], to: &tags)
    }
    let related = topics[plan.focus].related
    if !related.isEmpty, sometimes(0.1, &random) {
      addTopic(related[random.next(below: related.count)], user, to: &tags)
    }
    if random.nextUniform() < 0.3 {
      add(user.habits[random.next(below: user.habits.count)], to: &tags)
    }
    if random.nextUniform() < 0.08 {
      add(labels.generalLabels[generalUse.draw(&random)], to: &tags)
    }
    if random.nextUniform() < 0.05 { add(user.personal, to: &tags) }
  }

  /// Adds the user's word for a topic: mostly its name, else a synonym.
  private func addTopic(_ topic: Int, _ user: User, to tags: inout [Int]) {
    let synonyms = labels.synonymLabels[topic]
    let taste = Int(RandomStream.mix(user.taste &+ UInt64(topic)) % 100)
    if taste < 25, !synonyms.isEmpty {
      add(synonyms[taste % synonyms.count], to: &tags)
    } else {
      add(labels.topicLabels[topic], to: &tags)
    }
  }

  private func add(_ label: Int, to tags: inout [Int]) {
    if label >= 0, tags.count < 16, !tags.contains(label) { tags.append(label) }
  }
}
