// scripts/install puts a working jman where it is told, and nothing elsewhere.
import XCTest

final class InstallTests: MakefileTestCase {
  /// Installs the release build.
  private func install() throws -> StageResult {
    let root = Self.root.path
    let built = "\(root)/.build/release"
    guard FileManager.default.fileExists(atPath: "\(built)/.built") else {
      throw XCTSkip("the release build is not there: make build")
    }
    guard try runProgram("/bin/sh", ["-c", "command -v patchelf"]).status == 0 else {
      throw XCTSkip("SKIPPED: patchelf is not there (apt-get install patchelf)")
    }
    return try runProgram(
      "/usr/bin/env",
      ["BIN=\(built)", "PREFIX=/usr", "DESTDIR=\(folder.path)", "\(root)/scripts/install"])
  }

  /// make does not export what was typed, so the scripts get it by name.
  func testWhatIsTypedReachesTheScripts() throws {
    for (arguments, command) in [
      (["deb", "OUT=a b", "SERVICE=0"], "OUT='a b' SERVICE='0'"),
      (["install", "PREFIX=/usr", "BIN=x"], "PREFIX='/usr'"),
      (["bench", "PEER_PYTHON=it's", "ROUNDS=5"], #"PEER_PYTHON='it'\''s' ROUNDS='5'"#),
      (["bench-scale", "SIZES=10,20"], "--documents '10,20'"),
    ] {
      let said = try make(["-n"] + arguments).output
      XCTAssert(said.contains(command), said)
    }
  }

  func testAnInstalledJMANWorksAlone() throws {
    // Somebody's own dataset, and what another version has left.
    let (own, stale) = (path("usr/share/jman/datasets/mine/d.csv"), path("usr/share/jman/make/old.mk"))
    for file in [own, stale] {
      let url = URL(fileURLWithPath: file)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("data".utf8).write(to: url)
    }
    let made = try install()
    XCTAssertEqual(made.status, 0, made.errors)
    XCTAssertEqual(FileManager.default.contents(atPath: own), Data("data".utf8))
    XCTAssertNil(FileManager.default.contents(atPath: stale))
    XCTAssertEqual(
      try FileManager.default.contentsOfDirectory(atPath: path("usr/bin")), ["jman"],
      "nobody's split is hidden")
    // Another folder, without anything of the toolchain in the environment.
    func jman(_ arguments: String...) throws -> StageResult {
      try runProgram(
        "/usr/bin/env", ["-i", "PATH=/usr/bin:/bin", path("usr/bin/jman")] + arguments)
    }
    XCTAssert(try jman("help").output.contains("build-vocab"))
    XCTAssert(try jman("split", "--help").output.hasPrefix("OVERVIEW: "))
    XCTAssertEqual(try jman("make-sample", "-q", "--documents", "9", "-o", path("c.jsonl")).status, 0)
    for word in ["none", "../bin/jman", "lib", "dag"] {
      let refused = try jman(word)
      XCTAssertEqual(refused.status, 64, word)
      XCTAssert(refused.errors.contains("is not a stage; jman help lists them"), refused.errors)
    }
    XCTAssert(try jman("make", "help").output.contains("bibsonomy"))
    // Only the runtime that came along is used.
    let libraries = try runProgram("/usr/bin/ldd", [path("usr/libexec/jman/train")]).output
    for line in libraries.split(separator: "\n") where line.contains("libswift") {
      XCTAssert(line.contains(folder.path), String(line))
    }
    // A page for each stage, with its options; the same text as --help.
    let stages = try FileManager.default.contentsOfDirectory(atPath: path("usr/libexec/jman"))
      .filter { ![".built", "lib", "dag"].contains($0) }
    XCTAssertGreaterThan(stages.count, 20)
    for stage in stages {
      let page = try String(contentsOfFile: path("usr/share/man/man1/jman-\(stage).1"), encoding: .utf8)
      XCTAssert(page.hasPrefix(".TH JMAN-"), stage)
      XCTAssert(page.contains("\\-\\-help"), stage)
    }
    // Completion of a stage's options.
    let completed = try runProgram(
      "/bin/bash",
      [
        "-c",
        """
        sed "s|/usr/share/jman|$1/usr/share/jman|" \
          "$1/usr/share/bash-completion/completions/jman" > "$1/completions"
        . "$1/completions"
        COMP_WORDS=(jman split --kf) COMP_CWORD=2 COMP_LINE="jman split --kf" COMP_POINT=15
        _jman jman --kf split; echo "${COMPREPLY[@]}"
        COMP_WORDS=(jman sp) COMP_CWORD=1 COMP_LINE="jman sp" COMP_POINT=7
        _jman jman sp jman; echo "${COMPREPLY[@]}"
        """, "bash", folder.path,
      ])
    XCTAssertEqual(completed.output, "--kfold\nsplit\n", completed.errors)
    try checkFish()
    // Again, over what is there.
    XCTAssertEqual(try install().status, 0)
  }

  private func checkFish() throws {
    guard try runProgram("/bin/sh", ["-c", "command -v fish"]).status == 0 else {
      print("SKIPPED: fish is not there (apt-get install fish)")
      return
    }
    let completed = try runProgram(
      "/usr/bin/env",
      [
        "HOME=\(folder.path)", "fish", "--no-config", "-c",
        """
        sed "s|/usr/share/jman|$argv[1]/usr/share/jman|" \
          $argv[1]/usr/share/fish/vendor_completions.d/jman.fish | source
        for line in "jman sp" "jman split --kf" "jman tune --objective mac" "jman inspect $argv[1]/us"
          complete -C $line | string split -f 1 \\t
        end
        """, folder.path,
      ])
    XCTAssertEqual(
      completed.output, "split\n--kfold\nmacroF1\n\(folder.path)/usr/\n", completed.errors)
  }
}
