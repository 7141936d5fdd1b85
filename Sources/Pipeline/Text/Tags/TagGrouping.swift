// Finds the forms that mean one tag: the same words joined in other ways, a
// typing mistake, a plural. TagReading turns raw tags into forms, TagCleaner
// decides which groups stay.
import FormatsFiles

/// Which forms are merged.
package struct TagGroupingOptions: Equatable, Sendable {
  /// The joined form with its words: `semanticweb` and `semantic_web`.
  package var joinsWords = true
  /// Multi-word tags that differ by one typing mistake.
  package var mergesMisspellings = true
  /// Single words with one base form, and multi-word tags that differ in the
  /// number of their last word.
  package var lemmatises = true
  /// Shorter joined forms are not misspellings of each other.
  var shortestMisspelling = 7
  /// Shorter words of a multi-word tag must be equal: `deep_cnns`, `deep_rnns`.
  var shortestDifferingWord = 5
}

/// Groups of tag forms. Fill it with `add`, then ask `groups`.
///
/// The result depends on the forms and their uses alone, not on their order.
package struct TagGrouping: Sendable {
  /// One spelling of a key: words and how often they were used so.
  private struct Spelling {
    var form: TagForm
    var uses: Int
  }

  private let options: TagGroupingOptions
  private let lemmatiser: WordLemmatiser
  private var numbers: [ExactString: Int] = [:]
  private var keys: [String] = []
  private var spellings: [[Spelling]] = []

  init(_ options: TagGroupingOptions, lemmatiser: WordLemmatiser) {
    self.options = options
    self.lemmatiser = lemmatiser
  }

  /// Counts a form; gives its number in `Groups`.
  package mutating func add(_ form: TagForm, uses: Int) -> Int {
    let number = intern(options.joinsWords ? form.joined : form.label)
    let label = ExactString(form.label)
    if let place = spellings[number].firstIndex(where: { ExactString($0.form.label) == label }) {
      spellings[number][place].uses += uses
    } else {
      spellings[number].append(Spelling(form: form, uses: uses))
    }
    return number
  }

  private mutating func intern(_ key: String) -> Int {
    let exact = ExactString(key)
    if let known = numbers[exact] { return known }
    numbers[exact] = keys.count
    keys.append(key)
    spellings.append([])
    return keys.count - 1
  }

  /// The groups that were found.
  package struct Groups: Sendable {
    /// The group of each number that `add` gave.
    let groupOf: [Int]
    /// The form that names each group.
    package let forms: [TagForm]
    /// Whether people wrote the tag of a group as several words.
    let isMultiWord: [Bool]
    /// How often each group was used.
    package let uses: [Int]

    /// The name of a group.
    package func label(_ group: Int) -> String { forms[group].label }
  }

  /// Groups what was added.
  package func groups() -> Groups {
    var all = self
    return all.grouped()
  }

  private mutating func grouped() -> Groups {
    let real = keys.count
    let isMulti = spellings.map { $0.contains { $0.form.isMultiWord } }
    var links: [(Int, Int)] = []
    if options.lemmatises {
      for number in 0..<real {
        for base in bases(of: number, isMulti: isMulti[number]) where base != keys[number] {
          links.append((number, intern(base)))
        }
      }
    }
    var sets = DisjointSets(count: keys.count)
    for (a, b) in links { sets.join(Int32(a), Int32(b)) }
    if options.mergesMisspellings {
      let candidates = (0..<real).filter { mayBeMisspelt($0, isMulti: isMulti[$0]) }
      let words = candidates.map { Array(keys[$0].unicodeScalars) }
      forEachNearbyPair(words) { a, b in
        let a = candidates[a]
        let b = candidates[b]
        if isMulti[a] || isMulti[b], isMisspelling(a, b) { sets.join(Int32(a), Int32(b)) }
      }
    }
    return named(sets, real: real, isMulti: isMulti)
  }

  // MARK: Base forms

  private func bases(of number: Int, isMulti: Bool) -> [String] {
    let key = keys[number]
    guard isMulti else {
      // A URI has no base form.
      if TagExclusion.isIdentifier(key) { return [] }
      return [lemmatiser.lemma(of: key) { numbers[ExactString($0)] != nil }]
    }
    // In `owl-s` the s does not mark a plural.
    if endsWithLetter(number) { return [] }
    var bases: [String] = []
    for spelling in spellings[number] where spelling.form.isMultiWord {
      var words = spelling.form.words
      guard let last = words.popLast(), let base = lemmatiser.nounBase(of: last) else { continue }
      let form = TagForm(words: words + [base])
      bases.append(options.joinsWords ? form.joined : form.label)
    }
    if let base = lemmatiser.nounBase(of: key) { bases.append(base) }
    return bases
  }

  // MARK: Misspellings

  /// Numbers must agree exactly, and so must a last word of one letter
  /// (`vitamin_e`, `vitamin_d`). A single word that is in the dictionary is not
  /// a misspelling of a multi-word tag.
  private func mayBeMisspelt(_ number: Int, isMulti: Bool) -> Bool {
    let key = keys[number]
    guard key.unicodeScalars.count >= options.shortestMisspelling,
      !key.unicodeScalars.contains(where: { $0.properties.numericType != nil })
    else { return false }
    return isMulti ? !endsWithLetter(number) : !lemmatiser.isKnown(key)
  }

  /// Whether the last of several words is a single letter.
  private func endsWithLetter(_ number: Int) -> Bool {
    spellings[number].contains {
      $0.form.isMultiWord && $0.form.words.last?.unicodeScalars.count == 1
    }
  }

  /// Whether one is a misspelling of the other. It is not if exactly one word differs,
  /// by more than a final s, and that word is short, or both are dictionary words of
  /// different meaning (`cognitive_load`, `cognitive_road`).
  private func isMisspelling(_ a: Int, _ b: Int) -> Bool {
    if !options.joinsWords,
      keys[a].utf8.filter({ $0 != 0x5F }) == keys[b].utf8.filter({ $0 != 0x5F })
    {
      return false
    }
    for first in spellings[a] {
      for second in spellings[b] where first.form.isMultiWord || second.form.isMultiWord {
        let (some, others) = (first.form.words, second.form.words)
        if some.count == others.count {
          let different = zip(some, others).filter { $0 != $1 }
          if different.count == 1, !mayMeanOne(different[0].0, different[0].1) { return false }
        } else if some.count == 1 {
          if !hasSingleWord(b), !mayBeWritten(others, as: some[0]) { return false }
        } else if others.count == 1 {
          if !hasSingleWord(a), !mayBeWritten(some, as: others[0]) { return false }
        }
      }
    }
    return true
  }

  /// Whether somebody wrote it as one word: `adaboost` as well as `ada_boost`.
  private func hasSingleWord(_ number: Int) -> Bool {
    spellings[number].contains { !$0.form.isMultiWord }
  }

  /// Whether `joined` may be `words`, which nobody writes together, with a slip in
  /// one that is long enough (not `r_programming` as `reprogramming`), or with a
  /// letter doubled.
  private func mayBeWritten(_ words: [String], as joined: String) -> Bool {
    if isSpellingVariant(words.joined(), joined) { return true }
    var bytes = Array(joined.utf8)[...]
    for (index, word) in words.enumerated() {
      let after = words[(index + 1)...].joined().utf8
      if bytes.count > after.count, bytes.suffix(after.count).elementsEqual(after),
        bytes.first == word.utf8.first,
        mayMeanOne(word, String(decoding: bytes.dropLast(after.count), as: UTF8.self))
      {
        return true
      }
      guard bytes.starts(with: word.utf8) else { return false }
      bytes = bytes.dropFirst(word.utf8.count)
    }
    return false
  }

  private func mayMeanOne(_ a: String, _ b: String) -> Bool {
    let shorter = a.utf8.count < b.utf8.count ? a : b
    if shorter.utf8.count > 2, (shorter == a ? b : a) == shorter + "s" { return true }
    if min(a.unicodeScalars.count, b.unicodeScalars.count) < options.shortestDifferingWord {
      return false
    }
    if isSpellingVariant(a, b) { return true }
    guard lemmatiser.isKnown(a), lemmatiser.isKnown(b) else { return true }
    if lemmatiser.lemma(of: a) == lemmatiser.lemma(of: b) { return true }
    guard let nounA = lemmatiser.nounBase(of: a) else { return false }
    return nounA == lemmatiser.nounBase(of: b)
  }

  // MARK: Names

  private func named(_ sets: DisjointSets, real: Int, isMulti: [Bool]) -> Groups {
    var sets = sets
    var groupOfRoot: [Int32: Int] = [:]
    var members: [[Int]] = []
    var groupOf: [Int] = []
    for number in 0..<real {
      let root = sets.root(of: Int32(number))
      let group = groupOfRoot[root] ?? members.count
      if group == members.count {
        groupOfRoot[root] = group
        members.append([])
      }
      members[group].append(number)
      groupOf.append(group)
    }
    return Groups(
      groupOf: groupOf, forms: members.map(name),
      isMultiWord: members.map { $0.contains { isMulti[$0] } },
      uses: members.map { $0.reduce(0) { $0 + spellings[$1].reduce(0) { $0 + $1.uses } } })
  }

  /// The most used form. The forms of several words come before the joined ones
  /// unless hardly anybody uses them (less than a tenth): `semanticweb` is
  /// named `semantic_web`, but `youtube` keeps its name for a few `YouTube`.
  /// Equal use: the form with fewer words that no dictionary has, then the
  /// shorter one, then the first by Unicode scalars.
  private func name(of members: [Int]) -> TagForm {
    let all = members.flatMap { spellings[$0] }
    let multi = all.filter { $0.form.isMultiWord }
    let uses = all.reduce(0) { $0 + $1.uses }
    let multiUses = multi.reduce(0) { $0 + $1.uses }
    let chosen =
      multiUses * 10 >= uses && !multi.isEmpty
      ? multi : all.filter { !$0.form.isMultiWord }
    let mostUsed = chosen.map(\.uses).max() ?? 0
    return chosen.filter { $0.uses == mostUsed }
      .map { spelling in
        let label = spelling.form.label
        let unknown = spelling.form.words.count { !lemmatiser.isKnown($0) }
        return (key: (unknown, label.utf8.count, ExactString(label)), form: spelling.form)
      }
      .min { $0.key < $1.key }?.form ?? TagForm(words: [])
  }
}

/// Whether the words differ as British and American spelling do: `s` for `z`, a
/// doubled letter, `ou` for `o`.
func isSpellingVariant(_ a: String, _ b: String) -> Bool {
  let a = Array(a.unicodeScalars)
  let b = Array(b.unicodeScalars)
  guard a.count <= b.count else {
    return isSpellingVariant(
      String(String.UnicodeScalarView(b)), String(String.UnicodeScalarView(a)))
  }
  var at = 0
  while at < a.count, a[at] == b[at] { at += 1 }
  if a.count == b.count {
    guard at < a.count else { return true }
    let pair = Set([a[at], b[at]])
    return pair == ["s", "z"] && a[(at + 1)...].elementsEqual(b[(at + 1)...])
  }
  guard b.count == a.count + 1, at > 0, a[at...].elementsEqual(b[(at + 1)...]) else {
    return false
  }
  return b[at] == b[at - 1] || b[at] == "u" && b[at - 1] == "o"
}
