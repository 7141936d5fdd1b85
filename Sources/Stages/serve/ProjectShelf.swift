// The models that are served, and their replacement while requests run.
import Foundation
import StageSupport
import Synchronization

/// Projects by name.
final class ProjectShelf: Sendable {
  private let load: @Sendable (Project.Source) throws -> Project
  private let projects: Mutex<[Project]>

  /// Loads all projects.
  ///
  /// - Throws: what `load` throws for the first that cannot be loaded.
  init(
    _ sources: [Project.Source], load: @escaping @Sendable (Project.Source) throws -> Project
  ) throws {
    self.load = load
    let loaded = try sources.map(load)
    projects = Mutex(loaded)
  }

  /// In the order in which they were given.
  var all: [Project] { projects.withLock { $0 } }

  subscript(name: String) -> Project? { all.first { $0.source.name == name } }

  /// Loads all models again. Each replaces its predecessor when it is ready; requests that the old
  /// one has received are answered by it. A model that cannot be loaded stays as it was. Must be
  /// called by one thread at a time.
  func reload() {
    for old in all {
      do {
        let new = try load(old.source)
        projects.withLock { list in
          if let place = list.firstIndex(where: { $0.source.name == old.source.name }) {
            list[place] = new
          }
        }
        printError("serve: \(old.source.name): loaded again")
      } catch {
        printError("serve: \(old.source.name): stays as it was: \(error)")
      }
    }
  }
}
