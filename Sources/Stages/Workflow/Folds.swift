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
        let isAside = name.hasPrefix(".fold")
        guard let number = Int(name.drop { $0 == "." }.dropFirst(4)), name.hasPrefix("fold") || isAside,
          isAside == present.contains(number)
        else { continue }
        let other = "\(folder)/\(isAside ? "" : ".")fold\(number)"
        guard FileStamp(of: other) == nil else { continue }
        rename("\(folder)/\(name)", other)
      }
    }
  }
}
