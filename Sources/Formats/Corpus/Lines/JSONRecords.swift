// JSON as a corpus: an object per line, or the objects of an array, of a list in
// an object, or one after the other.
import FormatsFiles
import Foundation

/// Yields a document for each object.
final class JSONRecords: RecordReader {
  /// Either this or the other source of objects is set.
  private var lines: LineReader?
  private let values: JSONValues?
  private let file: String?
  private let options: CorpusOptions
  private let log: CorpusLog
  private let start: JSONSurvey.Start
  /// What separates tags in one string, by field.
  private var separators: [String: TagSeparator]
  private let path: String
  private var labelNames: [String]??
  private var count = 0
  /// The roles for which any object has had a field, and the fields of the first object.
  private var present: Set<FieldRole> = []
  private var firstFields: [String]?

  /// - Parameter isByLine: whether each line is an object, so that a damaged
  ///   one costs only itself.
  init(
    _ source: ByteSource, isByLine: Bool, file: String?, options: CorpusOptions, log: CorpusLog
  ) throws {
    path = source.name
    start = JSONSurvey.start(of: try source.peek(1 << 16), columns: options.columns)
    separators =
      start.hasTagStrings && options.wantsTags && options.columns.separator == nil
      ? try JSONSurvey.separators(
        in: try source.again(encoding: options.encoding), columns: options.columns) : [:]
    lines = isByLine ? LineReader(source, limit: options.longestRecord) : nil
    values = isByLine ? nil : try JSONValues(source, limit: options.longestRecord)
    self.file = file
    self.options = options
    self.log = log
  }

  func next() throws -> RawDocument? {
    do {
      guard let values else {
        guard let bytes = try lines?.nextFilledLine(log), let line = lines?.lineNumber else {
          try checkColumns()
          return nil
        }
        return try document(bytes, line: line, number: line)
      }
      let before = values.line
      let object = try values.next()
      log.report.lines += values.line - before
      guard let object else {
        try checkColumns()
        return nil
      }
      count += 1
      return try document(object.bytes[...], line: object.line, number: count)
    } catch var rejection as Rejection {
      rejection.file = file
      throw rejection
    }
  }

  private func document(
    _ bytes: ArraySlice<UInt8>, line: Int, number: Int
  ) throws -> RawDocument {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw Rejection.notUTF8(line: line)
    }
    let record = try JSONLine(parsing: bytes, line: line, columns: options.columns, wantsTags: options.wantsTags)
    present.formUnion(record.present)
    firstFields = firstFields ?? record.fieldNames
    note(record)
    var tags: [String] = []
    if options.wantsTags, let field = record.tags {
      tags = field.subjects.map { $0.tag(prefersURI: options.prefersIdentifiers) }
      if field.field == "target_ind" { tags = try named(tags) }
      for (name, text) in field.cells {
        if MissingValue.isNoTags(text) {
          log.report.missingValues += 1
        } else {
          tags += separator(name, text).tags(in: text)
        }
      }
    }
    var (title, content) = (record.title, record.content)
    if title.isEmpty, case .text(let text) = content {
      let parts = HeadedText.parts(title: "", text: text)
      if !parts.title.isEmpty { (title, content) = (.text(parts.title), .text(parts.content)) }
    }
    return RawDocument(
      id: record.id ?? placeID(number), line: line, file: file, title: title, content: content,
      tags: cleanedTags(tags, report: &log.report))
  }

  /// A field that the user names and that no object has is a mistake; in one of several files it may be meant for
  /// the others.
  ///
  /// - Throws: `InputError`.
  private func checkColumns() throws {
    guard let firstFields else { return }
    let columns = options.columns
    for (role, name) in [
      (FieldRole.id, columns.id), (.title, columns.title), (.text, columns.text),
      (.tags, options.wantsTags ? columns.tags.first : nil),
    ] {
      guard let name, !present.contains(role) else { continue }
      if let file {
        log.note("no object of \(file) has the field `\(name)` (\(parameter: "\(role.rawValue)Column"))")
        continue
      }
      throw InputError(
        file: path, problem: "no object has the field `\(name)` (\(parameter: "\(role.rawValue)Column"))",
        remedy: "Give the name of one of its fields; the first object has "
          + firstFields.prefix(20).map { "`\($0)`" }.joined(separator: ", "))
    }
  }

  /// The id of an object without one; Annif names such a document by its file.
  private func placeID(_ number: Int) -> String {
    if values != nil, let file {
      let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
      let stem = folder + RoleName(file).stem
      return number == 1 ? stem : "\(stem):\(number)"
    }
    return log.placeID(file: file, number: number, isAmongNamed: start.hasIDs)
  }

  private func separator(_ field: String, _ text: String) -> TagSeparator {
    if let wanted = options.columns.separator { return wanted }
    if let known = separators[field] {
      log.note("tags in `\(field)` are separated by \(known.name)")
      return known
    }
    var survey = TagSurvey(names: options.columns.names)
    survey.add(text)
    return survey.separator(of: field)
  }

  /// Says which fields are taken, unless they have the names of the docs.
  private func note(_ record: JSONLine) {
    for (role, name) in record.names where name != role.rawValue {
      if role != .tags || options.wantsTags { noteNames.insert("\(role.rawValue) from `\(name)`") }
    }
    for (role, name) in record.similar
    where (role != .tags || options.wantsTags) && !noteNames.contains("\(role.rawValue) from `\(name)`")
      && noteNames.insert("\(role.rawValue): \(name)").inserted
    {
      log.note(
        role == .tags
          ? "not used, though it looks like tags: the field `\(name)` (\(parameter: "tagsColumn"))"
          : "no field for the \(role.rawValue) in some documents; `\(name)` looks like one "
            + "(\(parameter: "\(role.rawValue)Column"))")
    }
    guard noteNames.count != noted else { return }
    noted = noteNames.count
    let taken = noteNames.filter { $0.contains(" from ") }.sorted()
    log.report.notes.removeAll { $0.hasPrefix("fields: ") }
    if !taken.isEmpty { log.note("fields: " + taken.joined(separator: ", ")) }
  }
  private var noteNames: Set<String> = []
  private var noted = 0

  /// The names of the Extreme Classification repository's labels, whose numbers
  /// are in `target_ind`: from a file such as `lbl.json` next to it.
  private func named(_ tags: [String]) throws -> [String] {
    let names: [String]?
    if let known = labelNames {
      names = known
    } else {
      names = try LabelNames.beside(path, limit: options.longestRecord)
      labelNames = .some(names)
      log.note(
        names.map { "\($0.count) label names are read from the file next to it" }
          ?? "labels are numbers, and there is no file lbl.json or lbl.txt next to it")
    }
    guard let names else { return tags }
    return tags.map { tag in
      Double(tag).flatMap { Int(exactly: $0) }
        .flatMap { names.indices.contains($0) ? names[$0] : nil } ?? tag
    }
  }
}

/// The label file of an Extreme Classification data set.
enum LabelNames {
  static let names = [
    "lbl.json", "lbl.json.gz", "lbl.raw.json.gz", "lbl.txt", "labels.txt", "Y.txt", "Yf.txt",
  ]

  /// The label file of a training or test file; nil for any other file, and
  /// if there is none.
  static func path(beside path: String) -> String? {
    let stem = RoleName(path).stem.lowercased()
    guard path != "-", ["trn", "tst", "train", "test"].contains(where: stem.hasPrefix),
      RoleName(path).ending.hasPrefix("json")
    else { return nil }
    let folder =
      path.contains("/")
      ? path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        .joined(separator: "/") + "/" : ""
    return names.lazy.map { folder + $0 }.first { access($0, R_OK) == 0 }
  }

  /// One name per line, or JSON objects with a title; nil if there is no file.
  static func beside(_ path: String, limit: Int) throws -> [String]? {
    guard let found = Self.path(beside: path) else { return nil }
    var lines = LineReader(try ByteSource.ofCorpus(found), limit: limit)
    var result: [String] = []
    while let bytes = try lines.next() {
      let text = strip(bytes)
      if text.first == UInt8(ascii: "{"),
        let object = try? JSONLine(parsing: text, line: 1)
      {
        if case .text(let title) = object.title {
          result.append(title)
        } else {
          result.append(object.id ?? String(result.count))
        }
      } else {
        result.append(String(decoding: text, as: UTF8.self))
      }
    }
    return result
  }
}
