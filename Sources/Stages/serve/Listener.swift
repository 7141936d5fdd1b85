// The life of the server: from the first connection to SIGTERM, with SIGHUP in between.
import FormatsFiles
import PipelineNumerics
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
    // Its handler never runs on two threads at once; it is called again for signals meanwhile.
    let hangUp = DispatchSource.makeSignalSource(signal: SIGHUP, queue: .global())
    hangUp.setEventHandler {
      shelf.reload()
      // The threads of the old models are about to end, and with them the models.
      DispatchQueue.global().asyncAfter(deadline: .now() + 1) { FreeMemory.giveBack() }
    }
    hangUp.resume()
    defer { hangUp.cancel() }

    var configuration = ServiceGroupConfiguration(
      services: [application], gracefulShutdownSignals: [.sigterm, .sigint],
      logger: application.logger)
    configuration.maximumGracefulShutdownDuration = .seconds(seconds)
    let group = ServiceGroup(configuration: configuration)
    let outcome = Outcome<Void>()
    Task {
      do {
        try await group.run()
        outcome.set(.success(()))
      } catch {
        outcome.set(.failure(error))
      }
    }
    do {
      try outcome.wait()
    } catch {
      throw InputError(
        .file(address), problem: "cannot be served: \(error)",
        remedy: "Choose another --host or --port")
    }
    printError("serve: ended")
  }
}
