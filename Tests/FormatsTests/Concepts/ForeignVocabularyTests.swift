// Files that are no vocabularies, each with the name of what it is.
import XCTest

@testable import Formats
@testable import FormatsFiles

final class ForeignVocabularyTests: XCTestCase {
  private func corpus(_ text: String, name: String = "f") -> String? {
    ForeignVocabulary.corpus(Array(text.utf8), name: name, path: "f")?.problem
  }

  func testCorpora() {
    for (text, problem) in [
      ("TY  - JOUR\nTI  - A\nER  - \n", "is a corpus in RIS, not a vocabulary"),
      ("@article{a,\n title = {A}\n}\n", "is a corpus in BibTeX, not a vocabulary"),
      (
        "id,title,abstract,tags\n1,A,B,c\n",
        "is a corpus (its first line names `title`, `abstract`, `tags`), not a vocabulary"
      ),
      ("Titel;Schlagwörter\nA;b\n", "is a corpus (its first line names `Titel`, `Schlagwörter`), not a vocabulary"),
      ("{\"title\":\"A\",\"text\":\"B\",\"tags\":[\"c\"]}\n", "is a corpus in JSON, not a vocabulary"),
      ("a b __label__ c\n", "is a corpus in lines with __label__, not a vocabulary"),
    ] {
      XCTAssertEqual(corpus(text), problem)
    }
    for text in [
      "", "Cats\nDogs\n", "uri,label_en\n", "id,title,broader\n", "id,title,synonyms,description\n",
      "{\"@id\":\"http://e/a\",\"title\":\"A\",\"text\":\"B\"}", "@prefix a: <http://e/> .\n",
      "<http://e/a> <http://e/title> \"text\" .\n",
    ] {
      XCTAssertNil(corpus(text), text)
    }
  }

  private func lines(_ text: String) -> String? {
    ForeignVocabulary.lines(Array(text.utf8), path: "f")?.problem
  }

  func testLinesThatAreNotNames() {
    XCTAssertEqual(lines("Cats <- Animals\n"), "has pairs of names (`A <- B`), and is not a vocabulary")
    XCTAssertEqual(lines("Cat = Cats\nDog = Dogs\n"), "has pairs of names (`A = B`), and is not a vocabulary")
    XCTAssertEqual(
      lines("Signatur;Wort\n1;Cats\n2;Dogs\n"),
      "has 2 columns in every line, and the first line names none that is known: `Signatur`, `Wort`")
    XCTAssertEqual(
      lines("cats\t12\ndogs\t7\n"),
      "has 2 columns in every line, and the first line names none that is known: `cats`, `12`")
    for names in ["Cats\nDogs\n", "Cats, wild\nDogs\n", "Smith, John\nDoe, Jane\n", "Cats;Dogs\n", "E = mc²\nCats\n"] {
      XCTAssertNil(lines(names), names)
    }
  }

  /// Formats of libraries and offices are named, with the command that converts them.
  func testForeignFormats() {
    func error(_ text: String) -> String {
      ForeignFormat.error(Array(text.utf8), name: "f.xml", path: "f.xml", purpose: .vocabulary)?.description ?? ""
    }
    for (text, begin, command) in [
      (
        "<?xml version=\"1.0\"?>\n<collection xmlns=\"http://www.loc.gov/MARC21/slim\"><record/></collection>",
        "f.xml: is MARCXML, which is not read.", "catmandu convert MARC --type XML to CSV"
      ),
      ("<?xml version=\"1.0\"?>\n<DescriptorRecordSet LanguageCode=\"eng\">", "f.xml: is MeSH's XML", "mesh.nt"),
      ("PK\u{3}\u{4} [Content_Types].xml xl/workbook.xml", "f.xml: is an Office file", "libreoffice"),
      ("PK\u{3}\u{4} thesaurus.rdf", "f.xml: is a zip archive", "unzip f.xml"),
      (
        "<?xml version=\"1.0\"?>\n<!-- <a> --><terms n=\"1 > 0\"><term/></terms>",
        "f.xml: is XML of a kind other than RDF/XML (its first element is `terms`)", "Convert it to RDF"
      ),
      (
        "<?xml version=\"1.0\"?><vdex xmlns=\"http://www.imsglobal.org/xsd/imsvdex_v1p0\"><term/></vdex>",
        "f.xml: is XML of a kind other than RDF/XML (its first element is `vdex`)", "Convert it to RDF"
      ),
      ("*NEWRECORD\nRECTYPE = D\nMH = Calcimycin\n", "f.xml: is MeSH in ASCII, which is not read.", "mesh.nt"),
      (
        "ANIMALS\n  UF Fauna\n  NT Mammals\nMammals\n  BT ANIMALS\n  NT Cats\n",
        "f.xml: is a thesaurus in tagged lines", "Export it as SKOS"
      ),
      ("Cats\nUF: Felines\nBT1: Mammals\nRT = Pets\nDogs\n", "f.xml: is a thesaurus in tagged lines", "SKOS"),
      (
        "{\"head\":{\"vars\":[\"item\"]},\"results\":{\"bindings\":[{\"item\":{\"type\":\"uri\",\"value\":\"http://e/1\"}}]}}",
        "f.xml: is the result of a SPARQL query in JSON", "Save it as CSV"
      ),
      (
        "<?xml version=\"1.0\"?><sparql xmlns=\"http://www.w3.org/2005/sparql-results#\"></sparql>",
        "f.xml: is the result of a SPARQL query in XML", "Save it as CSV"
      ),
      ("[{\"size\":\"Cats\"}]", "f.xml: is JSON without JSON-LD's keywords", "jq -r"),
    ] {
      XCTAssert(error(text).hasPrefix(begin), error(text))
      XCTAssert(error(text).contains(command), error(text))
    }
    for text in [
      "<RDF xmlns=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"></RDF>", "<s> <#p> <../o> .",
      "<skos:Concept xmlns:skos=\"http://www.w3.org/2004/02/skos/core#\"></skos:Concept>",
      "<?xml version='1.0'?><bibsonomy stat='ok'></bibsonomy>",
      // Names that look like tags of a thesaurus.
      "BT Group\nRT France\nUSE Foundation\nCats\nDogs\nBirds\nFish\nHorses\nCows\nPigs\n",
    ] {
      XCTAssertEqual(error(text), "")
    }
  }
}
