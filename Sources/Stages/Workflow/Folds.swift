// The folders of folds, of which only those of the present number of folds are visible.
import FormatsFiles
import Foundation

/// Puts folders of folds aside that are not among the present ones, so that MODEL/fold*
/// never mixes two ways of splitting. Nothing is removed: they come back with their KFOLD.
struct Folds {
  let settings: Settings

  init(_ settings: Settings) { self.settings = settings }

  func arrange() throws {
    let manager = FileManager.default
    let models = (Known.models + Known.fusions).map { "\(settings.place)/\($0)" }
    for folder in [settings.place] + models {
      // Files that are learnt per fold, if there are any, are next to the models.
      let present = Set(folder == settings.place && !settings.isFoldwise ? [] : settings.folds)
      for name in (try? manager.contentsOfDirectory(atPath: folder)) ?? [] {
        // `fold07` and the like are the user's.
        guard let match = name.wholeMatch(of: /(\.?)fold(0|[1-9][0-9]*)/), let number = Int(match.2) else { continue }
        let isAside = !match.1.isEmpty
        guard isAside == present.contains(number) else { continue }
        let other = "\(folder)/\(isAside ? "" : ".")fold\(number)"
        guard FileStamp(of: other) == nil else { continue }
        rename("\(folder)/\(name)", other)
      }
    }
  }
}
