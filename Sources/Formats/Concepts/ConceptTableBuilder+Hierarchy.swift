// Reads lists whose lines show a hierarchy: by paths, or by indentation.
import FormatsFiles

extension ConceptTableBuilder {
  /// Reads a path per line, perhaps with an identifier before it. A concept is named by the end of its path, which
  /// identifies it if nothing else does, and otherwise finds it too.
  mutating func readPaths(_ source: ByteSource, _ mark: String, _ language: String, _ log: CorpusLog) throws {
    setFlat(false)
    var lines = LineReader(source)
    var tree = PathTree()
    var count = 0
    while let line = try Self.nextName(&lines, source, log) {
      let (identifier, path) = PathMark.parts(ofLine: line)
      let names = PathMark.names(in: path, mark).map(NameForm.cleaned)
      guard let name = names.last else { continue }
      count += 1
      let number = identifier.map { concept($0.utf8) }
      if let number {
        addName(name.utf8, language: language, kind: .preferred, of: number)
        addName(path.utf8, language: "", kind: .hidden, of: number)
      }
      tree.add(names, number)
    }
    tree.finish(&self, language: language)
    log.note("read as \(count, "path"), one per line, of names separated by “\(mark.trimmed)”")
  }

  /// Reads a name per line; one that is indented more than the line before it is narrower. The same name again is the
  /// same concept, since nothing else identifies it.
  mutating func readOutline(_ source: ByteSource, _ language: String, _ log: CorpusLog) throws {
    var lines = LineReader(source)
    var open: [(indentation: Int, concept: Int32)] = []
    var (count, repeated) = (0, 0)
    while let line = try Self.nextName(&lines, source, log) {
      let before = self.count
      guard let number = addConcept(named: Outline.name(line), language) else { continue }
      let indentation = Outline.indentation(line)
      if self.count == before { repeated += 1 }
      count += 1
      while let last = open.last, last.indentation >= indentation { open.removeLast() }
      if let above = open.last { addBroader(above.concept, of: number) }
      open.append((indentation, number))
    }
    log.note("read as \(count, "name"), one per line; what is indented is narrower than the line above it")
    if repeated > 0 {
      log.note("\(repeated, "line") repeated a name; each name is one concept")
    }
  }

  /// The next line with a name, its indentation kept; nil at the end. Comments are passed over, and named.
  private static func nextName(_ lines: inout LineReader, _ source: ByteSource, _ log: CorpusLog) throws -> String? {
    while let bytes = try lines.nextFilledLine(log) {
      let line = try text(bytes, source, lines.lineNumber)
      guard Outline.isComment(line[...]) else { return line }
      log.note("line \(lines.lineNumber) is a comment: \(line.prefix(60))")
    }
    return nil
  }
}

/// The lines of a list that is indented.
enum Outline {
  /// Whether a line is about the list: `# Version: 2`, but not `#tag`.
  static func isComment(_ line: Substring) -> Bool { line.hasPrefix("# ") }

  /// How far a line is indented; a tabulator reaches to the next multiple of eight.
  static func indentation(_ line: String) -> Int {
    line.prefix { $0.isWhitespace }.reduce(0) { $1 == "\t" ? ($0 / 8 + 1) * 8 : $0 + 1 }
  }

  /// The name in a line, without the bullet of a list.
  static func name(_ line: String) -> String {
    let name = line.trimmed
    guard let first = name.first, "-*+•–".contains(first), name.dropFirst().first?.isWhitespace == true else {
      return name
    }
    return String(name.dropFirst().drop(while: \.isWhitespace))
  }

  /// Whether lines are an outline: some are indented, the first is not, and nothing else divides them.
  static func isOne(_ lines: [String]) -> Bool {
    guard let first = lines.first, indentation(first) == 0,
      lines.contains(where: { indentation($0) > 1 || $0.first == "\t" })
    else { return false }
    return !lines.contains { $0.trimmed.contains("\t") }
  }
}
