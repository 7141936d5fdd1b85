// Vectors of words or labels: learnt from the documents, or read from a file.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineEmbedding
import PipelineNumerics
import PipelineText
import StageSupport

@main
struct Embed: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "embed",
    abstract: "Learns vectors of words or labels, or reads them from a word2vec file.",
    usage: """
      embed --documents <documents> --vocabulary <vocabulary> [--split <split>] \
      --what words|labels -o <output>
      embed --from <file> [--only-vocabulary --vocabulary <vocabulary> --what words|labels] \
      -o <output>
      """,
    discussion: """
      Learning is word2vec with negative sampling. Words learn from their neighbours in the \
      title and in each sentence; labels from the other tags of a document. Equal input and \
      seed give equal vectors, with any number of threads.

      Files that are read: word2vec (binary or text) and fastText (.vec), plain or gzipped. \
      The vectors are kept as they are, not scaled. With --compat original words are cut to \
      78 characters and the later of two equal words wins.
      """,
    version: JMAN.version)

  @OptionGroup var subject: Options<EmbeddedParameters>

  @OptionGroup(title: "Learning")
  var learning: LearningOptions

  @OptionGroup(title: "Reading a file")
  var reading: ReadingOptions

  @Option(help: "The output of build-vocab.")
  var vocabulary: String?

  @OptionGroup var threads: ThreadOptions
  @OptionGroup var compat: CompatOptions
  @OptionGroup var options: StageOptions

  typealias Target = EmbeddedParameters.Target
  private var what: Target? { subject[\.what] }

  func validate() throws {
    if reading.from != nil {
      if learning.isUsed {
        throw ValidationError(
          "--from reads vectors from a file; leave out --documents and the options of learning.")
      }
      if reading.parameters.onlyVocabulary && (vocabulary == nil || what == nil) {
        throw ValidationError(
          "--only-vocabulary needs --vocabulary, the output of build-vocab, and --what.")
      }
      return
    }
    guard let what, learning.documents != nil, vocabulary != nil else {
      throw ValidationError(
        "Give --documents, --vocabulary and --what to learn vectors, or --from to read them.")
    }
    if reading.isUsed {
      throw ValidationError("--only-vocabulary and --invalid-words go together with --from only.")
    }
    try namingOptions { try learning.parameters(what).validate() }
  }

  func run() throws {
    if let file = reading.from {
      try read(file)
    } else if let what, let documents = learning.documents, let vocabulary {
      try learn(what, documents: documents, vocabulary: vocabulary)
    }
  }

  // MARK: -

  private func learn(_ what: Target, documents: String, vocabulary: String) throws {
    let parameters = learning.parameters(what)
    let run = try StageRun(
      stage: "embed", revision: 4, options: options,
      inputs: [("documents", documents), ("vocabulary", vocabulary)]
        + learning.scope.inputs(compat: compat),
      parameters: headerValues(
        of: parameters, subject.parameters(), compat.parameters, learning.scope.effective(compat: compat)),
      seed: parameters.seed,
      isNumeric: true)
    if run.isUpToDate() { return }
    let known = try Self.terms(what, of: vocabulary)
    var sequences = TokenSequences()
    let scope = try learning.scope.documents(compat: compat, run: run)
    try forEachDocument(of: documents, in: scope) { document in
      switch what {
      case .words: sequences.addText(of: document, in: known)
      case .labels: sequences.addTags(of: document, in: known)
      }
    }
    guard sequences.count > 0 else {
      if what == .labels {
        return try writeZeros(for: known, dimensions: parameters.dimensions, run: run)
      }
      throw InputError(
        file: documents, problem: "no sentence has two words of the vocabulary",
        remedy: "Lower the minimum count of build-vocab, or read vectors with --from")
    }
    let meter = ProgressMeter(
      "embed: \(what.rawValue) learnt", total: sequences.tokenCount * parameters.epochs,
      isQuiet: run.isQuiet)
    let clock = ContinuousClock()
    let start = clock.now
    let vectors = Word2vec(parameters)
      .train(sequences, vocabulary: known, pool: WorkerPool(threads: threads.count)) { done in
        let rate = Double(done) / (start.duration(to: clock.now) / .seconds(1))
        meter.update(done, "\(Int(rate / 1_000)) thousand words/s")
      }
    meter.finish()
    try write(
      vectors, run: run,
      summary: ["sequences": .int(sequences.count), "tokens": .int(sequences.tokenCount)])
    run.say(
      "embed: \(vectors.count) \(what.rawValue), \(vectors.dimensions, "dimension"), learnt from "
        + "\(sequences.tokenCount, "occurrence")")
  }

  /// Vectors of zeros: with one tag per document no label has a neighbour, so that there
  /// is nothing to learn. It hurts only what reads similarities.
  private func writeZeros(for labels: Vocabulary, dimensions: Int, run: StageRun) throws {
    let values = [Float](repeating: 0, count: labels.count * dimensions)
    try write(
      WordVectors(words: labels.texts, dimensions: dimensions, values: values), run: run,
      summary: ["sequences": .int(0), "tokens": .int(0)])
    printError(
      "embed: warning: no document has two labels of the vocabulary, so that no label has a "
        + "neighbour: all \(labels.count, "vector") are zero, and similarities of labels are unknown")
  }

  private func read(_ file: String) throws {
    let chosen = reading.parameters
    let filter = chosen.onlyVocabulary ? vocabulary : nil
    var filtered = subject.parameters()
    if !chosen.onlyVocabulary { filtered.what = nil }
    let run = try StageRun(
      stage: "embed", revision: 4, options: options,
      inputs: [("from", file)] + (filter.map { [("vocabulary", $0)] } ?? []),
      parameters: headerValues(of: chosen, filtered, compat.parameters), isNumeric: true)
    if run.isUpToDate() { return }
    var known: Vocabulary?
    if let filter, let what { known = try Self.terms(what, of: filter) }
    let reader = try WordVectorReader(
      ByteSource(path: file), invalidWords: chosen.effectiveInvalidWords)
    var repeated = 0
    let vectors = try WordVectors(
      reader, onlyIn: known, like: compat.behaviour, repeated: &repeated)
    guard vectors.count > 0 else {
      throw InputError(
        file: file, problem: "has no vector of any word of the vocabulary",
        remedy: "Check that --what and the case of the words fit the file")
    }
    try write(
      vectors, run: run,
      summary: [
        "entries": .int(reader.count), "repeatedWords": .int(repeated),
        "emptyWords": .int(reader.emptyWords),
      ])
    var text = "embed: \(vectors.count, "vector") of \(vectors.dimensions, "dimension")"
    if let known {
      text += "; \(known.count - vectors.count) of \(known.count) have none in the file"
    }
    run.say(text)
    if repeated > 0 {
      run.say(
        "embed: left out \(repeated, "vector") of words that occur twice; the "
          + "\(compat.behaviour.cutsWords ? "last" : "first") was kept")
    }
    if reader.emptyWords > 0 {
      run.say("embed: left out \(reader.emptyWords, "vector") without a word")
    }
  }

  private func write(
    _ vectors: WordVectors, run: StageRun, summary: [String: StageHeader.Value]
  ) throws {
    let writer = try run.writer(.vectors)
    try vectors.write(to: writer)
    try writer.commit(
      summary: summary.merging([
        "vectors": .int(vectors.count), "dimensions": .int(vectors.dimensions),
      ]) { a, _ in a })
  }

  private static func terms(_ what: Target, of path: String) throws -> Vocabulary {
    let vocabulary = try CorpusVocabulary(StageContents(path: path, expecting: .vocabulary))
    return what == .words ? vocabulary.words : vocabulary.labels
  }
}
