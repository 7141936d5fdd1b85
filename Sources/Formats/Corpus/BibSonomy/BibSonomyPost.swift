// One post of BibSonomy's REST interface, in XML or JSON:
// what makes a document of it.

/// What is used of a post.
struct BibSonomyPost {
  var line: Int
  var user = ""
  var tags: [String] = []
  /// `bookmark`, `bibtex`, `publication` …; nil if the post has no resource.
  var kind: String?
  /// The resource's attributes that are used, names in lower case.
  var fields: [String: String] = [:]
  /// The description of the post; a bookmark's content.
  var description = ""

  /// The attributes of a resource that are used.
  static let usedFields: Set<String> = [
    "title", "bibtexabstract", "abstract", "interhash", "intrahash", "bibtexkey", "misc",
  ]

  /// The document, or nil if the post is not of the wanted kind.
  ///
  /// - Throws: `Rejection` for a post without a resource.
  func document(
    file: String?, options: CorpusOptions, log: CorpusLog
  ) throws(Rejection) -> RawDocument? {
    guard let kind else {
      throw Rejection(
        file: file, line: line, reason: "is a post without a bookmark or a publication")
    }
    let isBookmark = kind == "bookmark"
    guard isBookmark == (options.resources == .bookmarks) else {
      log.report.passedOver += 1
      return nil
    }
    let tags = cleanedTags(tags, report: &log.report)
    if tags.isEmpty, options.requiresTags {
      log.report.passedOver += 1
      return nil
    }
    var content = fields["bibtexabstract"] ?? fields["abstract"] ?? ""
    if content.isEmpty, let misc = fields["misc"] {
      content = BibTeXFields.value(of: "abstract", inFields: misc) ?? ""
    }
    if isBookmark { content = description }
    let hash = fields["intrahash"] ?? fields["interhash"] ?? ""
    let id = hash.isEmpty ? "line-\(line)" : user.isEmpty ? hash : "\(user)/\(hash)"
    return RawDocument(
      id: id, line: line, file: file, title: .running(TeXText.plain(fields["title"] ?? "")),
      content: .running(TeXText.plain(content)), tags: tags)
  }
}
