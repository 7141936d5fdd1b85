// Which nodes of a graph become concepts of a vocabulary, and what is said of the others.
import Formats
@testable import PipelineRelations
import XCTest

final class ConceptsOfGraphsTests: XCTestCase {
  /// The vocabulary of a graph in Turtle, and what was left out.
  private func vocabulary(_ text: String) throws -> (table: ConceptTable, remarks: [String]) {
    var builder = ConceptTableBuilder()
    let remarks = builder.add(try graph(text, .vocabulary))
    return (builder.finish(), remarks)
  }

  func testConceptsWithoutAnIRI() throws {
    let (table, remarks) = try vocabulary(
      """
      :a a skos:Concept ; skos:prefLabel "A" ;
        skos:broader [ a skos:Concept ; skos:prefLabel "B" ] . _:c a skos:Concept .
      """)
    XCTAssertEqual(table.count, 1)
    XCTAssertEqual(remarks, ["2 concepts without an IRI left out, and 1 relation"])
    XCTAssertEqual(
      try vocabulary(":a a skos:Concept . [] a skos:Concept .").remarks, ["1 concept without an IRI left out"])
  }

  /// Nodes with names are concepts if nothing is called one, but not those that only carry names.
  func testNodesWithoutIRIAndWithoutType() throws {
    XCTAssertEqual(
      try vocabulary(":a skos:prefLabel \"A\" . [] skos:prefLabel \"B\" .").remarks,
      ["1 concept without an IRI left out"])
    XCTAssertEqual(
      try vocabulary(":a xl:prefLabel [ a xl:Label ; xl:literalForm \"A\" ] .").remarks, [])
  }

  /// SKOS, S36: the members of the list are members of the collection.
  func testOrderedCollections() throws {
    let (table, remarks) = try vocabulary(
      """
      :k a skos:OrderedCollection ; skos:prefLabel "K" ; skos:memberList ( :b :c ) .
      :l a skos:Collection ; skos:member :c . :m <https://schema.org/hasDefinedTerm> :b .
      :b a skos:Concept ; skos:prefLabel "B" . :c a skos:Concept ; skos:prefLabel "C" .
      """)
    let groups = try ["b", "c"].map { name in
      let number = try XCTUnwrap((0..<table.count).first { table.identifier($0).hasSuffix(name) })
      return table.memberships[number].map { table.groups.text(Int($0)).suffix(1) }.filter { $0 != "t" }.sorted()
    }
    XCTAssertEqual(groups, [["k", "m"], ["k", "l"]])
    XCTAssertEqual(remarks, [])
  }

  func testRelationsThatLeadNowhere() throws {
    let (table, remarks) = try vocabulary(
      """
      :a a skos:Concept ; skos:prefLabel "A" ; skos:broader "Animals" , :b .
      :b skos:narrower :a .
      """)
    XCTAssertEqual(table.count, 1)
    XCTAssertEqual(
      remarks,
      [
        "1 relation to a text instead of a concept left out, such as “Animals” (G, line 2)",
        "left out 1 relation to 1 node that the file does not call concepts, such as <http://e/b> (G, line 2)",
      ])
  }

  /// A concept without a name is found by its identifier only.
  func testConceptsWithoutNames() throws {
    let (table, _) = try vocabulary(
      ":a a skos:Concept ; skos:notation \"1\" . :b a skos:Concept ; skos:altLabel \"B\" . :c a skos:Concept ; "
        + "owl:deprecated true .")
    XCTAssertEqual(table.namelessRemark, "1 concept without a name, such as http://e/a")
  }
}
