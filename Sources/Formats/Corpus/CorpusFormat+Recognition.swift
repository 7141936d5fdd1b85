// How the format of one stream is recognised by its first bytes. Formats of
// several files are recognised by the files' names, in CorpusFiles.
import FormatsFiles

extension CorpusFormat {
  /// The format of a stream that begins with `start`, or nil for what has no
  /// mark of any format: it is not guessed.
  ///
  /// - Parameter name: the file's name, which decides if the content leaves it
  ///   open (running BibTeX comments, for instance).
  static func recognise(
    _ start: [UInt8], name: String, options: CorpusOptions
  ) -> CorpusFormat? {
    var bytes = start[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    let isTabFirst = bytes.first == 0x09
    // Sequences of JSON texts (RFC 7464).
    if bytes.first == 0x1E, strip(bytes.dropFirst()).first == UInt8(ascii: "{") { return .json }
    bytes = strip(bytes)
    if bytes.isEmpty { return .original }
    let lines = bytes.split(separator: 0x0A, maxSplits: 64, omittingEmptySubsequences: true)
    switch bytes.first {
    case UInt8(ascii: "{"): return object(bytes, lines)
    case UInt8(ascii: "["):
      let next = strip(bytes.dropFirst()).first
      if next == UInt8(ascii: "{") || next == UInt8(ascii: "]") { return .json }
    case UInt8(ascii: "<"):
      if let format = markup(String(decoding: bytes.prefix(4096), as: UTF8.self)) { return format }
    default: break
    }
    if let dialect = TaggedDialect.recognise(lines) {
      switch dialect {
      case .ris: return .ris
      case .nbib: return .nbib
      case .webOfScience: return .webOfScience
      case .endNote: return .endNote
      }
    }
    if let format = at(lines) { return format }
    if RoleName(name).ending == "bib" { return .bibtex }
    if !isTabFirst, isAnnif(lines) { return .annifTSV }
    // Texts of a table may be about `__label__`, but no line of these formats names columns.
    if let table = TableLayout.recognise(lines, options: options.columns) { return table }
    if isBibTeXBehindText(lines) { return .bibtex }
    if isFastText(lines) { return .fastText }
    // A mark may be missing from the first lines; 64 KB of them are looked at.
    if !OriginalLine.positions(of: OriginalLine.tagMark, in: bytes).isEmpty
      || !OriginalLine.positions(of: OriginalLine.titleMark, in: lines.first ?? []).isEmpty
    {
      return .original
    }
    if LIBSVMReader.looksLike(lines) { return .libsvm }
    if isLibMultiLabel(lines) { return .libMultiLabel }
    return nil
  }

  /// The format of a stream that begins with a brace.
  private static func object(
    _ bytes: ArraySlice<UInt8>, _ lines: [ArraySlice<UInt8>]
  ) -> CorpusFormat {
    let text = String(decoding: bytes.prefix(400), as: UTF8.self)
    if text.prefixMatch(of: /\{\s*"(posts|post|stat)"\s*:/) != nil { return .bibsonomyJSON }
    if let first = lines.first, hasSeveralObjects(first) { return .json }
    guard let first = lines.first, lines.count > 1, !isBalanced(first) else {
      return lines.count < 2 && JSONWrapper(bytes) != nil ? .json : .jsonLines
    }
    if JSONWrapper(bytes) != nil { return .json }
    // A damaged line is followed by another object.
    let second = lines.dropFirst().first { !isBlank($0) } ?? []
    return strip(second).first == UInt8(ascii: "{") ? .jsonLines : .json
  }

  /// Whether all brackets outside of strings are closed.
  private static func isBalanced(_ line: ArraySlice<UInt8>) -> Bool { balance(line).isClosed }

  /// Whether an object begins behind another on one line.
  private static func hasSeveralObjects(_ line: ArraySlice<UInt8>) -> Bool { balance(line).objects > 1 }

  /// Whether all brackets outside of strings are closed, and how many objects follow each other.
  private static func balance(_ line: ArraySlice<UInt8>) -> (isClosed: Bool, objects: Int) {
    var depth = 0
    var objects = 0
    var isInString = false
    var isEscaped = false
    for byte in line {
      if isEscaped {
        isEscaped = false
      } else if isInString {
        if byte == UInt8(ascii: "\\") { isEscaped = true }
        if byte == UInt8(ascii: "\"") { isInString = false }
      } else {
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["):
          if depth == 0 { objects += 1 }
          depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        default: break
        }
      }
    }
    return (depth == 0 && !isInString, objects)
  }

  private static func markup(_ text: String) -> CorpusFormat? {
    if text.contains("<bibsonomy") || text.contains("<!DOCTYPE bibsonomy") { return .bibsonomyXML }
    let isPubMed = ["<PubmedArticle", "<MedlineCitation", "<!DOCTYPE PubmedArticleSet"]
      .contains { text.contains($0) }
    return isPubMed ? .pubMed : nil
  }

  /// `@relation` or `@article{`, after comments.
  private static func at(_ lines: [ArraySlice<UInt8>]) -> CorpusFormat? {
    for line in lines {
      let line = strip(line)
      if line.isEmpty || line.first == UInt8(ascii: "%") { continue }
      guard line.first == UInt8(ascii: "@") else { return nil }
      let head = String(decoding: line.prefix(80), as: UTF8.self).lowercased()
      if head.hasPrefix("@relation") { return .arff }
      if head.prefixMatch(of: /@[a-z]+\s*[{(]/) != nil { return .bibtex }
      return nil
    }
    return nil
  }

  /// Whether an entry of BibTeX of a common type follows lines of text, which many programs write at the
  /// beginning.
  private static func isBibTeXBehindText(_ lines: [ArraySlice<UInt8>]) -> Bool {
    let entry = /@(article|book|inproceedings|conference|incollection|misc|phdthesis|techreport)\s*[{(][^\s{(]*,?$/
    return lines.contains { line in
      let line = strip(line)
      return line.first == UInt8(ascii: "@")
        && String(decoding: line.prefix(80), as: UTF8.self).lowercased().prefixMatch(of: entry) != nil
    }
  }

  /// Whether most lines begin with `__label__` and a label, or have several of these. The original's
  /// lines have the mark once, and a blank after it.
  private static func isFastText(_ lines: [ArraySlice<UInt8>]) -> Bool {
    let mark = OriginalLine.tagMark
    // The last one may be cut.
    let whole = lines.count > 1 ? lines.dropLast() : lines[...]
    var marked = 0
    var leading = 0
    var hasSeveral = false
    for line in whole.lazy.map(strip) {
      let labels = OriginalLine.positions(of: mark, in: line).filter { place in
        line[place...].dropFirst(mark.count).first.map { $0 > 0x20 } == true
      }
      if !labels.isEmpty { marked += 1 }
      if labels.first == line.startIndex { leading += 1 }
      if labels.count > 1 { hasSeveral = true }
    }
    return leading * 2 > whole.count || hasSeveral && marked * 2 > whole.count
  }

  /// Whether a URI in angle brackets follows the first tabulator of a line, and
  /// nothing but such URIs.
  private static func isAnnif(_ lines: [ArraySlice<UInt8>]) -> Bool {
    guard let first = lines.first else { return false }
    let line = String(decoding: first, as: UTF8.self)
    return line.wholeMatch(of: /[^\t]*\t\s*<[A-Za-z][A-Za-z0-9+.-]*:[^<>]*>(\s*<[^<>]*>)*\s*/) != nil
  }

  /// Whether all lines have an id without blanks, labels and a longer text
  /// between two tabulators.
  private static func isLibMultiLabel(_ lines: [ArraySlice<UInt8>]) -> Bool {
    let whole = lines.count > 64 ? lines.dropLast() : lines[...]
    var labelWords = 0
    var textWords = 0
    var ids: Set<[UInt8]> = []
    for line in whole {
      let fields = strip(line).split(
        separator: 0x09, maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3, !fields[0].isEmpty, !fields[0].contains(0x20),
        ids.insert(Array(fields[0])).inserted
      else { return false }
      labelWords += fields[1].split(separator: 0x20).count
      textWords += fields[2].split(separator: 0x20).count
    }
    return !whole.isEmpty && textWords > labelWords
  }

  /// The error for a stream that no reader takes, with what it looks like.
  static func unknown(_ start: [UInt8], name: String, options: CorpusOptions) -> InputError {
    let bytes = strip(start[...])
    let text = String(decoding: bytes.prefix(4096), as: UTF8.self)
    func error(_ problem: String, _ remedy: String) -> InputError {
      InputError(file: name, problem: problem, remedy: remedy)
    }
    if MARC.isXML(text) {
      return error(
        "is MARCXML, which is not read",
        "Convert it to a table (catmandu convert MARC --type XML to CSV --fix "
          + "'marc_map(245a,title); marc_map(520a,text); marc_map(650a,tags,join:\";\"); "
          + "retain(_id,title,text,tags)' < FILE)")
    }
    if MARC.isRecords(bytes) {
      return error(
        "is MARC 21, which is not read",
        "Convert it to a table (catmandu convert MARC to CSV, or yaz-marcdump -o marcxml first)")
    }
    if text.hasPrefix("<!DOCTYPE NETSCAPE-Bookmark-file-1") {
      return error(
        "holds a browser's bookmarks (HTML), which are not read",
        "Export them as JSON or CSV with url, title, description and tags")
    }
    if text.hasPrefix("<") {
      return error(
        "is \(text.lowercased().contains("<html") ? "HTML" : "XML") of a kind that is not read",
        "Convert it to JSON lines with id, title, text and tags")
    }
    let lines = bytes.split(separator: 0x0A, maxSplits: 8, omittingEmptySubsequences: false)
    for number in lines.indices.dropFirst().dropLast()
    where TableLayout.recognise(Array(lines[number...]), options: TableColumns()) != nil {
      return error(
        "is in none of the formats that are recognised, but line \(number + 1) seems to name the columns of a table",
        "Remove the lines before it: tail -n +\(number + 1) FILE")
    }
    let firstLine = lines.first ?? []
    let columns = TableLayout.separator(of: firstLine)
    let hint =
      columns == nil
      ? ""
      : "; if it is a table, name its columns with \(parameter: "titleColumn"), \(parameter: "textColumn") and "
        + "\(parameter: "tagsColumn")"
    return error(
      "is in none of the formats that are recognised",
      "Give one with \(parameter: options.formatParameter) (docs/corpora.md lists them), such as lines, paragraphs or "
        + "whole-text for text without tags" + hint)
  }
}
