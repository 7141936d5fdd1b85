// serve as programs of others see it: Annif's own client, Annif itself with its http backend,
// and schemathesis, which makes requests of all kinds from the description of the interface.
import Foundation
import XCTest

final class ClientTests: ServiceTestCase {
  private func need(_ module: String, _ package: String) throws {
    guard try python("import \(module)").status == 0 else {
      throw XCTSkip("SKIPPED: python3 has no \(package) (pip install \(package); JMAN_PYTHON)")
    }
  }

  func testAnnifClient() throws {
    try need("annif_client", "annif-client")
    try trainModels()
    let service = try start(["words=\(path("ovr"))"])
    let result = try python(
      """
      from annif_client import AnnifClient
      client = AnnifClient("http://127.0.0.1:\(service.port)/v1/")
      assert client.api_info["version"]
      (project,) = client.projects
      assert project == client.get_project("words"), project
      assert project["is_trained"] and project["backend"]["backend_id"] == "ovr"
      one = client.suggest("words", "music and film", limit=2)
      assert len(one) == 2 and one[0]["uri"] == "#" + one[0]["label"], one
      assert client.suggest("words", "music and film", threshold=0.99999) == []
      batch = client.suggest_batch(
          "words", [{"text": "music and film", "document_id": "a"}, {"text": ""}], limit=2)
      assert batch[0] == {"document_id": "a", "results": one} and batch[1]["results"] == []
      detected = client.detect_language("The film of the music and of the graph", ["fi", "en"])
      assert detected["results"][0] == {"language": "en", "score": 1.0}, detected
      for wrong, kind in [(lambda: client.get_project("none"), ValueError),
                          (lambda: client.suggest("none", "x"), ValueError),
                          (lambda: client.learn("words", []), Exception)]:
          try:
              wrong()
          except kind as error:
              assert "none" in str(error) or "503" in str(error), error
          else:
              raise AssertionError("no error")
      print("answered")
      """)
    XCTAssertEqual(result.output, "answered\n")
  }

  /// An Annif project that asks us gives what we give, alone and in an ensemble with one of
  /// its own.
  func testAnnifAsksUs() throws {
    try need("annif, omikuji", "annif")
    try trainModels()
    let service = try start(["words=\(path("ovr"))"])
    let answer = try service.post("/v1/projects/words/suggest", form: ["text": "music and film"])
    let ours = (answer.object["results"] as? [[String: Any]] ?? []).map {
      "<\($0["uri"] ?? "")>\t\($0["label"] ?? "")\t" + String(format: "%.4f", $0["score"] as? Double ?? -1)
    }
    XCTAssertGreaterThan(ours.count, 2)
    try """
    [jman]
    name=JMAN
    language=en
    backend=http
    endpoint=http://127.0.0.1:\(service.port)/v1/projects/words/suggest
    vocab=tags
    limit=100

    [own]
    name=Annif's own
    language=en
    backend=tfidf
    analyzer=snowball(english)
    vocab=tags
    limit=100

    [both]
    name=Both
    language=en
    backend=ensemble
    sources=jman,own
    vocab=tags
    limit=100

    """.write(toFile: path("projects.cfg"), atomically: true, encoding: .utf8)
    let result = try python(
      """
      import os, subprocess, sys
      program = os.path.join(os.path.dirname(sys.executable), "annif")
      # Annif's analysers want NLTK's lists of abbreviations, which it would download.
      punkt = "nltk/tokenizers/punkt_tab/english"
      os.makedirs(punkt)
      for name in ["abbrev_types.txt", "collocations.tab", "ortho_context.tab", "sent_starters.txt"]:
          open(os.path.join(punkt, name), "w").close()
      def annif(*arguments, text=None):
          run = subprocess.run([program, *arguments], input=text, text=True, capture_output=True,
                               env=dict(os.environ, NLTK_DATA=os.path.abspath("nltk")))
          if run.returncode:
              sys.exit(run.stdout + run.stderr)
          return run.stdout
      names = ["music", "graph", "alpha", "t0", "t1"]
      with open("tags.tsv", "w") as file:
          file.writelines(f"<#{name}>\\t{name}\\n" for name in names)
      with open("train.tsv", "w") as file:
          file.writelines(f"{name} {name} text\\t<#{name}>\\n" for name in names)
      annif("load-vocab", "--language", "en", "tags", "tags.tsv")
      annif("train", "own", "train.tsv")
      print(annif("suggest", "jman", text="music and film"), end="")
      print("--")
      print(annif("suggest", "both", text="music and film"), end="")
      """)
    XCTAssertEqual(result.status, 0, result.output)
    let parts = result.output.components(separatedBy: "--\n")
    XCTAssertEqual(parts.count, 2, result.output)
    XCTAssertEqual(parts[0].split(separator: "\n").map(String.init).sorted(), ours.sorted())
    // Its own finds the word, so both together give our best first, and higher than ours are
    // the others.
    XCTAssert(parts[1].hasPrefix("<#music>\tmusic\t"), parts[1])
    XCTAssertEqual(parts[1].split(separator: "\n").count, ours.count)
  }

  /// That learn always answers 503, and that the languages depend on the project, no
  /// description can say.
  func testSchemathesis() throws {
    try need("schemathesis", "schemathesis")
    try trainModels()
    let service = try start(["words=\(path("ovr"))", "-q"])
    let address = "http://127.0.0.1:\(service.port)/v1"
    let result = try python(
      """
      import subprocess, sys, os
      program = os.path.join(os.path.dirname(sys.executable), "schemathesis")
      run = subprocess.run(
          [program, "run", "\(address)/openapi.json", "--url", "\(address)", "--max-examples", "20",
           "--seed", "1", "--exclude-checks", "not_a_server_error,positive_data_acceptance",
           "--no-color"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
      if run.returncode:
          print(run.stdout[-5000:])
      """)
    XCTAssertEqual(result.output, "")
    XCTAssertEqual(try service.get("/v1/").status, 200)
  }
}
