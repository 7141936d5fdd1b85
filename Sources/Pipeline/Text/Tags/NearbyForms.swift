// Finds words that differ by a single typing mistake, without comparing all
// pairs. Whether they mean the same is decided elsewhere.

/// Calls `body` for pairs of `words` at edit distance 1 (one character
/// inserted, deleted, replaced, or two neighbours exchanged) that begin alike.
///
/// Two such words become equal when a character is deleted from one or both,
/// so only words that share a word with a deletion are compared; the deletions
/// are hashes, computed in constant time each. Of more than `bucketLimit` words
/// that share one, each is compared with that many before it.
///
/// - Complexity: near-linear in the number of characters.
/// - Parameter words: distinct words; those longer than `longest` are ignored.
func forEachNearbyPair(
  _ words: [[Unicode.Scalar]], longest: Int = 100, bucketLimit: Int = 64,
  _ body: (Int, Int) -> Void
) {
  var entries: [(hash: UInt64, word: Int32)] = []
  for (number, word) in words.enumerated() where word.count <= longest {
    for hash in deletionHashes(word) { entries.append((hash, Int32(number))) }
  }
  entries.sort { ($0.hash, $0.word) < ($1.hash, $1.word) }
  var start = 0
  while start < entries.count {
    var end = start + 1
    while end < entries.count, entries[end].hash == entries[start].hash { end += 1 }
    for later in start..<end {
      for earlier in max(start, later - bucketLimit)..<later {
        let a = Int(entries[earlier].word)
        let b = Int(entries[later].word)
        if a != b, isNearby(words[a], words[b]) { body(a, b) }
      }
    }
    start = end
  }
}

/// Whether the words differ by one typing mistake, not in their first
/// character.
func isNearby(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Bool {
  guard a.count <= b.count else { return isNearby(b, a) }
  guard b.count - a.count <= 1, let first = a.first, first == b.first else { return false }
  var at = 0
  while at < a.count, a[at] == b[at] { at += 1 }
  if a.count < b.count { return a[at...].elementsEqual(b[(at + 1)...]) }
  guard at < a.count else { return false }
  if a[(at + 1)...].elementsEqual(b[(at + 1)...]) { return true }
  return at + 1 < a.count && a[at] == b[at + 1] && a[at + 1] == b[at]
    && a[(at + 2)...].elementsEqual(b[(at + 2)...])
}

/// Hashes of the word and of the word without each of its characters but the
/// first; equal neighbours give equal words, hashed once.
private func deletionHashes(_ word: [Unicode.Scalar]) -> [UInt64] {
  // Polynomial hashes modulo 2^64: prefixes from the left, suffixes behind.
  let base: UInt64 = 0x9E37_79B9_7F4A_7C15
  var suffix = [UInt64](repeating: 0, count: word.count + 1)
  var power = [UInt64](repeating: 1, count: word.count + 1)
  for index in word.indices.reversed() {
    let length = word.count - index
    power[length] = power[length - 1] &* base
    suffix[index] = UInt64(word[index].value) &* power[length - 1] &+ suffix[index + 1]
  }
  var hashes = [suffix[0]]
  var prefix: UInt64 = 0
  for index in word.indices {
    if index > 0, word[index] != word[index - 1] || index == 1 {
      hashes.append(prefix &* power[word.count - index - 1] &+ suffix[index + 1])
    }
    prefix = prefix &* base &+ UInt64(word[index].value)
  }
  return hashes
}
