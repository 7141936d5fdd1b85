// From a page to HTML, by Mustache templates. What the page looks like is in
// PageStyle.swift.
import PipelineEvaluation
import Mustache

/// Renders pages as one self-contained HTML file.
struct PageTemplate {
  private let template: MustacheTemplate
  private let library: MustacheLibrary

  /// - Throws: an error of the engine, which is a mistake in a template.
  init() throws {
    MustacheContentTypes.register(ScalarEscapedHTML(), named: ScalarEscapedHTML.name)
    func parse(_ text: String) throws -> MustacheTemplate {
      // Each template chooses its own way to escape.
      try MustacheTemplate(string: "{{% CONTENT_TYPE:\(ScalarEscapedHTML.name) }}" + text)
    }
    template = try parse(Self.page)
    library = MustacheLibrary(templates: [
      "block": try parse(Self.block), "tiles": try parse(Self.tiles), "table": try parse(Self.table),
      "document": try parse(Self.document), "words": try parse(Self.words),
    ])
  }

  func render(_ page: ReportPage) throws -> String {
    template.render(
      [
        "title": page.title, "subtitle": page.subtitle, "style": PageStyle.sheet,
        "story": page.story,
        "glance": page.glance.isEmpty ? false : Self.context(page.glance),
        "script": PageStyle.script, "scriptHash": try PageStyle.scriptHash(),
        "sections": page.sections.map { section in
          [
            "id": section.id, "title": section.title, "blocks": section.blocks.map(Self.context),
          ] as [String: Any]
        },
      ] as [String: Any], library: library)
  }

  // The policy allows this one script and this one sheet and no request at all,
  // whatever the text may try.
  private static let page = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{{{scriptHash}}}'">
    <title>{{title}}</title>
    <style>{{{style}}}</style>
    </head>
    <body>
    <header>
    <h1><bdi>{{title}}</bdi></h1>
    <p class="sub"><bdi>{{subtitle}}</bdi></p>
    {{#story}}<p class="story"><bdi>{{.}}</bdi></p>
    {{/story}}{{#glance}}{{> tiles}}{{/glance}}
    <nav aria-label="Sections">{{#sections}}<a href="#{{id}}">{{title}}</a> {{/sections}}</nav>
    </header>
    <main>
    {{#sections}}
    <section id="{{id}}">
    <h2>{{title}}</h2>
    {{#blocks}}{{> block}}{{/blocks}}
    </section>
    {{/sections}}
    </main>
    <script>{{{script}}}</script>
    </body>
    </html>

    """

  private static let block = """
    {{#heading}}<h3><bdi>{{.}}</bdi></h3>
    {{/heading}}{{#paragraph}}<p>{{.}}</p>
    {{/paragraph}}{{#note}}<p class="note">{{.}}</p>
    {{/note}}{{#tiles}}{{> tiles}}{{/tiles}}{{#table}}{{> table}}{{/table}}{{#charts}}<div class="charts">
    {{#figures}}<figure><figcaption>{{title}}</figcaption>{{{svg}}}<details class="data"><summary>Data of “{{title}}”</summary>{{#data}}{{> table}}{{/data}}</details></figure>
    {{/figures}}</div>
    {{/charts}}{{#folded}}<details{{#paper}} class="paper"{{/paper}}><summary>{{title}}</summary>
    {{#blocks}}{{> block}}{{/blocks}}</details>
    {{/folded}}{{#documents}}{{> document}}{{/documents}}
    """

  private static let tiles = """
    <dl class="tiles">{{#list}}<div><dt>{{name}}</dt><dd><bdi>{{value}}</bdi>{{#remark}}<small>{{.}}</small>{{/remark}}</dd></div>{{/list}}</dl>

    """

  private static let table = """
    <table{{#sortable}} class="sortable"{{/sortable}}>
    <thead><tr>{{#columns}}<th scope="col"{{#number}} class="n"{{/number}}><bdi>{{title}}</bdi></th>{{/columns}}</tr></thead>
    <tbody>
    {{#rows}}<tr>{{#cells}}<td{{#number}} class="n"{{/number}}{{#key}} data-k="{{.}}"{{/key}}>{{#plain}}<bdi>{{{.}}}</bdi>{{/plain}}{{#remark}}<small>{{.}}</small>{{/remark}}{{#more}}<details><summary><bdi>{{{text}}}</bdi></summary>{{#lines}}<p><bdi>{{.}}</bdi></p>{{/lines}}</details>{{/more}}</td>{{/cells}}</tr>
    {{/rows}}</tbody>
    </table>

    """

  private static let document = """
    <article>
    <h3><bdi>{{id}}</bdi> <span class="f1">F1 {{f1}}</span></h3>
    {{#title}}<p class="dt"><span class="k">title</span> {{> words}}</p>
    {{/title}}{{#hasSentences}}<table class="sentences"><thead><tr>{{#hasOriginal}}<th scope="col">ori</th>{{/hasOriginal}}{{#hasGuided}}<th scope="col">tg</th>{{/hasGuided}}<th scope="col">sentence</th></tr></thead>
    <tbody>
    {{#sentences}}<tr>{{#original}}<td class="o s{{level}}">{{text}}</td>{{/original}}{{#guided}}<td class="g s{{level}}">{{text}}</td>{{/guided}}<td>{{> words}}</td></tr>
    {{/sentences}}</tbody></table>
    {{/hasSentences}}
    <ul class="tags">
    {{#tags}}<li class="{{class}}"><span class="m">{{mark}}</span> <bdi>{{name}}</bdi>{{#score}} <span class="k">{{.}}</span>{{/score}}</li>
    {{/tags}}</ul>
    </article>

    """

  private static let words = """
    {{#words}}<bdi{{#level}} class="a{{.}}"{{/level}}{{#weight}} title="{{.}}"{{/weight}}>{{text}}</bdi> {{/words}}
    """

  // ---- Contexts. Cells of tables come as HTML. A key that is not there would be looked for further outside:
  // where an outer context has such a key, it is set to false.

  private static func context(_ block: ReportBlock) -> [String: Any] {
    var context: [String: Any] = [
      "heading": false, "paragraph": false, "note": false, "tiles": false, "table": false, "charts": false,
      "folded": false,
      "documents": false,
    ]
    switch block {
    case .heading(let text): context["heading"] = text
    case .paragraph(let text): context["paragraph"] = text
    case .note(let text): context["note"] = text
    case .tiles(let tiles): context["tiles"] = Self.context(tiles)
    case .table(let table): context["table"] = Self.context(table)
    case .charts(let charts):
      let figures = charts.map {
        ["title": $0.title, "svg": $0.svg(), "data": Self.context($0.data)] as [String: Any]
      }
      context["charts"] = ["figures": figures] as [String: Any]
    case .folded(let title, let isOpenOnPaper, let blocks):
      context["folded"] =
        [
          "title": title, "paper": isOpenOnPaper, "blocks": blocks.map(Self.context),
        ] as [String: Any]
    case .documents(let documents): context["documents"] = documents.map(Self.context)
    }
    return context
  }

  private static func context(_ tiles: [ReportTile]) -> [String: Any] {
    [
      "list": tiles.map { tile in
        ["name": tile.name, "value": tile.value, "remark": tile.remark ?? false] as [String: Any]
      }
    ]
  }

  private static func context(_ table: ReportTable) -> [String: Any] {
    let rows = table.rows.map { row in
      let cells = zip(row, table.columns).map { cell, column in
        var context: [String: Any] = ["number": column.isNumber]
        if let key = cell.key { context["key"] = "\(key)" }
        if let remark = cell.remark { context["remark"] = remark }
        if cell.details.isEmpty {
          context["plain"] = HTMLText.breakable(cell.text)
        } else {
          context["more"] = ["text": HTMLText.breakable(cell.text), "lines": cell.details] as [String: Any]
        }
        return context
      }
      return ["cells": cells] as [String: Any]
    }
    return [
      "sortable": table.isSortable,
      "columns": table.columns.map {
        // Headings do not break within a word: none may be long.
        ["title": HTMLText.shortened($0.title, to: 30), "number": $0.isNumber] as [String: Any]
      }, "rows": rows,
    ]
  }

  private static func context(_ document: ShownDocument) -> [String: Any] {
    var context: [String: Any] = [
      "title": false, "id": HTMLText.shortened(document.id),
      "f1": String(fixed: document.f1, decimals: 2),
      "hasSentences": !document.sentences.isEmpty,
      "hasOriginal": document.sentences.contains { $0.original != nil },
      "hasGuided": document.sentences.contains { $0.titleGuided != nil },
      "sentences": document.sentences.map { sentence in
        var context: [String: Any] = ["words": sentence.words.map(Self.context)]
        if let weight = sentence.original { context["original"] = Self.context(weight) }
        if let weight = sentence.titleGuided { context["guided"] = Self.context(weight) }
        return context
      },
    ]
    if let title = document.title {
      context["title"] = ["words": title.words.map(Self.context)] as [String: Any]
    }
    var tags = document.tags.map { tag in
      let (name, mark) =
        switch (tag.isPredicted, tag.isTrue) {
        case (true, true): ("right", "✓ right:")
        case (true, false): ("wrong", "✗ wrong:")
        default: ("missed", "○ missed:")
        }
      var context: [String: Any] = [
        "class": name, "mark": mark, "name": HTMLText.shortened(tag.name),
      ]
      if let score = tag.score { context["score"] = String(fixed: Double(score), decimals: 2) }
      return context
    }
    tags += document.unknownTags.map {
      ["class": "unknown", "mark": "– not learnt:", "name": HTMLText.shortened($0)]
    }
    context["tags"] = tags
    return context
  }

  private static func context(_ word: ShownDocument.Word) -> [String: Any] {
    var context: [String: Any] = ["text": HTMLText.shortened(word.text)]
    if let weight = word.weight {
      context["weight"] = String(fixed: Double(weight), decimals: 3)
      let level = level(weight)
      if level > 0 { context["level"] = "\(level)" }
    }
    return context
  }

  private static func context(_ weight: Float) -> [String: Any] {
    ["text": String(fixed: Double(weight), decimals: 2), "level": "\(level(weight))"]
  }

  /// 0 to 10; by the root, so that words of long sentences can be distinguished.
  private static func level(_ weight: Float) -> Int {
    guard weight > 0 else { return 0 }
    return min(10, Int((10 * weight.squareRoot()).rounded()))
  }
}
