// CiteULike-a or -t without their texts: words counted by article, as features.
import FormatsFiles

enum CiteULikeBagReader {
  /// Reads `mult.dat`, `vocabulary.dat`, `tags.dat`, and `item-tag.dat` or
  /// `tag-item.dat`.
  ///
  /// - Throws: `InputError` for a damaged stream or a file that is not there.
  static func read(_ files: CorpusFiles, log: CorpusLog) throws -> FeatureRows {
    let path = try files.needed("mult", format: .citeulikeBag)
    let prefix = RoleName(path).prefix(before: "mult")
    func needed(_ role: String) throws -> String {
      try files.needed(role, prefix: prefix, format: .citeulikeBag)
    }
    var rows = FeatureRows()
    rows.featureNames = try NumberLines.names(try needed("vocabulary"), log: log)
    rows.featureCount = rows.featureNames.count
    rows.labelNames = try NumberLines.names(try needed("tags"), log: log)
    let (places, tags) =
      if let byItem = files.file("item-tag", prefix: prefix) {
        try pair(NumberLines.read(byItem, below: rows.labelNames.count, log: log))
      } else {
        try pair(CiteULikeTReader.tagsOfArticles(try needed("tag-item"), log: log))
      }
    var lines = LineReader(try ByteSource.ofCorpus(path))
    while let bytes = try lines.nextOfCorpus(log) {
      let line = lines.lineNumber
      do {
        let own = line < places.count ? Array(tags[places[line - 1]..<places[line]]) : []
        guard own.allSatisfy({ Int($0) < rows.labelNames.count }) else {
          throw Rejection(line: line, reason: "has a tag without a name")
        }
        try rows.append(
          id: String(line - 1), entries: try entries(bytes, rows.featureCount, line),
          labels: Array(Set(own)), line: line)
      } catch var rejection as Rejection {
        rejection.file = CorpusFiles.title(path)
        try log.reject(rejection)
      }
    }
    return rows
  }

  /// Without labels, which differ.
  private static func pair(_ lists: ([Int], [Int32])) -> ([Int], [Int32]) { lists }

  private static func entries(
    _ line: ArraySlice<UInt8>, _ limit: Int, _ number: Int
  ) throws(Rejection) -> [(column: Int32, value: Float)] {
    let parts = strip(line).split(separator: 0x20)
    var entries: [(column: Int32, value: Float)] = []
    for part in parts.dropFirst() {
      guard let colon = part.firstIndex(of: UInt8(ascii: ":")),
        let word = part[..<colon].decimalValue, (0..<limit).contains(word),
        let value = ARFFReader.number(part[(colon + 1)...])
      else {
        throw Rejection(
          line: number, reason: "has something other than words below \(limit) and counts")
      }
      entries.append((Int32(word), value))
    }
    guard parts.first?.decimalValue == entries.count else {
      throw Rejection(line: number, reason: "has a different number of words than it states")
    }
    return entries
  }
}
