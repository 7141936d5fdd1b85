// A document with its tags as text, in each of the output formats.
import Formats
import FormatsFiles
import PipelineAnnotation
import PipelineNetworks
import Foundation
import StageSupport

/// How tags are printed.
enum TagFormat: String, CaseIterable {
  /// One line per document: its id, then `tag score` for each tag, tab-separated.
  case lines
  /// One row per tag: id, tag, score, tab-separated, after a row of column names.
  case tsv
  /// A JSON object per document.
  case jsonl
  /// As Annif prints suggestions: `<uri>`, tag, score, tab-separated.
  case annif
  /// The table that was read, with one more column of tags.
  case csv
}

/// What is printed about one document.
struct TaggedDocument {
  var id: String
  /// A tag with its reasons.
  struct Tag {
    /// The label of the model: an identifier, or the tag itself.
    var label: String
    /// The name for people.
    var name: String
    var score: Float
    var evidence: [Evidence] = []
  }
  /// Best first.
  var tags: [Tag]
  /// Whether labels are identifiers, which are shown next to the names.
  var haveIdentifiers = false
  /// For each tag whether it never occurred in training.
  var isUnseen: [Bool]
  /// For each tag its names that occur in the document; empty unless explained.
  var names: [[FoundName]] = []
  var attention: Annotation? = nil
  /// The attention of each tag, in the order of the tags, if attention is by label.
  var tagAttention: [LabelAttentionWeights?] = []

  /// - Parameter prefix: the beginning of the URI of a tag that is not a URI, for Annif.
  func text(_ format: TagFormat, isExplained: Bool, uriPrefix prefix: String) -> String {
    switch format {
    case .lines:
      return ([cell(id)] + tags.map { "\(cell(title($0))) \(rounded($0.score))" })
        .joined(separator: "\t") + "\n" + (isExplained ? explanation : "")
    case .csv: return tags.map(\.name).joined(separator: ";") + "\n"
    case .tsv:
      return tags.map { tag in
        let own = haveIdentifiers ? tag.label : tag.name
        return "\(cell(id))\t\(cell(own))\t\(rounded(tag.score))"
          + (haveIdentifiers ? "\t\(cell(tag.name))" : "") + "\n"
      }.joined()
    case .jsonl:
      return json(isExplained: isExplained) + "\n"
    case .annif: return "Suggestions for \(cell(id))\n" + annifLines(uriPrefix: prefix) + "\n"
    }
  }

  /// `<uri> TAB label TAB score` for each tag.
  func annifLines(uriPrefix prefix: String) -> String {
    zip(tags, fallingScores).map { tag, score in
      "<\(subjectURI(tag.label, prefix: prefix))>\t\(cell(tag.name))\t\(score)\n"
    }.joined()
  }

  /// The scores as Annif gets them: it ranks by them, so none equals the one before, and
  /// there are enough digits to distinguish them.
  private var fallingScores: [String] {
    let unit = 100_000_000.0
    var last = Int.max
    return tags.map { tag in
      let whole = Int((Double(min(max(tag.score, 0), 1)) * unit).rounded())
      last = max(1, min(whole, last - 1))
      let digits = String(last % Int(unit))
      return "\(last / Int(unit))." + String(repeating: "0", count: 8 - digits.count) + digits
    }
  }

  /// The row of column names of `tsv`.
  static func header(haveIdentifiers: Bool) -> String {
    "id\ttag\tscore" + (haveIdentifiers ? "\tname" : "") + "\n"
  }

  /// A tag for people, in one piece.
  private func title(_ tag: Tag) -> String {
    haveIdentifiers && tag.name != tag.label ? "\(tag.name) <\(tag.label)>" : tag.name
  }

  /// In words, below the line of the document.
  private var explanation: String {
    var text = ""
    for (number, tag) in tags.enumerated() {
      if isUnseen[number] { text += "    \(cell(tag.name)): never occurred in training\n" }
      for name in number < names.count ? names[number] : [] {
        text += "    \(cell(tag.name)): named in \(Self.place(name.sentence)): \(cell(name.text))\n"
      }
      if tag.evidence.isEmpty {
        text += "    \(cell(tag.name)): no single sentence carries it\n"
      }
      for evidence in tag.evidence {
        let place = Self.place(evidence.sentence)
        text +=
          "    \(cell(tag.name)): without \(place) \(rounded(evidence.scoreWithout))"
          + " instead of \(rounded(tag.score)): \(marked(evidence))\n"
      }
    }
    return text
  }

  private static func place(_ sentence: Int) -> String {
    sentence == 0 ? "the title" : "sentence \(sentence)"
  }

  /// The sentence, the words that carried the tag between asterisks.
  private func marked(_ evidence: Evidence) -> String {
    let strong = Set(evidence.words.map(\.place))
    return evidence.tokens.enumerated()
      .map { strong.contains($0) ? "*\(cell($1))*" : cell($1) }.joined(separator: " ")
  }

  private func json(isExplained: Bool) -> String {
    func numbers(_ values: [Float]) -> String {
      "[" + values.map(rounded).joined(separator: ",") + "]"
    }
    let list = tags.enumerated().map { number, tag in
      let own = haveIdentifiers ? tag.label : tag.name
      var text = "{\"tag\":\(JSONText.quoted(own))"
      if haveIdentifiers { text += ",\"name\":\(JSONText.quoted(tag.name))" }
      text += ",\"score\":\(rounded(tag.score))"
      if isUnseen[number] { text += ",\"unseen\":true" }
      if isExplained {
        text += ",\"names\":["
        text += (number < names.count ? names[number] : []).map(json).joined(separator: ",") + "]"
        text += ",\"because\":[" + tag.evidence.map(json).joined(separator: ",") + "]"
      }
      if number < tagAttention.count, let weights = tagAttention[number] {
        text += ",\"attention\":{\"words\":[\(weights.words.map(numbers).joined(separator: ","))]"
        text += ",\"sentences\":\(numbers(weights.sentences))}"
      }
      return text + "}"
    }
    var text = "{\"id\":\(JSONText.quoted(id)),\"tags\":[\(list.joined(separator: ","))]"
    if let attention {
      text += ",\"attention\":{\"title\":\(numbers(attention.titleWords))"
      text += ",\"words\":[\(attention.words.map(numbers).joined(separator: ","))]"
      text += ",\"sentences\":\(numbers(attention.sentences))"
      text += ",\"sentencesTitleGuided\":\(numbers(attention.sentencesTitleGuided))}"
    }
    return text + "}"
  }

  private func json(_ name: FoundName) -> String {
    "{\"sentence\":\(name.sentence),\"place\":\(name.place),"
      + "\"text\":\(JSONText.quoted(name.text))}"
  }

  private func json(_ evidence: Evidence) -> String {
    let words = evidence.words.map {
      "{\"word\":\(JSONText.quoted($0.text)),\"place\":\($0.place),"
        + "\"scoreWithout\":\(rounded($0.scoreWithout))}"
    }
    return "{\"sentence\":\(evidence.sentence),"
      + "\"text\":\(JSONText.quoted(evidence.tokens.joined(separator: " "))),"
      + "\"scoreWithout\":\(rounded(evidence.scoreWithout)),"
      + "\"words\":[\(words.joined(separator: ","))]}"
  }
}

/// Text for a cell of a tab-separated line: control characters become blanks.
private func cell(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: isBreak) else { return text }
  var scalars = String.UnicodeScalarView()
  for scalar in text.unicodeScalars { scalars.append(isBreak(scalar) ? " " : scalar) }
  return String(scalars)
}

/// Whether a scalar ends a cell or line somewhere.
private func isBreak(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    || scalar.value == 0x2028 || scalar.value == 0x2029
}

/// Four decimals, without the cost of a format string.
private func rounded(_ value: Float) -> String {
  guard value >= 0, value <= 1 else { return String(format: "%.4f", value) }
  let whole = Int((Double(value) * 10_000).rounded(.toNearestOrEven))
  let digits = String(whole % 10_000)
  return "\(whole / 10_000).\(String(repeating: "0", count: 4 - digits.count))\(digits)"
}
