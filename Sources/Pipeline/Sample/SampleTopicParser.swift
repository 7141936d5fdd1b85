// Reads the compact notation of the topic texts in Topics/. Those are part of
// the program, so a mistake in them is a programmer's and traps.

/// The notation, one topic a line, two blanks of indent for each level:
///
///     name = synonym, synonym : phrase; a countable phrase > related, ^second parent
///
/// Lines that begin with `@methods`, `@data`, `@units` or `@measures` equip the
/// topic above them and everything below it; `#tag` ends an item that users
/// have a tag for.
enum SampleTopicParser {
  static func parse(_ texts: [String]) -> SampleTopicHierarchy {
    var drafts: [Draft] = []
    for text in texts {
      // Indices of the topics that the current line is below of.
      var path: [Int] = []
      for line in text.split(separator: "\n") {
        let content = line.drop { $0 == " " }
        let level = (line.count - content.count) / 2
        precondition(content.utf8.allSatisfy { $0 < 0x80 && $0 != 0x22 && $0 != 0x5C })
        if content.hasPrefix("@") {
          equip(&drafts[path[level - 1]], with: content)
          continue
        }
        precondition(level <= path.count, "indent of \(content)")
        path.removeSubrange(level...)
        drafts.append(
          Draft(
            content, parent: path.last,
            toolkit: path.last.map {
              drafts[$0].toolkit
            } ?? SampleToolkit(), depth: level))
        path.append(drafts.count - 1)
      }
    }
    return resolve(drafts)
  }

  private struct Draft {
    let name: String
    let synonyms: [String]
    let phrases: [String]
    let links: [String]
    let parent: Int?
    var toolkit: SampleToolkit
    let depth: Int

    init(_ line: Substring, parent: Int?, toolkit: SampleToolkit, depth: Int) {
      let links = line.split(separator: ">", maxSplits: 1)
      let parts = links[0].split(separator: ":", maxSplits: 1)
      precondition(parts.count == 2, "no phrases: \(line)")
      let names = parts[0].split(separator: "=", maxSplits: 1)
      name = names[0].trimmed
      synonyms = names.count > 1 ? names[1].items(separator: ",") : []
      phrases = parts[1].items(separator: ";")
      self.links = links.count > 1 ? links[1].items(separator: ",") : []
      self.parent = parent
      self.toolkit = toolkit
      self.depth = depth
    }
  }

  private static func equip(_ draft: inout Draft, with line: Substring) {
    let parts = line.split(separator: " ", maxSplits: 1)
    let tools = parts[1].items(separator: ";").map { item -> SampleTool in
      let pieces = item.split(separator: "#")
      return SampleTool(
        phrase: SampleNounPhrase(pieces[0].trimmed),
        tag: pieces.count > 1 ? pieces[1].trimmed : nil)
    }
    switch parts[0] {
    case "@methods": draft.toolkit.methods = tools
    case "@data": draft.toolkit.data = tools
    case "@units": draft.toolkit.units = tools
    case "@measures": draft.toolkit.measures = tools
    default: preconditionFailure("unknown equipment \(parts[0])")
    }
  }

  private static func resolve(_ drafts: [Draft]) -> SampleTopicHierarchy {
    var numbers: [String: Int] = [:]
    for (i, draft) in drafts.enumerated() {
      precondition(numbers.updateValue(i, forKey: draft.name) == nil, "twice: \(draft.name)")
    }
    func number(_ name: some StringProtocol) -> Int {
      guard let found = numbers[String(name)] else {
        preconditionFailure("no topic is named \(name)")
      }
      return found
    }
    return SampleTopicHierarchy(
      topics: drafts.map { draft in
        var broader = draft.parent.map { [$0] } ?? []
        var related: [Int] = []
        for link in draft.links {
          if link.hasPrefix("^") {
            broader.append(number(link.dropFirst()))
          } else {
            related.append(number(link))
          }
        }
        return SampleTopic(
          name: draft.name, tag: SampleTopicHierarchy.tag(for: draft.name),
          synonyms: draft.synonyms, phrases: draft.phrases.map(SampleNounPhrase.init),
          phraseNames: draft.phrases, broader: broader, related: related, depth: draft.depth,
          toolkit: draft.toolkit)
      })
  }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    var rest = Substring(self).drop { $0 == " " }
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }

  fileprivate func items(separator: Character) -> [String] {
    split(separator: separator).map { $0.trimmed }.filter { !$0.isEmpty }
  }
}
