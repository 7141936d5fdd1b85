// Trains a baseline on one fold. What it computes is in Pipeline/Baselines.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineBaselines
import PipelineFeatures
import PipelineNumerics
import Foundation
import StageSupport
import Synchronization

@main
struct TrainBaseline: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "train-baseline",
    abstract: "Trains a baseline to annotate documents with tags.",
    discussion: """
      ovr: a linear classifier for each tag (SVM or logistic regression). tree: probabilistic \
      label trees, balanced as Parabel's or shallow as Bonsai's. knn: the tags of similar \
      documents.

      svm: a support vector machine with a kernel for each tag. cc: classifier chains. homer: \
      a hierarchy of tags. plst: regression on principal directions of the tags. lda: the tags \
      of documents with similar topics. These were compared with JMAN; --compat original \
      reproduces their mistakes, but not the mistaken evaluation.

      lexical: the names of tags that occur in the text, judged by what training documents say \
      about such mentions. auto: trains ovr (tree if there are very many tags), knn and \
      lexical, and combines them as is best on the validation documents (docs/baselines.md).

      Scores are brought into [0, 1] and the threshold is tuned on the validation documents, \
      as the network's is. Predict with: predict --model model.stage --documents … --split ….
      """,
    version: JMAN.version)

  @Option(help: ArgumentHelp("The model.", valueName: "name"))
  var model: ModelName

  @OptionGroup var inputs: BaselineInputs
  @OptionGroup(title: "Features") var features: FeatureOptions
  @OptionGroup(title: "Linear classifiers (ovr, tree, cc, homer)") var linear: Options<LinearParameters>
  @OptionGroup(title: "Label trees (tree)") var tree: Options<LabelTrees.Parameters>
  @OptionGroup(title: "Nearest neighbours (knn, lda)") var neighbours: Options<NearestNeighbours.Parameters>
  @OptionGroup(title: "Kernels (svm, homer)") var kernel: Options<KernelParameters>
  @OptionGroup(title: "Chains (cc)") var chain: Options<ClassifierChains.Parameters>
  @OptionGroup(title: "Hierarchy (homer)") var hierarchy: Options<LabelHierarchy.Parameters>
  @OptionGroup(title: "Hierarchy (homer)") var branch: Options<BranchParameters>
  @OptionGroup(title: "Label space (plst)") var space: Options<PrincipalLabelSpace.Parameters>
  @OptionGroup(title: "Topics (lda)") var topics: Options<TopicNeighbours.Parameters>
  @OptionGroup(title: "Names of tags (lexical)") var lexical: LexicalOptions
  @OptionGroup(title: "Several models (auto)") var several: Options<SeveralParameters>
  @OptionGroup(title: "On several machines (ovr, tree)") var sharing: ShardOptions
  @OptionGroup var decisionOptions: Options<DecisionParameters>
  @OptionGroup var compat: CompatOptions
  @OptionGroup var threads: ThreadOptions
  @OptionGroup var options: StageOptions

  /// Must be raised when the same inputs and parameters give other bytes.
  static let revision = 12

  var decision: DecisionParameters { decisionOptions.parameters() }

  /// The model with its parameters.
  func method(_ name: BaselineMethod.Name) -> BaselineMethod {
    let behaviour = compat.behaviour
    switch name {
    case .ovr: return .ovr(linear.parameters())
    case .tree:
      var parameters = tree.parameters()
      parameters.linear = linear.parameters(parameters.linear)
      return .tree(parameters)
    case .knn: return .knn(neighbours.parameters())
    case .svm:
      var parameters = kernelParameters
      if behaviour.ignoresLinearCost, parameters.kernel == .linear { parameters.cost = 1 }
      return .svm(parameters)
    case .cc:
      var parameters = chain.parameters()
      parameters.votes = behaviour.countsChains
      parameters.linear = linear.parameters()
      return .cc(parameters)
    case .homer:
      var parameters = hierarchy.parameters()
      parameters.linear = linear.parameters()
      if branch.parameters().branch == .svm {
        var own = kernelParameters
        if behaviour.cutsHierarchyNumbers {
          own.cost = own.cost.rounded(.towardZero)
          own.gamma = own.gamma?.rounded(.towardZero)
        }
        parameters.kernel = own
      }
      return .homer(parameters)
    case .plst:
      var parameters = space.parameters(.init(like: behaviour))
      parameters.seed = linear.parameters().seed
      return .plst(parameters)
    case .lda:
      var parameters = topics.parameters(.init(like: behaviour))
      parameters.neighbours = neighbours[\.neighbours] ?? parameters.neighbours
      parameters.seed = linear.parameters().seed
      return .lda(parameters)
    }
  }

  private var kernelParameters: KernelParameters {
    var parameters = kernel.parameters(features.vectors == nil ? .init() : .forVectors)
    parameters.cost = linear[\.cost] ?? parameters.cost
    return parameters
  }

  /// What is chosen on the validation documents because no option sets it.
  ///
  /// - Parameter options: the options of features; those of the command unless others are given.
  func freedom(
    _ model: BaselineMethod.Name, features options: FeatureOptions? = nil
  ) -> BaselineChoice.Freedom {
    if compat.behaviour.choosesNothing || decision.tune.metric == nil { return [] }
    var free = (options ?? features).freedom(for: model)
    if linear[\.cost] == nil, [.ovr, .tree].contains(model) { free.insert(.cost) }
    if neighbours[\.neighbours] == nil, model == .knn { free.insert(.neighbours) }
    return free
  }

  func validate() throws {
    try sharing.validate(for: model)
    switch model {
    case .baseline(let name):
      try namingOptions {
        try method(name).parameters.validate()
        try features.validate(for: name)
      }
      try inputs.validate(features: features.features)
    case .lexical, .auto:
      if case .lexical = model, (features.encoded == nil) != (features.labelVectors == nil) {
        throw ValidationError("--model lexical takes --encoded with --label-vectors, or neither.")
      }
      if features.labelVectors != nil, features.encoded == nil {
        throw ValidationError("--label-vectors needs --encoded.")
      }
      if features.features != nil || features.vectors != nil {
        throw ValidationError("--model \(model.name) reads the text and takes no --features or --vectors.")
      }
      try namingOptions { try lexicalParameters.validate() }
      try inputs.validate(features: nil)
    }
  }

  func run() throws {
    switch model {
    case .baseline(let name): try train(name)
    case .lexical: try trainLexical()
    case .auto: try trainAuto()
    }
  }

  private func train(_ model: BaselineMethod.Name) throws {
    let (method, free) = (method(model), freedom(model))
    let run = try stageRun(method, model, free)
    if run.isUpToDate() { return }
    try sharing.check(against: run.header, output: run.output)

    let pool = WorkerPool(threads: threads.count)
    let started = Date()
    var data = try inputs.data(rows: try features.rows(), features: features.features)
    let encoded = try features.encoded.map { try StoredDocumentVectors(path: $0) }
    if let encoded { data.given = GivenFeatures(vectors: [encoded]) }
    let read = Date()
    var choice = try naming(features.features) {
      try FittedChoice(
        of: method, features: try features.plan(for: model, given: data.given, encoding: encoded?.encoding),
        free: free, learnsNames: features.learnNames ?? false,
        vectors: try encoded.flatMap { try vectorsBesideWords($0.encoding, model) }, data: data, pool: pool)
    }
    let chosen = Date()
    let documents = (training: data.training.count, validation: data.validation.count)
    data.training = []
    run.say(
      "train-baseline: \(documents.training) training and \(documents.validation) validation "
        + "documents, \(data.labels.count, "label"), \(choice.features.count, "feature")")
    for reason in choice.reasons { run.say("train-baseline: \(reason)") }
    if let shard = sharing.shard {
      let trained = try metered(run) { report in
        try TrainedShard(
          training: choice.method, features: choice.features, data: choice.takeData(), shard: shard, pool: pool,
          progress: report)
      }
      let writer = try run.writer(.shard, level: 1)
      try trained.write(to: writer)
      try writer.commit(summary: ["trainingDocuments": .int(documents.training)])
      run.say("train-baseline: share \(shard) trained in \(seconds(chosen, Date()))")
      return
    }
    let trained = try metered(run) { report in
      try BaselineModel(
        training: choice.method, features: choice.features, data: choice.takeData(), maximizing: decision.tune.metric,
        k: decision.topK, joining: try sharing.shares(of: model, features: choice.features.count), pool: pool,
        progress: report)
    }
    for line in trained.report { run.say("train-baseline: \(line)") }
    let ended = Date()
    try write(trained, choice, chosen: free, documents, to: run)
    run.say(
      "train-baseline: read in \(seconds(started, read)), chosen in \(seconds(read, chosen)), "
        + "trained in \(seconds(chosen, ended)), threshold " + String(format: "%.3f", trained.threshold))
  }

  private func stageRun(
    _ method: BaselineMethod, _ model: BaselineMethod.Name, _ free: BaselineChoice.Freedom
  ) throws -> StageRun {
    try StageRun(
      stage: "train-baseline", revision: Self.revision, options: options,
      inputs: inputs.files + features.files,
      parameters: method.parameters.described.merging(features.described(for: model)) { a, _ in a }
        .merging(free.names.map { ($0, .string("chosen")) }) { _, chosen in chosen }
        .merging(inputs.described(with: decision)) { a, _ in a }
        .merging(["model": .string(model.rawValue)]) { a, _ in a }
        .merging(sharing.described) { a, _ in a },
      seed: method.seed, isNumeric: true)
  }

  /// Trains and shows how far it is.
  private func metered<Trained>(
    _ run: StageRun, _ train: (@escaping WorkReport) throws -> Trained
  ) throws -> Trained {
    let meter = Mutex(ProgressMeter("train-baseline", isQuiet: run.isQuiet))
    let report: WorkReport = { done, total in meter.withLock { $0.update(done, of: total) } }
    let trained = try naming(features.features) { try train(report) }
    meter.withLock { $0.finish() }
    return trained
  }

  private func write(
    _ trained: BaselineModel, _ choice: FittedChoice, chosen free: BaselineChoice.Freedom,
    _ documents: (training: Int, validation: Int), to run: StageRun
  ) throws {
    let writer = try run.writer(.model, level: 1)
    try trained.write(to: writer)
    try writer.commit(
      summary: choice.described.filter { free.names.contains($0.key) }.merging([
        "threshold": .double(Double(trained.threshold)),
        "validationExampleF1": .double(trained.validationF1),
        "features": .int(choice.features.count),
        "trainingDocuments": .int(documents.training),
        "validationDocuments": .int(documents.validation),
      ]) { a, _ in a })
  }

  /// How vectors of documents are combined with words; nil if they are the only features.
  private func vectorsBesideWords(
    _ encoding: TextEncoding, _ model: BaselineMethod.Name
  ) throws -> FittedChoice.Vectors? {
    // Read in any case, so that a file that does not fit is named.
    let names = try features.namesEncoded(as: encoding)
    if features.isEncodedAlone(model) { return nil }
    let isChosen = decision.tune.metric != nil && !compat.behaviour.choosesNothing
    return FittedChoice.Vectors(
      encoding: encoding, scale: features.encodedScale ?? (isChosen ? nil : 1), names: names)
  }
}

private func seconds(_ from: Date, _ to: Date) -> String {
  String(format: "%.1f s", to.timeIntervalSince(from))
}

extension BaselineMethod.Name: ExpressibleByArgument {}
