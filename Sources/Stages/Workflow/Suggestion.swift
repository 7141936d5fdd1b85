// The word that a user may have meant.

/// The candidate that is most like `word` by optimal string alignment, upper and lower
/// case being equal; nil if none is like it.
func suggestion(for word: String, among candidates: [String]) -> String? {
  let best = candidates.map { (distance(word, $0), $0) }.min { $0.0 < $1.0 }
  return best.flatMap { 3 * $0.0 <= word.count ? $0.1 : nil }
}

/// `; did you mean X?`, or a full stop.
func didYouMean(_ word: String, _ candidates: [String]) -> String {
  suggestion(for: word, among: candidates).map { "; did you mean \($0)?" } ?? "."
}

private func distance(_ a: String, _ b: String) -> Int {
  let a = Array(a.lowercased())
  let b = Array(b.lowercased())
  var rows = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
  for i in 0...a.count { rows[i][0] = i }
  for j in 0...b.count { rows[0][j] = j }
  for i in a.indices {
    for j in b.indices {
      var least = min(rows[i][j + 1], rows[i + 1][j]) + 1
      least = min(least, rows[i][j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, rows[i - 1][j - 1] + 1) }
      rows[i + 1][j + 1] = least
    }
  }
  return rows[a.count][b.count]
}
