// How every program begins and ends: its standard streams, its errors, its exit
// code.
import ArgumentParser
import Formats
import FormatsFiles
import PipelineNumerics
import Foundation

/// A program of this package. It differs from `ParsableCommand` in how it writes its
/// help and its errors: help that cannot be written is a failure, an error message
/// that cannot be written is not, and neither is obeyed by a terminal.
package protocol StageCommand: ParsableCommand {}

extension StageCommand {
  /// Parses the arguments and runs the command.
  package static func main() {
    StandardStreams.prepare()
    ParameterName.spellAsOptions()
    MemoryShortage.handle { bytes in
      StandardStreams.writeError(
        "Error: out of memory: \(bytes >> 20) MiB could not be allocated. Use smaller batches "
          + "or a smaller model.\n")
      Foundation.exit(ExitCode.failure.rawValue)
    }
    do {
      var command = try parseAsRoot()
      try validateNumbers(of: command)
      try command.run()
    } catch {
      end(worded(error))
    }
  }

  /// An error of Foundation in the system's words; its own name domains and codes.
  private static func worded(_ error: any Error) -> any Error {
    let isFoundations = error is CocoaError || error is POSIXError || type(of: error) is NSError.Type
    guard isFoundations else { return error }
    let path = (error as? CocoaError)?.filePath ?? (error as NSError).userInfo[NSFilePathErrorKey] as? String
    return InputError(
      path.map { .file($0) } ?? .machine("this machine"), problem: "cannot be used: \(systemReason(of: error))")
  }

  private static func end(_ error: any Error) -> Never {
    let code = exitCode(for: error)
    var text = fullMessage(for: error)
    if !text.isEmpty { text += "\n" }
    guard code == .success else {
      StandardStreams.writeError(text.visible)
      exit(code)
    }
    do {
      try writeOut(text)
    } catch let failure as InputError {
      StandardStreams.writeError("Error: \(failure)\n")
      exit(.failure)
    } catch {
      exit(exitCode(for: error))
    }
    exit(.success)
  }

  private static func exit(_ code: ExitCode) -> Never { Foundation.exit(code.rawValue) }
}
