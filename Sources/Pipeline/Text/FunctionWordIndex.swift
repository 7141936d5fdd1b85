// Finds the languages of which a token is a function word.
import FormatsRDF

struct FunctionWordIndex: Sendable {
  private var words = ByteTable()
  /// For each of `words` a bit for each language that it belongs to.
  private var memberships: [UInt32] = []

  init() {
    for (number, list) in FunctionWords.lists.enumerated() {
      for word in list.words.split(separator: " ") {
        let place = words.intern(Array(word.utf8))
        if place == memberships.count { memberships.append(0) }
        memberships[place] |= 1 << UInt32(number)
      }
    }
  }

  /// A bit for each language, by place in `FunctionWords.lists`.
  func languages(of token: ByteView) -> UInt32 {
    words.find(token).map { memberships[$0] } ?? 0
  }
}
