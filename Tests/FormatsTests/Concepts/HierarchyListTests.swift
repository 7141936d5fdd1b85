// Lists, tables and JSON that show a hierarchy in other ways than by a column of broader concepts.
import XCTest

@testable import Formats
@testable import FormatsFiles

final class HierarchyListTests: XCTestCase {
  /// Each concept as `identifier: names < broader`, and what was said.
  private func read(
    _ text: String, as format: VocabularyListFormat? = nil, line: UInt = #line
  ) throws -> (concepts: [String], notes: [String]) {
    let folder = try ScratchFolder()
    let path = try folder.write(Array(text.utf8), as: "v.txt")
    let found = try XCTUnwrap(VocabularyListFormat.recognise(Array(text.utf8)), line: line)
    if let format { XCTAssertEqual(found, format, line: line) }
    var builder = ConceptTableBuilder(isFlat: true)
    let report = try builder.read(list: try ByteSource(path: path), format: found, title: "v.txt")
    let remarks = builder.settleReferences()
    let table = builder.finish()
    XCTAssertNil(table.brokenInvariant(), line: line)
    let concepts = (0..<table.count).map { number in
      let names = table.names(of: number).map {
        ($0.kind == .preferred ? "" : "\($0.kind) ") + table.text(of: $0)
          + (table.language(of: $0).isEmpty ? "" : "@" + table.language(of: $0))
      }
      let above = table.broader[number].map { table.identifier(Int($0)) }
      return "\(table.identifier(number)): \(names.joined(separator: ", "))"
        + (above.isEmpty ? "" : " < \(above.joined(separator: ", "))")
        + (table.isDeprecated[number] ? " deprecated" : "")
    }
    return (concepts, report.notes + remarks)
  }

  func testPaths() throws {
    let paths = try read(
      "# Version: 2\nAnimals\nAnimals > Live Animals\nAnimals > Supplies, all > Birds\nAnimals > Food > Birds\n",
      as: .paths(mark: " > "))
    XCTAssertEqual(
      paths.concepts,
      [
        "Animals: Animals", "Animals > Live Animals: Live Animals < Animals",
        "Animals > Supplies, all: Supplies, all < Animals",
        "Animals > Supplies, all > Birds: Birds < Animals > Supplies, all", "Animals > Food: Food < Animals",
        "Animals > Food > Birds: Birds < Animals > Food",
      ])
    XCTAssertEqual(
      paths.notes,
      ["line 1 is a comment: # Version: 2", "read as 4 paths, one per line, of names separated by “>”"])
    // With identifiers, which need not come before those of the narrower ones.
    for (one, two) in [("7 - ", "9 - "), ("gid://c/a : ", "gid://c/a-1   : "), ("7\t", "9\t")] {
      let concepts = try read("\(two)Animals > Birds\n\(one)Animals\n\(one.first ?? "0")x1 - A > B\n").concepts
      let (above, below) = (one.split { " \t".contains($0) }[0], two.split { " \t".contains($0) }[0])
      XCTAssertEqual(
        Array(concepts.prefix(2)),
        ["\(below): Birds, hidden Animals > Birds < \(above)", "\(above): Animals, hidden Animals"])
    }
    // A slash may be part of a name.
    let slashes = try read("Animals\nAnimals/Birds\nAnimals/Birds/Owls\n", as: .paths(mark: "/")).concepts
    XCTAssertEqual(slashes.last, "Animals > Birds > Owls: Owls < Animals > Birds")
    XCTAssertEqual(try read("TCP/IP\nInput/Output\nCats\n", as: .names).concepts.count, 3)
    XCTAssertEqual(try read("x > y\nCats\nDogs\nBirds\n", as: .names).concepts.count, 4)
  }

  func testOutlines() throws {
    for text in [
      "Energy\n\tSolar energy\n\t\tThin film, flexible\n\tWind energy\nWater\n  Rivers\n",
      "- Energy\n  - Solar energy\n    - Thin film, flexible\n  - Wind energy\n- Water\n  - Rivers\n",
      "Energy\r\n   Solar energy\r\n      Thin film, flexible\r\n   Wind energy\r\n\r\nWater\r\n   Rivers\r\n",
    ] {
      XCTAssertEqual(
        try read(text, as: .outline).concepts,
        [
          "Energy: Energy", "Solar_energy: Solar energy < Energy",
          "Thin_film,_flexible: Thin film, flexible < Solar_energy", "Wind_energy: Wind energy < Energy",
          "Water: Water", "Rivers: Rivers < Water",
        ])
    }
    let twice = try read("A\n  Other\nB\n  Other\n")
    XCTAssertEqual(twice.concepts, ["A: A", "Other: Other < A, B", "B: B"])
    XCTAssertEqual(twice.notes.last, "1 line repeated a name; each name is one concept")
    XCTAssertEqual(try read("Cats\n Dogs\nBirds\n", as: .names).concepts.count, 3)
    // Pairs for a knowledge base stay pairs.
    for pairs in ["cat <- animal\n  dog <- animal\n", "a = b\n  c = d\n", "cat,animal\n  dog,animal\n"] {
      XCTAssertFalse(VocabularyListFormat.isConceptTable(Array(pairs.utf8)), pairs)
    }
    XCTAssertTrue(VocabularyListFormat.isConceptTable(Array("Energy\n  Solar\n".utf8)))
  }

  func testColumnsOfLevelsAndPaths() throws {
    let right = ["Energy: Energy", "Energy > Solar: Solar < Energy", "Energy > Solar > PV: PV < Energy > Solar"]
    for text in [
      "level 1,level 2,level 3\nEnergy,,\nEnergy,Solar,\nEnergy,Solar,PV\n",
      "Level 1;Level 2;Level 3\nEnergy;;\n;Solar;\n;;PV\n", "Tier_1\tTier_2\tTier_3\nEnergy\tSolar\tPV\n",
    ] {
      XCTAssertEqual(try Set(read(text).concepts), Set(right), text)
    }
    XCTAssertEqual(
      try read("id,Ebene 1,Ebene 2,Definition\n7,Energy,,x\n8,,Solar,y\n").concepts, ["7: Energy", "8: Solar < 7"])
    let paths = try read("id,name,full_path\n3,Cats,Animals/Live/Cats\n1,Animals,Animals\n2,Live,Animals/Live\n")
    XCTAssertEqual(paths.concepts, ["3: Cats < 2", "1: Animals", "2: Live < 1"])
    XCTAssertEqual(paths.notes, ["columns: identifier from `id`, name from `name`, paths from `full_path`"])
    // A column of broader concepts says it already.
    let tiers = try read(
      "Unique ID\tParent\tName\tTier 1\tTier 2\n150\t\tSights\tSights\t\n151\t150\tParks\tSights\tParks\n")
    XCTAssertEqual(tiers.concepts, ["150: Sights", "151: Parks < 150"])
    XCTAssertEqual(
      tiers.notes,
      [
        "columns: identifier from `Unique ID`, broader concepts from `Parent`, name from `Name`; "
          + "not used: `Tier 1`, `Tier 2`"
      ])
  }

  /// Whatever a column is called: that to which the column of broader concepts refers identifies.
  func testIdentifiersByReference() throws {
    XCTAssertEqual(
      try read("Ser.,Name,Parent,Size\nx1,Energy,,3\nx2,Solar,x1,3\nx3,PV,x2,4\n").concepts,
      ["x1: Energy", "x2: Solar < x1", "x3: PV < x2"])
    XCTAssertEqual(
      try read("Ser.,Name,Parent\nx1,Energy,\nx2,Solar,Energy\n").concepts, ["Energy: Energy", "Solar: Solar < Energy"])
    XCTAssertEqual(
      try read("wikidata_id,oid,name,parent_ids\nQ1,C1,Energy,\nQ2,C2,Solar,C1\nQ3,C3,PV,\"C2, C1\"\n").concepts,
      ["Q1: Energy, notation C1", "Q2: Solar, notation C2 < Q1", "Q3: PV, notation C3 < Q2, Q1"])
    // Pairs of identifiers with their names.
    XCTAssertEqual(
      try read("child_id,child_name,parent_id,parent_name\n2,Solar,1,Energy\n3,Wind,1,Energy\n").concepts,
      ["2: Solar < 1", "3: Wind < 1", "1: Energy"])
  }

  func testObjects() throws {
    let jskos = """
      {"identifier":["x:1"],"uri":"http://p/1","notation":["E"],"prefLabel":{"en":"Energy","de":"Energie"},"altLabel":{"en":["power"]}}
      {"uri":"http://p/2","prefLabel":{"en":"Solar"},"broader":[{"uri":"http://p/1"}],"inScheme":[{"uri":"http://s"}]}

      """
    XCTAssertEqual(
      try read(jskos, as: .objects).concepts,
      [
        "http://p/1: Energy@en, Energie@de, alternative power@en, notation E", "http://p/2: Solar@en < http://p/1",
      ])
    for text in [
      #"[{"id":"1","name":"Energy","parent_id":null},{"id":2,"name":"Solar","parent_id":"1"}]"#,
      #"{"categories":[{"id":1,"name":"Energy","subcategories":[{"id":2,"name":"Solar","subcategories":[]}]}]}"#,
      #"{"name":"Mine","terms":[{"id":"2","term":"Solar","broader":{"id":"1","label":"Energy"}}]}"#,
      #"{"1":{"label":"Energy","parent":null},"2":{"label":"Solar","parent":"1"}}"#,
      #"[{"code":"1","label":[{"value":"Energy"}],"children":[{"code":"2","label":"Solar"}]}]"#,
    ] {
      let plain = try read(text, as: .objects).concepts.map { $0.split(separator: ", notation")[0] }
        .map { $0.replacing(" < 1", with: "") }.sorted()
      XCTAssertEqual(plain, ["1: Energy", "2: Solar"], text)
      XCTAssert(try read(text).concepts.contains { $0.hasPrefix("2:") && $0.hasSuffix(" < 1") }, text)
    }
    let tree = #"{"name":"root","children":[{"name":"Energy","children":[{"name":"Solar"}]},{"name":"Water"}]}"#
    XCTAssertEqual(
      try read(tree).concepts, ["root: root", "Energy: Energy < root", "Solar: Solar < Energy", "Water: Water < root"])
    let notes = try read(#"[{"id":"1","name":"A","status":"deprecated","colour":"red"}]"#)
    XCTAssertEqual(notes.concepts, ["1: A deprecated"])
    XCTAssertEqual(
      notes.notes,
      ["objects: identifier from `id`, name from `name`, whether deprecated from `status`; not used: `colour`"])
    // JSON-LD, documents and lists of other things are not for this reader.
    for text in [
      #"{"id":1,"title":"x","note":"y"}"#, #"{"title":"x","title_sv":"y","labels":["a"]}"#, #"{"name":"x","size":1}"#,
      #"{"@id":"http://e/1","label":"x"}"#, #"[{"x":1}]"#,
    ] {
      XCTAssertNotEqual(VocabularyListFormat.recognise(Array(text.utf8)), .objects, text)
    }
    XCTAssertThrowsError(try read("{\"id\":1,\"name\":\"a\"}\n{\"id\":2,\"name\":\n")) {
      XCTAssert("\($0)".contains("v.txt:2:"), "\($0)")
    }
  }

  /// Keys are names, and their values what is narrower.
  func testKeysOfJSON() throws {
    let tree = #"{"base":[{"Biology":{"Biology":[{"Farming":["Crop rotation",{"Farms":[]}]}]}},"Physics"]}"#
    XCTAssertEqual(
      try read(tree, as: .objects).concepts,
      [
        "base: base", "Biology: Biology < base", "Farming: Farming < Biology",
        "Crop_rotation: Crop rotation < Farming", "Farms: Farms < Farming", "Physics: Physics < base",
      ])
    XCTAssertEqual(try read(#"["Energy", "Solar"]"#).concepts, ["Energy: Energy", "Solar: Solar"])
    for text in [#"{"a":[{"b":1}]}"#, #"{"version":"1","a":["b"]}"#, #"{"a":[null]}"#, #"[1,2]"#] {
      XCTAssertFalse(ConceptObjects.areKeys(Array(text.utf8)), text)
    }
  }

  // MARK: What spreadsheets have in headers and cells

  /// Scheme, prefixes and metadata above the header, and separators in it, as SKOS Play and xls2rdf have them.
  func testSpreadsheetsForSKOSPlay() throws {
    let table = try read(
      """
      ConceptScheme URI,http://p.org/w/,about it
      "Prefixes of all kinds"
      PREFIX,w,http://p.org/w/ ,"short, for it"

      dct:title,Materials,Title of the vocabulary
      skos:prefLabel,Materials
      Identifier,skos:prefLabel@en,"skos:altLabel(separator="";"")","dct:source(separator="","")","skos:broader(separator="","")"
      w:Tower,Tower,,x
      w:Blades,Blades,
      w:Steel,"Steel, cast",iron; alloy,,"w:Tower, w:Blades"

      """)
    XCTAssertEqual(
      table.concepts,
      [
        "http://p.org/w/Tower: Tower@en", "http://p.org/w/Blades: Blades@en",
        "http://p.org/w/Steel: Steel, cast@en, alternative iron, alternative alloy"
          + " < http://p.org/w/Tower, http://p.org/w/Blades",
      ])
    XCTAssertEqual(table.notes.first, "the names of the columns are in line 7")
  }

  func testLanguagesInCellsAndColumns() throws {
    XCTAssertEqual(
      try read("notation,prefLabel,altLabel,broader\n1,Wurst@de|sausage@en,Stange@de|wiener@en,\n2,a@b.c|x@de,y,1\n")
        .concepts,
      [
        "1: Wurst@de, sausage@en, alternative Stange@de, alternative wiener@en, notation 1",
        "2: a@b.c|x@de, alternative y, notation 2 < 1",
      ])
    XCTAssertEqual(
      try read(
        "concept_id,broader_id,language,preflabel,altlabel\n2,,ger,Werke,\n2,,spa,,Obras\n2,5,,,\n5,,German,Alles,\n"
      )
      .concepts,
      ["2: Werke@de, alternative Obras@es < 5", "5: Alles@de"])
    for (header, language) in [
      ("labelEn", "en"), ("German Name", "de"), ("English Translation", "en"), ("prefLabelDE", "de"), ("labelId", ""),
    ] {
      XCTAssertEqual(VocabularyColumn(header: header).language, language, header)
    }
    XCTAssertEqual(VocabularyColumn(header: "Synonyms / Other Terms").meaning, .name(.alternative))
  }

  /// As SPARQL endpoints answer in TSV, and Wikidata's in CSV.
  func testAnswersToQueries() throws {
    XCTAssertEqual(
      try read(
        "?item\t?itemLabel\t?parent\n<http://w/Q1>\t\"Cat\"@en\t<http://w/Q2>\n<http://w/Q2>\t\"An \\\"animal\\\"\"@en-gb\t\n"
      )
      .concepts,
      ["http://w/Q1: Cat@en < http://w/Q2", "http://w/Q2: An \"animal\"@en-gb"])
    XCTAssertEqual(
      try read("item,itemLabel,itemAltLabel\nhttp://w/Q1,cat,\"kitty, puss\"\n").concepts,
      ["http://w/Q1: cat, alternative kitty, alternative puss"])
  }

  /// Guide terms of thesauri are in angle brackets.
  func testNamesInAngleBrackets() throws {
    XCTAssertEqual(
      try read("id,label,broader\n1,<vehicles by form>,\n2,Cars,<vehicles by form>\n").concepts,
      ["1: <vehicles by form>", "2: Cars < 1"])
  }

  func testNamesBesideTheirIdentifiers() throws {
    XCTAssertEqual(
      try read(
        "uri,prefLabel,broader,broaderLabel\nhttp://e/1,Animals,,\nhttp://e/2,Cats,http://e/1,Animals\n"
          + "http://e/3,Dogs,,Animals\n"
      ).concepts,
      ["http://e/1: Animals", "http://e/2: Cats < http://e/1", "http://e/3: Dogs < http://e/1"])
    for header in ["class,classLabel,superclass,superclassLabel", "subject,subjectLabel,subclassOf,subclassOfLabel"] {
      XCTAssertEqual(
        try read("\(header)\nhttp://e/1,Cats,http://e/2,Animals\n").concepts,
        ["http://e/1: Cats < http://e/2", "http://e/2: Animals"], header)
    }
  }

  /// Codes are identifiers, which nothing may clean as if they were names.
  func testOnlyListsOfNamesAreFlat() throws {
    for (text, isFlat) in [
      ("code;label\n00-XX;General\n", false), ("label,broader\nCats,Animals\n", true), ("Cats\nDogs\n", true),
      ("Animals\nAnimals > Cats\nAnimals > Dogs\n", false), ("level 1,level 2\nA,B\n", false),
    ] {
      let folder = try ScratchFolder()
      let path = try folder.write(Array(text.utf8), as: "v.txt")
      var builder = ConceptTableBuilder(isFlat: true)
      let format = try XCTUnwrap(VocabularyListFormat.recognise(Array(text.utf8)))
      _ = try builder.read(list: try ByteSource(path: path), format: format, title: "v.txt")
      XCTAssertEqual(builder.finish().isFlat, isFlat, text)
    }
  }

  /// Synonyms between commas, if all cells of the column agree; one comma is also in an inverted name.
  func testCommasBetweenSynonyms() throws {
    XCTAssertEqual(
      try read("CLC Code;Name;Synonyms\n321;Grass;a, b, c\n322;Heath;d, e, f\n;Moor;g\n").concepts.prefix(2),
      [
        "321: Grass, alternative a, alternative b, alternative c, notation 321",
        "322: Heath, alternative d, alternative e, alternative f, notation 322",
      ])
    XCTAssertEqual(
      try read("id;Name;Synonyms\n1;John Smith;Smith, John\n2;Jane Doe;Doe, Jane\n").concepts.first,
      "1: John Smith, alternative Smith, John")
  }
}
