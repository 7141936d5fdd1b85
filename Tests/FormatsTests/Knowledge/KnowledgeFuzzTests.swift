// Mutated inputs of each format: whatever comes, a reader ends with statements
// or with an InputError, soon and in bounded memory. KNOWLEDGE_FUZZ gives the
// number of inputs of each format (10000 for a long run), KNOWLEDGE_FUZZ_SEED
// the seed.
import Foundation
import XCTest

@testable import Formats
@testable import FormatsFiles
@testable import FormatsRDF

final class KnowledgeFuzzTests: XCTestCase {
  private let seeds: [KnowledgeFormat: String] = [
    .nTriples: "<http://a/s> <http://a/p> \"x\\u00e9 \\\"y\"@en . # c\n"
      + "_:b.1 <a:p> \"1\"^^<a:t> .\n",
    .nQuads: "<a:s> <a:p> \"é\" <a:g> .\n_:b <a:p> <a:o> _:g .\n",
    .turtle: "@prefix : <http://a/> .\n:s a [ :p ( 1 2.5e0 'x' ) ] ; :q.r \"\"\"l\né\"\"\"@en .\n",
    .trig: "PREFIX : <a:>\n:g { :s :p 'o'^^:t . [] :p true }\nGRAPH _:x { :s :p :o }\n",
    .rdfXML: "<!DOCTYPE r [<!ENTITY e 'http://e/'>]><r:RDF xmlns:r='http://www.w3.org/1999/02/22"
      + "-rdf-syntax-ns#' xmlns:e='&e;'><e:T r:about='&e;x' xml:lang='en'><e:p r:parseType="
      + "'Literal'><b c='d'/></e:p><e:q r:parseType='Collection'><e:U r:ID='i'/></e:q>"
      + "<r:li r:ID='j'>t</r:li></e:T></r:RDF>",
    .jsonLD: "{\"@context\":{\"p\":{\"@id\":\"http://e/p\",\"@container\":\"@list\"}},"
      + "\"@id\":\"http://e/s\",\"p\":[1,2.5,\"x\",{\"@value\":\"y\",\"@language\":\"en\"}]}",
    .csv: "dog,animal\ncat,animal,true\n",
    .triples: "\"<a:s>\",\"<a:p>\",\"<a:o>\"\n\"<a:s>\",\"<a:p>\",\"x@en .\"\n", .arrows: "A <- B\nC d <- E\n",
    .synonyms: "A = B\n", .conceptGraph: "animal\tdog\t12\n", .zhihu: "1\t2,3\tc\tw\tc\tw\n",
    .wordNet: "00000001 03 n 02 a 0 b 1 001 @ 00000002 n 0000 | x\n"
      + "00000002 03 n 01 c 0 000 | y\n",
    .relation: "1\ta\\tb\tc\t2007\n",
    .concepts: "<bibsonomy><tag name='a'><subTags><tag name='b'/></subTags></tag></bibsonomy>",
  ]

  private let signs = Array("<>\"'\\{}[]().;,@:_#&%^\n\t ".utf8)

  func testMutatedInputs() throws {
    let environment = ProcessInfo.processInfo.environment
    let count = environment["KNOWLEDGE_FUZZ"].flatMap(Int.init) ?? 150
    let seed = environment["KNOWLEDGE_FUZZ_SEED"].flatMap(UInt64.init) ?? 20_261_124
    let folder = try ScratchFolder()
    let peak = Self.peakKibibytes()
    for format in KnowledgeFormat.allCases {
      let seedBytes = Array(try XCTUnwrap(seeds[format]).utf8)
      var random = SplitMix64(state: seed)
      var accepted = 0
      for round in 0..<count {
        let input = mutate(seedBytes, signs: signs, &random)
        let file = try folder.write(input, as: "f")
        let start = Self.processorSeconds()
        do {
          let source = try ByteSource(path: file)
          if let syntax = format.rdfSyntax {
            var writer = NTriplesWriter(writesGraphs: true)
            try readRDF(source, syntax: syntax, base: "http://b/") {
              writer.append($0)
              if writer.output.count > 1 << 20 { writer.removeAll() }
            }
          } else if format == .triples {
            _ = try TripleTable.read(source) { _ in }
          } else {
            _ = try readPairs(source, format: format) { _ in }
          }
          accepted += 1
        } catch is InputError {
        }
        XCTAssertLessThan(
          Self.processorSeconds() - start, 1, "\(format) \(seed) round \(round)")
        _ = KnowledgeFormat.recognise(input, name: "-")
      }
      XCTAssertGreaterThan(accepted, 0, "\(format): no mutation left the input whole")
      XCTAssertTrue(
        accepted < count || format.rdfSyntax == nil, "\(format): nothing was refused")
      XCTAssertLessThan(Self.peakKibibytes() - peak, 256 << 10, "\(format) \(seed)")
    }
  }

  private static func usage() -> rusage {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage
  }

  /// The processor's time and not the clock's: the machine may be busy.
  private static func processorSeconds() -> Double {
    let time = usage().ru_utime
    return Double(time.tv_sec) + Double(time.tv_usec) / 1e6
  }

  private static func peakKibibytes() -> Int { usage().ru_maxrss }

  /// What a reader reports can be read back as N-Triples, whatever came in.
  func testAcceptedInputsMakeValidNTriples() throws {
    let folder = try ScratchFolder()
    for syntax in RDFSyntax.allCases {
      let format = try XCTUnwrap(KnowledgeFormat(rawValue: syntax.rawValue))
      let seedBytes = Array(try XCTUnwrap(seeds[format]).utf8)
      var random = SplitMix64(state: 7)
      for _ in 0..<150 {
        let file = try folder.write(mutate(seedBytes, signs: signs, &random), as: "f")
        var writer = NTriplesWriter()
        do {
          try readRDF(try ByteSource(path: file), syntax: syntax, base: "http://b/") {
            writer.append($0)
          }
        } catch is InputError {
          continue
        }
        let again = try folder.write(writer.output, as: "g")
        var second = NTriplesWriter()
        try readRDF(try ByteSource(path: again), syntax: .nTriples) { second.append($0) }
        XCTAssertEqual(
          second.output.filter { $0 == 0x0A }.count, writer.output.filter { $0 == 0x0A }.count)
      }
    }
  }
}
