// Answers requests for tags over HTTP, as Annif does. What the addresses mean is in
// Service, how a model is asked in Project.
import ArgumentParser
import FormatsFiles
import PipelineNumerics
import Foundation
import Hummingbird
import Logging
import NIOCore
import StageSupport

@main
struct Serve: StageCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Gives tags over HTTP: Annif's REST interface, and a page to try.",
    discussion: """
      serve MODEL … answers /v1/projects/NAME/suggest and the other addresses of Annif's REST \
      interface (its description: /v1/openapi.json); / is a page to try it. A model is called \
      as its file, or NAME with NAME=FILE. Scores are those that annotate gives.

      SIGHUP loads the models again, SIGTERM ends after the requests that are running. There is \
      no password: without --host only programs of this machine can connect.
      """)

  @Argument(
    help: ArgumentHelp("Models: outputs of train, train-baseline, fuse.", valueName: "name=file"))
  var models: [String]

  @Option(help: ArgumentHelp("The address to listen at.", valueName: "address"))
  var host = "127.0.0.1"

  @Option(help: ArgumentHelp("The port; 0 takes a free one.", valueName: "n"))
  var port = 5_000

  @OptionGroup var names: NamesOptions
  @OptionGroup(title: "Limits") var limits: Limits
  @OptionGroup var encoder: EncoderOptions
  @OptionGroup var threads: ThreadOptions

  @Flag(name: .shortAndLong, help: "Print errors only, and no line for each request.")
  var quiet = false

  func validate() throws {
    try checkBounds(.from(0, to: 65_535), ["port": port])
  }

  func run() throws {
    // It must not end what is just loading; Listener listens to it.
    signal(SIGHUP, SIG_IGN)
    let pool = WorkerPool(threads: threads.count)
    let options = Project.Options(
      encoder: encoder, names: names, pool: pool, waiting: limits.maxWaiting)
    let shelf = try ProjectShelf(try sources()) { try Project($0, options) }
    FreeMemory.giveBack()
    let service = Service(shelf: shelf, limits: limits, isQuiet: quiet)
    var logger = Logger(label: "serve")
    logger.logLevel = .critical
    // Two seconds more, so that the answer that says so can leave.
    let deadline = TimeAmount.seconds(Int64(limits.timeout) + 2)
    let application = Application(
      responder: service,
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [ConnectionDeadline(limit: deadline)],
          idleTimeout: .seconds(Int64(limits.timeout)),
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100))),
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: port),
        availableConnectionsDelegate: .maximum(limits.maxConnections, logger: logger)),
      onServerRunning: { [host, port] channel in
        let address = channel.localAddress?.ipAddress ?? host
        let shown = address.contains(":") ? "[\(address)]" : address
        printError("serve: listening at http://\(shown):\(channel.localAddress?.port ?? port)/")
      }, logger: logger)
    if !["127.0.0.1", "::1", "localhost"].contains(host) {
      printError("serve: \(host) can be reached from other machines; nothing asks for a password")
    }
    try Listener(application, shelf: shelf, seconds: limits.timeout).run(at: "\(host):\(port)")
  }

  /// The models by name.
  private func sources() throws -> [Project.Source] {
    var sources: [Project.Source] = []
    for model in models {
      let parts = model.split(separator: "=", maxSplits: 1).map(String.init)
      let isNamed = parts.count == 2 && !FileManager.default.fileExists(atPath: model)
      let path = isNamed ? parts[1] : model
      let name =
        isNamed
        ? parts[0] : URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
      guard !name.isEmpty, name.utf8.allSatisfy(Self.isPlain) else {
        throw InputError(
          .option("model"), problem: "“\(name)” cannot be a name in an address",
          remedy: "Give NAME=FILE, with letters, digits and hyphens in NAME")
      }
      guard !sources.contains(where: { $0.name == name }) else {
        throw InputError(
          .option("model"), problem: "two models are called “\(name)”", remedy: "Give NAME=FILE")
      }
      sources.append(.init(name: name, path: path))
    }
    return sources
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
    default: false
    }
  }
}

/// What a client may ask for.
struct Limits: ParsableArguments {
  @Option(help: ArgumentHelp("The most bytes of a request.", valueName: "n"))
  var maxBody = 4 << 20

  @Option(help: ArgumentHelp("The most bytes of a text.", valueName: "n"))
  var maxText = 1 << 20

  @Option(help: ArgumentHelp("The most documents of a suggest-batch.", valueName: "n"))
  var maxDocuments = 32

  @Option(help: ArgumentHelp("The most open connections; others wait.", valueName: "n"))
  var maxConnections = 256

  @Option(
    help: ArgumentHelp(
      "The most documents that wait for a model; beyond them the answer is 503.", valueName: "n"))
  var maxWaiting = 1_024

  @Option(
    help: ArgumentHelp(
      "The most bytes of requests that are being answered; beyond them the answer is 503.",
      valueName: "n"))
  var maxPending = 64 << 20

  @Option(
    help: ArgumentHelp("The most words of a text whose tags are explained.", valueName: "n"))
  var maxExplained = 2_000

  @Option(
    help: ArgumentHelp(
      "Seconds that a client may take to send a request or take an answer, or be silent.", valueName: "n"))
  var timeout = 30

  func validate() throws {
    try checkBounds(.from(1, to: 1_073_741_824), ["maxBody": maxBody])
    try checkBounds(.from(1, to: 1_073_741_824), ["maxText": maxText])
    try checkBounds(.from(1, to: 1_099_511_627_776), ["maxPending": maxPending])
    try checkBounds(.from(1, to: 100_000), ["maxDocuments": maxDocuments])
    try checkBounds(.from(1, to: 100_000), ["maxConnections": maxConnections])
    try checkBounds(.from(1, to: 1_000_000), ["maxWaiting": maxWaiting])
    try checkBounds(.from(0, to: 1_000_000), ["maxExplained": maxExplained])
    try checkBounds(.from(1, to: 86_400), ["timeout": timeout])
  }
}
