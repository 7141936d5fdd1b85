// serve as programs of others see it: Annif's own client, and schemathesis, which makes
// requests of all kinds from the description of the interface.
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
