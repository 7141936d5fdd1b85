// Concepts whose place in a hierarchy is a path, such as `Animals > Pets > Cats`: the lines of product
// categories, columns of paths, and a column for each level.
import FormatsFiles

/// What separates the names of a path.
enum PathMark {
  /// Those that are hardly ever part of a name; then those that may be.
  private static let clear = [" > ", " » ", " › ", " → ", " ▸ "]
  private static let unclear = [">", "»", "::", " / ", "/", "\\", "|"]

  /// The mark by which texts are paths; nil if they are not.
  ///
  /// - Parameter texts: some of the texts. At least half of them, and two, must be paths. A mark that may be part of
  ///   a name counts only if what is before its last one is nearly always another of the texts.
  static func recognise(_ texts: [String]) -> String? {
    func isMark(_ mark: String, isClear: Bool) -> Bool {
      let paths = texts.filter { names(in: $0, mark).count > 1 }
      guard paths.count > 1, paths.count * 2 >= texts.count else { return false }
      if isClear { return true }
      let all = Set(texts.map { ExactString(joined(names(in: $0, mark)[...])) })
      return paths.count { all.contains(ExactString(joined(names(in: $0, mark).dropLast()))) } * 10 >= paths.count * 9
    }
    return clear.first { isMark($0, isClear: true) } ?? unclear.first { isMark($0, isClear: false) }
  }

  /// The names of a path, from the broadest.
  static func names(in text: String, _ mark: String) -> [String] {
    text.components(separatedBy: mark).map(\.trimmed).filter { !$0.isEmpty }
  }

  /// A path in one form, whatever its marks.
  static func joined(_ names: ArraySlice<String>) -> String { names.joined(separator: " > ") }

  /// A line as an identifier, if it begins with one (`3237 - Animals > Pets`, `gid://c/ap-2 : Animals`), and a path.
  static func parts(ofLine line: String) -> (identifier: String?, path: String) {
    // Every line comes here, so there is no regular expression.
    guard let end = line.firstIndex(where: \.isWhitespace) else { return (nil, line) }
    let first = line[..<end]
    guard first.utf8.contains(where: isASCIIDigit) || first.contains("://") else { return (nil, line) }
    let rest = line[end...].drop(while: \.isWhitespace)
    if line[end] == "\t", !rest.isEmpty { return (String(first), String(rest)) }
    guard let mark = rest.first, "-–:".contains(mark), rest.dropFirst().first?.isWhitespace == true else {
      return (nil, line)
    }
    let path = rest.dropFirst().drop(while: \.isWhitespace)
    return path.isEmpty ? (nil, line) : (String(first), String(path))
  }
}

/// The concepts of paths, each named by the end of its path.
struct PathTree {
  /// Concepts by their paths, in one form.
  private var concepts: [ExactString: Int32] = [:]
  private var paths: [[String]] = []

  var isEmpty: Bool { paths.isEmpty }

  /// Notes the place of a concept.
  ///
  /// - Parameter concept: nil if only the path identifies it.
  mutating func add(_ path: [String], _ concept: Int32?) {
    guard !path.isEmpty else { return }
    paths.append(path)
    let key = ExactString(PathMark.joined(path[...]))
    if let concept, concepts[key] == nil { concepts[key] = concept }
  }

  /// Adds the concepts that have no line of their own, and relates all to those above them.
  mutating func finish(_ builder: inout ConceptTableBuilder, language: String) {
    for path in paths {
      var above: Int32?
      for length in 1...path.count {
        let key = PathMark.joined(path[..<length])
        let number: Int32
        if let known = concepts[ExactString(key)] {
          number = known
        } else {
          number = builder.concept(key.utf8)
          concepts[ExactString(key)] = number
          builder.addName(path[length - 1].utf8, language: language, kind: .preferred, of: number)
        }
        if let above { builder.addBroader(above, of: number) }
        above = number
      }
    }
  }
}
