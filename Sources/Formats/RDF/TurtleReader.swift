// The grammar of Turtle and TriG (W3C recommendations of 2014): directives,
// statements, lists, graphs. Terms are TurtleLexer's.
import FormatsFiles

/// A streaming reader of Turtle or TriG.
///
/// Memory is bounded by the longest single term and by the depth of nesting.
struct TurtleReader {
  private var lexer: TurtleLexer
  private let allowsGraphs: Bool
  private var graph: ArenaTerm?
  private var madeBlankNodes = 0
  private var depth = 0
  /// The deepest nesting of `[` and `(` accepted.
  private let depthLimit = 250
  private var arena: ByteArena { lexer.arena }

  /// - Parameters:
  ///   - base: against which relative IRIs are resolved.
  ///   - allowsGraphs: TriG instead of Turtle.
  init(_ source: ByteSource, base: String?, allowsGraphs: Bool) throws {
    lexer = try TurtleLexer(source, base: base)
    self.allowsGraphs = allowsGraphs
  }

  /// Calls `body` for each statement.
  ///
  /// - Throws: `InputError` at the first violation of the grammar; whatever
  ///   `body` throws.
  mutating func read(_ body: RDFStatementHandler) throws {
    while let byte = try lexer.skipBlanks() {
      lexer.arena.truncate(to: 0)
      graph = nil
      if byte == UInt8(ascii: "@") {
        try readDirective()
      } else {
        try readBlock(byte, body)
      }
    }
  }

  // MARK: Directives

  private mutating func readDirective() throws {
    lexer.cursor.advance()
    if try lexer.skip("prefix") {
      try readPrefix()
    } else if try lexer.skip("base") {
      try readBase()
    } else {
      throw lexer.cursor.failure("expected @prefix or @base")
    }
    try lexer.expect(UInt8(ascii: "."), "the full stop that ends the directive")
  }

  private mutating func readPrefix() throws {
    guard try lexer.skipBlanks() != nil, case .prefix(let name) = try lexer.readWord()
    else { throw try lexer.unexpected("expected a prefix that ends with a colon") }
    guard try lexer.skipBlanks() == UInt8(ascii: "<") else {
      throw try lexer.unexpected("expected the prefix's IRI in <>")
    }
    lexer.setPrefix(name, to: try lexer.readIRI())
  }

  private mutating func readBase() throws {
    guard try lexer.skipBlanks() == UInt8(ascii: "<") else {
      throw try lexer.unexpected("expected the base IRI in <>")
    }
    lexer.setBase(try lexer.readIRI())
  }

  // MARK: Statements

  /// One directive of SPARQL's form, one graph, or one statement.
  private mutating func readBlock(_ byte: UInt8, _ body: RDFStatementHandler) throws {
    switch byte {
    case UInt8(ascii: "{") where allowsGraphs:
      try readGraph(body)
      return
    case UInt8(ascii: "["):
      let (node, isAnonymous) = try readBracket(body)
      if allowsGraphs, isAnonymous, try lexer.skipBlanks() == UInt8(ascii: "{") {
        graph = node
        try readGraph(body)
        return
      }
      try readRestOfStatement(node, mayBeAlone: !isAnonymous, body)
    case UInt8(ascii: "("):
      let node = try readCollection(body)
      try readRestOfStatement(node, mayBeAlone: false, body)
    default:
      if isASCIILetter(byte) || byte >= 0x80 || byte == UInt8(ascii: ":") {
        switch try lexer.readWord() {
        case .prefix(let prefix):
          let iri = ArenaTerm(value: try lexer.readLocalName(prefix: prefix))
          try readBlock(after: iri, body)
        case .keyword(let word):
          try readKeyword(word, body)
        }
        return
      }
      try readBlock(after: try readSubject(byte, body), body)
      return
    }
    try lexer.expect(UInt8(ascii: "."), "the full stop that ends the statement")
  }

  private mutating func readKeyword(_ word: String, _ body: RDFStatementHandler) throws {
    switch word.uppercased() {
    case "PREFIX":
      lexer.cursor.advance(6)
      try readPrefix()
    case "BASE":
      lexer.cursor.advance(4)
      try readBase()
    case "GRAPH" where allowsGraphs:
      lexer.cursor.advance(5)
      guard let byte = try lexer.skipBlanks() else {
        throw try lexer.unexpected("expected the graph's name")
      }
      if byte == UInt8(ascii: "[") {
        let (node, isAnonymous) = try readBracket(body)
        guard isAnonymous else {
          throw lexer.cursor.failure("a graph's name cannot have properties")
        }
        graph = node
      } else {
        graph = try readIRIOrBlankNode(byte, "the graph's name")
      }
      guard try lexer.skipBlanks() == UInt8(ascii: "{") else {
        throw try lexer.unexpected("expected { after the graph's name")
      }
      try readGraph(body)
    default:
      throw lexer.cursor.failure(
        word.isEmpty
          ? "expected a statement" : "“\(word)” is neither a keyword nor a prefixed name here")
    }
  }

  /// After a subject that may also be a graph's name.
  private mutating func readBlock(
    after node: ArenaTerm, _ body: RDFStatementHandler
  ) throws {
    if allowsGraphs, try lexer.skipBlanks() == UInt8(ascii: "{") {
      graph = node
      try readGraph(body)
      return
    }
    try readRestOfStatement(node, mayBeAlone: false, body)
    try lexer.expect(UInt8(ascii: "."), "the full stop that ends the statement")
  }

  private mutating func readGraph(_ body: RDFStatementHandler) throws {
    lexer.cursor.advance()
    while let byte = try lexer.skipBlanks(), byte != UInt8(ascii: "}") {
      let mark = arena.count
      if byte == UInt8(ascii: "[") {
        let (node, isAnonymous) = try readBracket(body)
        try readRestOfStatement(node, mayBeAlone: !isAnonymous, body)
      } else {
        try readRestOfStatement(try readSubject(byte, body), mayBeAlone: false, body)
      }
      arena.truncate(to: mark)
      guard try lexer.skipBlanks() == UInt8(ascii: ".") else { break }
      lexer.cursor.advance()
    }
    try lexer.expect(UInt8(ascii: "}"), "} or a full stop in the graph")
  }

  private mutating func readSubject(
    _ byte: UInt8, _ body: RDFStatementHandler
  ) throws -> ArenaTerm {
    if byte == UInt8(ascii: "(") { return try readCollection(body) }
    return try readIRIOrBlankNode(byte, "a subject")
  }

  private mutating func readRestOfStatement(
    _ subject: ArenaTerm, mayBeAlone: Bool, _ body: RDFStatementHandler
  ) throws {
    if mayBeAlone {
      let byte = try lexer.skipBlanks()
      if byte == UInt8(ascii: ".") || byte == UInt8(ascii: "}") { return }
    }
    try readPredicates(of: subject, body)
  }

  /// `predicate object, object; predicate object; …`
  private mutating func readPredicates(
    of subject: ArenaTerm, _ body: RDFStatementHandler
  ) throws {
    let mark = arena.count
    while true {
      guard let byte = try lexer.skipBlanks() else {
        throw try lexer.unexpected("expected a predicate")
      }
      let predicate = try readPredicate(byte)
      let objectMark = arena.count
      while true {
        let object = try readObject(body)
        try tell(subject, predicate, object, body)
        arena.truncate(to: objectMark)
        guard try lexer.skipBlanks() == UInt8(ascii: ",") else { break }
        lexer.cursor.advance()
      }
      arena.truncate(to: mark)
      guard try lexer.skipBlanks() == UInt8(ascii: ";") else { return }
      // Semicolons may be repeated and may come last.
      while try lexer.skipBlanks() == UInt8(ascii: ";") { lexer.cursor.advance() }
      let next = try lexer.skipBlanks()
      if next == UInt8(ascii: ".") || next == UInt8(ascii: "]") || next == UInt8(ascii: "}") {
        return
      }
    }
  }

  private mutating func readPredicate(_ byte: UInt8) throws -> Range<Int> {
    if byte == UInt8(ascii: "<") { return try lexer.readIRI() }
    switch try lexer.readWord() {
    case .prefix(let prefix): return try lexer.readLocalName(prefix: prefix)
    case .keyword("a"):
      lexer.cursor.advance()
      let start = arena.count
      arena.append(RDFNames.type)
      return start..<arena.count
    case .keyword: throw try lexer.unexpected("expected a predicate")
    }
  }

  // MARK: Nodes

  private mutating func readIRIOrBlankNode(
    _ byte: UInt8, _ expected: StaticString
  ) throws -> ArenaTerm {
    switch byte {
    case UInt8(ascii: "<"): return ArenaTerm(value: try lexer.readIRI())
    case UInt8(ascii: "_"):
      return ArenaTerm(kind: .blank, value: try lexer.readBlankNodeLabel())
    default:
      if case .prefix(let prefix) = try lexer.readWord() {
        return ArenaTerm(value: try lexer.readLocalName(prefix: prefix))
      }
      throw try lexer.unexpected("expected \(expected)")
    }
  }

  private mutating func readObject(_ body: RDFStatementHandler) throws -> ArenaTerm {
    guard let byte = try lexer.skipBlanks() else {
      throw try lexer.unexpected("expected an object")
    }
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return try readLiteral(quote: byte)
    case UInt8(ascii: "["): return try readBracket(body).node
    case UInt8(ascii: "("): return try readCollection(body)
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."):
      let (value, datatype) = try lexer.readNumber()
      return literal(value, datatype: datatype)
    case UInt8(ascii: "<"), UInt8(ascii: "_"):
      return try readIRIOrBlankNode(byte, "an object")
    default: break
    }
    switch try lexer.readWord() {
    case .prefix(let prefix):
      return ArenaTerm(value: try lexer.readLocalName(prefix: prefix))
    case .keyword(let word) where word == "true" || word == "false":
      lexer.cursor.advance(word.utf8.count)
      let start = arena.count
      arena.append(Array(word.utf8))
      return literal(start..<arena.count, datatype: RDFNames.boolean)
    case .keyword: throw try lexer.unexpected("expected an object")
    }
  }

  private func literal(_ value: Range<Int>, datatype: [UInt8]) -> ArenaTerm {
    let start = arena.count
    arena.append(datatype)
    return ArenaTerm(kind: .literal, value: value, datatype: start..<arena.count)
  }

  private mutating func readLiteral(quote: UInt8) throws -> ArenaTerm {
    var term = ArenaTerm(kind: .literal, value: try lexer.readString(quote: quote))
    // Blanks may precede the tag and the datatype.
    let mark = try lexer.skipBlanks()
    if mark == UInt8(ascii: "@") {
      term.language = try lexer.readLanguageTag()
    } else if mark == UInt8(ascii: "^") {
      guard try lexer.cursor.peek(1) == UInt8(ascii: "^") else {
        throw try lexer.unexpected("expected ^^ before a datatype")
      }
      lexer.cursor.advance(2)
      guard let byte = try lexer.skipBlanks(), byte != UInt8(ascii: "_") else {
        throw try lexer.unexpected("expected the datatype's IRI")
      }
      term.datatype = try readIRIOrBlankNode(byte, "the datatype's IRI").value
    }
    return term
  }

  /// `[]`, which is anonymous, or `[ predicate object … ]`.
  private mutating func readBracket(
    _ body: RDFStatementHandler
  ) throws -> (node: ArenaTerm, isAnonymous: Bool) {
    try descend()
    lexer.cursor.advance()
    let node = makeBlankNode()
    if try lexer.skipBlanks() == UInt8(ascii: "]") {
      lexer.cursor.advance()
      depth -= 1
      return (node, true)
    }
    try readPredicates(of: node, body)
    try lexer.expect(UInt8(ascii: "]"), "] or another predicate")
    depth -= 1
    return (node, false)
  }

  private mutating func readCollection(_ body: RDFStatementHandler) throws -> ArenaTerm {
    try descend()
    lexer.cursor.advance()
    let none = constant(RDFNames.nil)
    if try lexer.skipBlanks() == UInt8(ascii: ")") {
      lexer.cursor.advance()
      depth -= 1
      return none
    }
    let first = constant(RDFNames.first).value
    let rest = constant(RDFNames.rest).value
    let head = makeBlankNode()
    var cell = head
    // Each cell takes the place of the one before, so that a long list needs
    // no more memory than a short one.
    let mark = arena.count
    while true {
      let item = try readObject(body)
      try tell(cell, first, item, body)
      guard let byte = try lexer.skipBlanks() else {
        throw try lexer.unexpected("the list is not closed by )")
      }
      if byte == UInt8(ascii: ")") { break }
      let next = makeBlankNode()
      try tell(cell, rest, next, body)
      let label = arena.bytes(next.value)
      arena.truncate(to: mark)
      arena.append(label)
      cell = ArenaTerm(kind: .blank, value: mark..<arena.count)
    }
    try tell(cell, rest, none, body)
    lexer.cursor.advance()
    depth -= 1
    return head
  }

  private mutating func descend() throws {
    depth += 1
    guard depth <= depthLimit else {
      throw lexer.cursor.failure("brackets are nested more than \(depthLimit) deep")
    }
  }

  private func constant(_ iri: [UInt8]) -> ArenaTerm {
    let start = arena.count
    arena.append(iri)
    return ArenaTerm(value: start..<arena.count)
  }

  private mutating func makeBlankNode() -> ArenaTerm {
    madeBlankNodes += 1
    return ArenaTerm(
      kind: .blank, value: BlankNodes.make(madeBlankNodes, in: arena))
  }

  @inline(__always)
  private func tell(
    _ subject: ArenaTerm, _ predicate: Range<Int>, _ object: ArenaTerm,
    _ body: RDFStatementHandler
  ) throws {
    try body(
      RDFStatement(
        subject: subject.view(in: arena), predicate: arena.view(predicate),
        object: object.view(in: arena), graph: graph?.view(in: arena),
        line: lexer.cursor.line))
  }
}
