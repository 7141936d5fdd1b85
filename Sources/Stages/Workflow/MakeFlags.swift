// What make passes on in the variable MAKEFLAGS: flags, and what the user has set on the
// command line, before make has expanded it.

/// The flags and variables of the make that started this program.
package struct MakeFlags: Sendable {
  /// Single letters: n, k, t …
  package private(set) var letters: Set<Character> = []
  /// The flags for the make that is started next: jobs and -k, neither -n nor variables.
  package private(set) var forwarded = ""
  /// What the user has set, exactly as typed.
  package private(set) var variables: [(name: String, value: String)] = []
  /// The number of jobs; nil for any number.
  package private(set) var jobs: Int? = 1

  package init(_ text: String) {
    var words = Self.words(text)[...]
    // The first word holds the letters, unless there are none.
    if let first = words.first, !first.hasPrefix("-"), !first.contains("=") {
      letters = Set(first)
      words = words.dropFirst()
    }
    var kept = letters.contains("k") ? ["k"] : []
    var isPastFlags = false
    for word in words {
      if word == "--" {
        isPastFlags = true
      } else if !isPastFlags, word.hasPrefix("-") {
        if word.hasPrefix("-j") {
          jobs = word == "-j" ? nil : Int(word.dropFirst(2)) ?? 1
          kept.append(word)
        } else if ["--jobserver", "-l", "-O"].contains(where: { word.hasPrefix($0) }) {
          kept.append(word)
        } else if word.count == 2 {
          // Longer ones have a value: -Iinclude is not -n.
          letters.formUnion(word.dropFirst())
        }
      } else if let equals = word.firstIndex(of: "="), equals > word.startIndex {
        var name = word[..<equals]
        while let last = name.last, ":?+!".contains(last) { name = name.dropLast() }
        variables.append((String(name), String(word[word.index(after: equals)...])))
      }
    }
    forwarded = kept.joined(separator: " ")
  }

  /// Words at blanks, a backslash before what is meant literally, `$$` for a dollar sign.
  private static func words(_ text: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isEscaped = false
    var isDollar = false
    for character in text {
      if isEscaped {
        word.append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "$", isDollar {
        isDollar = false
        continue
      } else if character == " " || character == "\t" {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
        isDollar = character == "$"
        continue
      }
      isDollar = false
    }
    if !word.isEmpty { words.append(word) }
    return words
  }
}
