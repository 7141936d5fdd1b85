// The life of the server: from the first connection to SIGTERM, with SIGHUP in between.
import Formats
import Foundation
import Hummingbird
import ServiceLifecycle
import StageSupport

/// Runs the application until a signal ends it.
struct Listener<App: ApplicationProtocol> {
  private let application: App
  private let shelf: ProjectShelf
  private let seconds: Int

  /// - Parameter seconds: how long requests may go on after SIGTERM.
  init(_ application: App, shelf: ProjectShelf, seconds: Int) {
    self.application = application
    self.shelf = shelf
    self.seconds = seconds
  }

  /// - Throws: `InputError` when nothing can listen at `address`.
  func run(at address: String) throws {
    signal(SIGHUP, SIG_IGN)
    let hangUp = DispatchSource.makeSignalSource(signal: SIGHUP, queue: .global())
    hangUp.setEventHandler { shelf.reload() }
    hangUp.resume()
    defer { hangUp.cancel() }

    var configuration = ServiceGroupConfiguration(
      services: [application], gracefulShutdownSignals: [.sigterm, .sigint],
      logger: application.logger)
    configuration.maximumGracefulShutdownDuration = .seconds(seconds)
    let group = ServiceGroup(configuration: configuration)
    let outcome = Outcome()
    Task {
      do { try await group.run() } catch { outcome.failure = error }
      outcome.isDone.signal()
    }
    outcome.isDone.wait()
    if let error = outcome.failure {
      throw InputError(
        .file(address), problem: "cannot be served: \(error)",
        remedy: "Choose another --host or --port")
    }
    printError("serve: ended")
  }
}

/// How the server ended. `failure` is read after `isDone` only.
private final class Outcome: @unchecked Sendable {
  let isDone = DispatchSemaphore(value: 0)
  var failure: (any Error)?
}
