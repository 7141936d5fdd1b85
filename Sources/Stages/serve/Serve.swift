// Answers requests for tags over HTTP, as Annif does. What the addresses mean is in
// Service, how a model is asked in Project.
import ArgumentParser
import Formats
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

  @Option(help: ArgumentHelp("The address to listen on.", valueName: "address"))
  var host = "127.0.0.1"

  @OptionGroup var portOptions: Options<PortParameters>

  @OptionGroup var names: NamesOptions
  @OptionGroup(title: "Limits") var limitOptions: Options<Limits>
  @OptionGroup var encoder: EncoderOptions
  @OptionGroup var threads: ThreadOptions

  @Flag(name: .shortAndLong, help: "Print no line for each request.")
  var quiet = false

  func run() throws {
    let (port, limits) = (portOptions.parameters().port, limitOptions.parameters())
    // It must not end the program while models are loading; Listener handles it later.
    signal(SIGHUP, SIG_IGN)
    let pool = WorkerPool(threads: threads.count)
    let options = Project.Options(
      encoder: encoder, names: names, pool: pool, waiting: limits.maxWaiting)
    let shelf = try ProjectShelf(try sources()) { try Project($0, options) }
    FreeMemory.giveBack()
    let service = Service(shelf: shelf, limits: limits, isQuiet: quiet)
    var logger = Logger(label: "serve")
    logger.logLevel = .critical
    // Two seconds more, so that the answer that reports the timeout can be sent.
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
        printError("serve: listening on http://\(shown):\(channel.localAddress?.port ?? port)/")
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

/// The port on which the program listens.
struct PortParameters: DeclaredParameters {
  var port = 5_000

  static let declarations: [Declaration<Self>] = [
    .init("port", \.port, in: .from(0, to: 65_535), "The port; 0 takes a free one.", valueName: "n")
  ]
}

/// What a client may ask for.
struct Limits: DeclaredParameters {
  var maxBody = 4 << 20
  var maxText = 1 << 20
  var maxDocuments = 32
  var maxConnections = 256
  var maxWaiting = 1_024
  var maxPending = 64 << 20
  var maxExplained = 2_000
  var timeout = 30

  static let declarations: [Declaration<Self>] = [
    limit("maxBody", \.maxBody, in: .from(1, to: 1_073_741_824), "Maximum bytes of a request."),
    limit("maxText", \.maxText, in: .from(1, to: 1_073_741_824), "Maximum bytes of a text."),
    limit("maxDocuments", \.maxDocuments, in: .from(1, to: 100_000), "Maximum documents of a suggest-batch."),
    limit("maxConnections", \.maxConnections, in: .from(1, to: 100_000), "Maximum open connections; others wait."),
    limit(
      "maxWaiting", \.maxWaiting, in: .from(1, to: 1_000_000),
      "Maximum documents that wait for a model; beyond that the answer is 503."),
    limit(
      "maxPending", \.maxPending, in: .from(1, to: 1_099_511_627_776),
      "Maximum bytes of requests that are being answered; beyond that the answer is 503."),
    limit(
      "maxExplained", \.maxExplained, in: .from(0, to: 1_000_000),
      "Maximum words of a text whose tags are explained."),
    limit(
      "timeout", \.timeout, in: .from(1, to: 86_400),
      "Seconds that a client may take to send a request or take an answer, or be silent."),
  ]

  private static func limit(
    _ name: String, _ path: any WritableKeyPath<Self, Int> & Sendable, in bounds: Bounds, _ help: String
  ) -> Declaration<Self> {
    .init(name, path, in: bounds, help, valueName: "n")
  }
}
