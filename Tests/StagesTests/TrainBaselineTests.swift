import Formats
import XCTest

/// Baselines as users run them: train-baseline, predict, fuse, evaluate.
final class TrainBaselineTests: StageTestCase {
  /// Documents of four themes, each with its own word and tag, preprocessed,
  /// split and counted.
  ///
  /// - Parameter more: words of each text.
  private func prepare(_ count: Int = 120, more: String = "") throws {
    try prepare(
      (0..<count).map { i in
        "about t\(i % 4) __abstract__ \(more)word w\(i % 4) n\(i % 7) __label__ tag\(i % 4) "
          + (i % 2 == 0 ? "even" : "odd")
      })
  }

  private func prepare(_ lines: [String]) throws {
    try lines.joined(separator: "\n").appending("\n")
      .write(toFile: path("corpus.txt"), atomically: true, encoding: .utf8)
    try succeed("preprocess", ["--corpus", path("corpus.txt"), "-o", path("d.stage")])
    try succeed("split", ["--documents", path("d.stage"), "-o", path("s.stage")])
    try succeed(
      "build-vocab",
      ["--documents", path("d.stage"), "--split", path("s.stage"), "-o", path("v.stage")])
  }

  private var inputs: [String] { ["--documents", path("d.stage"), "--split", path("s.stage")] }

  private func train(_ model: String, _ more: [String] = []) -> [String] {
    ["--model", model, "--vocabulary", path("v.stage"), "-o", path("\(model).stage")]
      + inputs + more
  }

  private func predict(_ model: String, part: String) -> [String] {
    ["--model", path("\(model).stage"), "--part", part, "-o", path("\(model).\(part).stage")]
      + inputs
  }

  func testEveryModelIsEvaluated() throws {
    try prepare()
    for model in ["ovr", "tree", "knn", "svm", "cc", "homer", "plst", "lda"] {
      let said = try succeed("train-baseline", train(model, ["--threads", "1"]))
      XCTAssertEqual(said.contains(", perplexity "), model == "lda", said)
      XCTAssert(
        said.hasPrefix("train-baseline: 97 training and 11 validation documents, 6 labels, "), said)
      for part in ["test", "validation"] { try succeed("predict", predict(model, part: part)) }
      let table = try runStage(
        "evaluate",
        ["--predictions", path("\(model).test.stage"), "-o", path("m.stage"), "--force"])
      XCTAssert(table.output.contains("\(model)  "), table.output)
      XCTAssert(table.output.contains("1.000"), table.output)
      // Other threads, same bytes; the second time nothing is done.
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path("\(model).stage")))
      try succeed("train-baseline", train(model, ["--threads", "3", "--force"]))
      XCTAssertEqual(try Data(contentsOf: URL(fileURLWithPath: path("\(model).stage"))), bytes)
      XCTAssertEqual(
        try succeed("train-baseline", train(model)),
        "train-baseline: \(model).stage is up to date\n")
    }
  }

  /// Shares of a training, joined, are the model of one machine, byte for byte.
  func testSharesAreJoinedToTheSameBytes() throws {
    let lines = (0..<200).map { i in
      "about t\(i % 4) __abstract__ word w\(i % 40) n\(i % 7) __label__ tag\(i % 40) other\(i % 7)"
    }
    try prepare(lines)
    for (model, more, count) in [
      ("ovr", [], 3), ("ovr", ["--cost", "2", "--ngrams", "1"], 2), ("tree", ["--leaf-labels", "8"], 3),
    ] {
      try succeed("train-baseline", train(model, more + ["--force"]))
      let whole = try Data(contentsOf: URL(fileURLWithPath: path("\(model).stage")))
      let shares = (1...count).map { path("share\($0).stage") }
      for (number, share) in shares.enumerated() {
        let one = ["--shard", "\(number + 1)/\(count)", "--force", "-o", share]
        try succeed("train-baseline", train(model, more).filter { $0 != "-o" && $0 != path("\(model).stage") } + one)
      }
      try FileManager.default.removeItem(atPath: path("\(model).stage"))
      try succeed("train-baseline", train(model, more) + ["--join"] + shares)
      XCTAssertEqual(try Data(contentsOf: URL(fileURLWithPath: path("\(model).stage"))), whole, model)
      // The joined model counts as the trained one.
      XCTAssert(try succeed("train-baseline", train(model, more)).contains("is up to date"))
    }
  }

  func testSharesOfAnotherTrainingAreRefused() throws {
    let lines = (0..<200).map { i in "about __abstract__ word w\(i % 40) __label__ tag\(i % 40)" }
    try prepare(lines)
    func share(_ number: Int, _ more: [String] = []) throws -> String {
      let output = path("share\(number)\(more.joined()).stage")
      try succeed(
        "train-baseline",
        ["--model", "ovr", "--vocabulary", path("v.stage"), "--shard", "\(number)/2", "-o", output] + inputs + more)
      return output
    }
    let (first, second) = (try share(1), try share(2))
    let other = try share(2, ["--cost", "3"])
    var errors = try errorOf("train-baseline", train("ovr") + ["--join", second, first])
    XCTAssert(errors.contains("is not share 1 of 2 of this training: SHARD 2/2 → 1/2"), errors)
    errors = try errorOf("train-baseline", train("ovr") + ["--join", first])
    XCTAssert(errors.contains("is not share 1 of 1 of this training"), errors)
    errors = try errorOf("train-baseline", train("ovr") + ["--join", first, other])
    XCTAssert(errors.contains("COST 3"), errors)
    errors = try errorOf("train-baseline", train("ovr") + ["--join", first, path("d.stage")])
    XCTAssert(errors.contains("d.stage"), errors)
    errors = try errorOf("train-baseline", train("ovr") + ["--shard", "1/200"])
    XCTAssert(errors.contains("asks for more shares than there are parts to divide"), errors)
    errors = try errorOf("train-baseline", train("knn") + ["--shard", "1/2"])
    XCTAssert(errors.contains("--shard and --join are for --model ovr and tree"), errors)
    errors = try errorOf("train-baseline", train("ovr") + ["--shard", "3/2"])
    XCTAssert(errors.contains("3/2"), errors)
    // Nothing was written over.
    let over = ["--model", "ovr", "--vocabulary", path("v.stage"), "-o", first, "--join", first, second]
    errors = try errorOf("train-baseline", over + inputs)
    XCTAssert(errors.contains(URL(fileURLWithPath: first).lastPathComponent), errors)
    XCTAssert(FileManager.default.fileExists(atPath: first))
  }

  /// Stems alone, while other things are chosen: their language is detected before, and
  /// asked for where nothing tells.
  func testStemsAreOfTheDetectedLanguage() throws {
    try prepare()
    let stems = train("ovr", ["--terms", "stems"])
    let errors = try errorOf("train-baseline", stems)
    XCTAssert(errors.contains("the language of the texts could not be detected"), errors)
    try prepare(more: "the study of these and their use in the case of this ")
    let said = try succeed("train-baseline", stems)
    XCTAssert(said.contains("chose title weight"), said)
    XCTAssert(
      try succeed("predict", predict("ovr", part: "test")).hasPrefix("predict: "))
  }

  /// The lexical model, several models as one, and the choice among them: each one file
  /// that predicts, is tuned and annotates.
  func testLexicalFusionAndAuto() throws {
    try prepare(400)
    for model in ["ovr", "lexical"] { try succeed("train-baseline", train(model)) }
    let fuse =
      ["--models", path("ovr.stage"), path("lexical.stage"), "-o", path("fused.stage")] + inputs
    let said = try succeed("fuse", fuse)
    XCTAssert(said.hasPrefix("fuse: validation  nDCG@5  example-F1\nfuse: ovr  "), said)
    XCTAssert(try succeed("fuse", fuse).contains("up to date"))
    let auto = try succeed("train-baseline", train("auto", ["--threads", "1"]))
    XCTAssert(auto.contains("train-baseline: ovr alone; threshold "), auto)
    for model in ["fused", "auto", "lexical"] {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path("\(model).stage")))
      try succeed(
        model == "fused" ? "fuse" : "train-baseline",
        (model == "fused" ? fuse : train(model)) + ["--threads", "3", "--force"])
      XCTAssertEqual(try Data(contentsOf: URL(fileURLWithPath: path("\(model).stage"))), bytes)
      for part in ["test", "validation"] { try succeed("predict", predict(model, part: part)) }
      try succeed(
        "tune",
        ["--predictions", path("\(model).validation.stage"), "-o", path("t.stage"), "--force"])
      let table = try runStage(
        "evaluate",
        [
          "--predictions", path("\(model).test.stage"), "--decision", path("t.stage"), "-o",
          path("m.stage"), "--force",
        ])
      XCTAssertEqual(table.status, 0, table.errors)
      let tagged = try runStage(
        "annotate", ["--model", path("\(model).stage"), "--top-k", "1", "--explain", "-"],
        input: "{\"id\":\"x\",\"title\":\"about t1\",\"text\":\"tag1 and even\"}\n")
      XCTAssertEqual(tagged.status, 0, tagged.errors)
      XCTAssert(tagged.output.hasPrefix("x\t"), tagged.output)
    }
    let named = try runStage(
      "annotate", ["--model", path("lexical.stage"), "--top-k", "2", "--explain", "-"],
      input: "{\"id\":\"x\",\"title\":\"tag1\",\"text\":\"Tag1 and even.\"}\n")
    XCTAssert(named.output.contains("    tag1: named in the title: tag1\n"), named.output)
    XCTAssert(named.output.contains("    tag1: named in sentence 1: tag1\n"), named.output)
    // Features instead of text, models of different folds, no models.
    XCTAssert(
      try errorOf("train-baseline", train("auto", ["--features", path("d.stage")]))
        .hasPrefix("Error: --model auto reads the text"))
    XCTAssert(
      try errorOf("fuse", inputs + ["-o", path("x.stage")]).hasPrefix("Error: Give at least one"))
    XCTAssert(
      try errorOf("fuse", ["--models", path("d.stage"), "-o", path("x.stage")] + inputs)
        .contains("a model file is expected"))
  }

  /// Where nothing is tuned, the model's own decisions are measured on the validation
  /// documents, so that a sweep can compare them.
  func testTheValidationResultOfUntunedModels() throws {
    try prepare()
    for model in ["ovr", "knn"] {
      try succeed("train-baseline", train(model, ["--tune", "none"]))
      let reader = try StageReader(path: path("\(model).stage"))
      while try reader.nextSection() != nil {}
      // 1 is stored as a whole number.
      switch reader.summary["validationExampleF1"] {
      case .double(let value): XCTAssertGreaterThan(value, 0.6, model)
      default: XCTAssertEqual(reader.summary["validationExampleF1"], .int(1), model)
      }
    }
  }

  func testGivenFeatures() throws {
    try prepare()
    var rows = FeatureRows()
    rows.featureCount = 4
    let reader = try DocumentsReader(path: path("d.stage"))
    var number: Int32 = 0
    while let document = try reader.nextDocument() {
      rows.append(id: document.id, columns: [number % 4], values: [1], labels: [])
      number += 1
    }
    func write(_ name: String) throws {
      let writer = try StageWriter(
        path: path(name), kind: .features,
        header: StageHeader(stage: "test", revision: 1, parameters: [:], inputs: []))
      try rows.write(to: writer)
      try writer.commit()
    }
    try write("x.stage")
    try succeed("train-baseline", train("ovr", ["--features", path("x.stage")]))
    XCTAssertEqual(
      try errorOf("predict", predict("ovr", part: "test")),
      "Error: --features: is missing, but the model was trained on given features. Give "
        + "--features, the features file of these documents.\n")
    try succeed("predict", predict("ovr", part: "test") + ["--features", path("x.stage")])
    rows.featureCount = 5
    try write("wide.stage")
    XCTAssertEqual(
      try errorOf(
        "predict", predict("ovr", part: "test") + ["--force", "--features", path("wide.stage")]),
      "Error: wide.stage: has 5 columns, but the model was trained on 4. Give --features, the "
        + "features file of these documents.\n")
    rows = FeatureRows()
    rows.featureCount = 4
    try write("none.stage")
    let text = try errorOf(
      "train-baseline", train("ovr", ["--force", "--features", path("none.stage")]))
    XCTAssert(text.contains("Error: none.stage: has no row for the document "), text)
  }

  /// Radiology reports on the rows of docs/baselines.md, where scikit-learn reaches
  /// micro-F1 0.774 and 0.546, P@1 0.808 and 0.631.
  func testRealFeatures() throws {
    let corpus = try sharedFile("data/multilabel/medical.arff.gz")
    try succeed("preprocess", ["--corpus", corpus, "-o", path("x.stage")])
    for (model, microF1, precision) in [("ovr", 0.774, 0.808), ("knn", 0.546, 0.631)] {
      let rows = ["--features", path("x.stage"), "--training-rows", "333"]
      try succeed(
        "train-baseline",
        ["--model", model, "-o", path("m.stage"), "--force", "--cost", "1", "--neighbours", "20"]
          + rows)
      try succeed("predict", ["--model", path("m.stage"), "-o", path("p.stage"), "--force"] + rows)
      try succeed(
        "evaluate",
        [
          "--predictions", path("p.stage"), "--json", path("e.json"), "-o", path("e.stage"),
          "--force",
        ])
      let json = try JSONSerialization.jsonObject(
        with: Data(contentsOf: URL(fileURLWithPath: path("e.json"))))
      let models = (json as? [String: Any])?["models"] as? [[String: Any]]
      let metrics = models?.first?["metrics"] as? [String: [String: Any]]
      for (name, expected) in [("microF1", microF1), ("precision@1", precision)] {
        let mean = try XCTUnwrap(metrics?[name]?["mean"] as? Double)
        XCTAssertEqual(mean, expected, accuracy: 0.01, "\(model) \(name)")
      }
    }
  }

  /// What no option says is chosen on the validation documents, said and recorded.
  func testFeaturesAndParametersAreChosen() throws {
    try prepare()
    let said = try succeed("train-baseline", train("ovr", ["--terms", "words"]))
    XCTAssert(said.contains("train-baseline: chose title weight "), said)
    XCTAssert(said.contains("; C 1 (1 "), said)
    let reader = try StageReader(path: path("ovr.stage"))
    XCTAssertEqual(reader.header.parameters["cost"], .string("chosen"))
    XCTAssertEqual(reader.header.parameters["terms"], .string("words"))
    while try reader.nextSection() != nil {}
    XCTAssertEqual(reader.summary["cost"], .int(1))
    XCTAssertEqual(reader.header.parameters["names"], .string("chosen"))
    let fixed = [
      "--terms", "stems+characters", "--title-weight", "1", "--cost", "2", "--no-learn-names",
    ]
    let nothing = try succeed("train-baseline", train("ovr", ["--stem-language", "english"] + fixed))
    XCTAssertFalse(nothing.contains("train-baseline: chose "), nothing)
    try succeed("predict", predict("ovr", part: "test"))
    XCTAssert(
      try errorOf("train-baseline", train("svm", ["--learn-names"])).contains(
        "--learn-names is for ovr, tree and knn"))
    XCTAssert(
      try errorOf("train-baseline", train("ovr", fixed)).hasPrefix(
        "Error: --terms: the language of the texts could not be detected. Give --stem-language"))
    XCTAssert(
      try errorOf("train-baseline", train("ovr", ["--terms", "words+letters"]))
        .contains("The value 'words+letters' is invalid for '--terms"))
  }

  func testBaselinesAnnotate() throws {
    try prepare()
    try succeed("train-baseline", train("knn"))
    let result = try runStage("annotate", ["--model", path("knn.stage"), path("corpus.txt")])
    XCTAssertEqual(result.status, 0, result.errors)
    XCTAssertEqual(result.output.split(separator: "\n").count, 120)
    XCTAssert(result.output.contains("tag3"), result.output)
  }

  func testErrorsOfThePapersModels() throws {
    try prepare(1000)
    for (model, options, message) in [
      ("svm", ["--gamma", "0"], "--gamma must be above 0, but is 0.0."),
      ("homer", ["--clusters", "1"], "--clusters must be at least 2, but is 1."),
      ("cc", ["--chains", "0"], "--chains must be from 1 to 10000, but is 0."),
      ("plst", ["--codes", "0"], "--codes must be at least 1, but is 0."),
      ("lda", ["--topics", "0"], "--topics must be from 1 to 4096, but is 0."),
      ("lda", ["--vectors", "a"], "--model lda counts words and takes no --vectors."),
    ] {
      let text = try errorOf("train-baseline", train(model, options))
      XCTAssert(text.hasPrefix("Error: \(message)"), text)
    }
    for (model, options) in [("svm", []), ("homer", ["--branch", "svm"])] {
      let text = try errorOf("train-baseline", train(model, ["--kernel-memory", "1"] + options))
      XCTAssert(
        text.hasSuffix(
          "Error: --kernel-memory: the kernels of 810 documents take 2 MiB, 1 are allowed. Allow "
            + "more, or use --model ovr --loss hinge, which needs no kernels.\n"), text)
    }
    try (0..<20).map { "\($0 % 2) 0:0.5 1:1" }.joined(separator: "\n").appending("\n")
      .write(toFile: path("rows.svm"), atomically: true, encoding: .utf8)
    try succeed(
      "preprocess", ["--corpus", path("rows.svm"), "--format", "libsvm", "-o", path("x.stage")])
    let text = try errorOf(
      "train-baseline",
      ["--model", "lda", "--features", path("x.stage"), "-o", path("lda.stage")])
    XCTAssert(
      text.hasSuffix(
        "Error: x.stage: holds values that are not counts. Give lda whole "
          + "numbers, at most 2,147,483,647 in all.\n"), text)
  }

  /// Words that one document has are not for topics.
  func testTopicsOfNoWord() throws {
    try (0..<40).map { "t\($0) __abstract__ w\($0) __label__ \($0 % 2 == 0 ? "a" : "b")" }.joined(separator: "\n")
      .write(toFile: path("c.txt"), atomically: true, encoding: .utf8)
    try succeed("preprocess", ["--corpus", path("c.txt"), "-o", path("d.stage")])
    try succeed("split", ["--documents", path("d.stage"), "-o", path("s.stage")])
    try succeed(
      "build-vocab", ["--documents", path("d.stage"), "--split", path("s.stage"), "-o", path("v.stage")])
    let text = try errorOf("train-baseline", train("lda"))
    XCTAssert(
      text.hasSuffix(
        "Error: --max-document-share: leaves no word of the training documents for the topics. Raise it, or lower "
          + "--min-documents.\n"), text)
  }

  func testErrors() throws {
    try prepare()
    for (options, message) in [
      (["--cost", "0"], "--cost must be above 0, but is 0.0."),
      (["--cost", "1e300"], "--cost must be at most 1000000000000000, but is 1e+300."),
      (["--ngrams", "9"], "--ngrams must be from 1 to 8, but is 9."),
      (["--top-k", "0"], "--top-k must be at least 1, but is 0."),
      (["--vector-positions", "3"], "--vector-positions needs --vectors"),
      (["--vectors", "a", "--features", "b"], "Give --vectors or --features, not both."),
    ] {
      let text = try errorOf("train-baseline", train("ovr", options))
      XCTAssert(text.hasPrefix("Error: \(message)"), text)
    }
    let trees = try errorOf("train-baseline", train("tree", ["--beam", "0"]))
    XCTAssert(trees.hasPrefix("Error: --beam must be at least 1, but is 0."), trees)
    let neighbours = try errorOf("train-baseline", train("knn", ["--neighbours", "0"]))
    XCTAssert(neighbours.hasPrefix("Error: --neighbours must be at least 1, but is 0."), neighbours)
    XCTAssertEqual(
      try errorOf("train-baseline", train("ovr", ["--fold", "1"])),
      "Error: s.stage: there is no fold 1. Folds count from 0.\n")
    // A split of other documents.
    try succeed("split", ["--documents", path("d.stage"), "-o", path("s.stage")])
    try "a __abstract__ b __label__ c\n".write(
      toFile: path("other.txt"), atomically: true, encoding: .utf8)
    try succeed("preprocess", ["--corpus", path("other.txt"), "-o", path("d.stage")])
    XCTAssertEqual(
      try errorOf("train-baseline", train("ovr")),
      "Error: s.stage: was made from a different documents file. Run split again on the "
        + "documents given here.\n")
  }
}
