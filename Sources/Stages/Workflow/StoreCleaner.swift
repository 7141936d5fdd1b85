// make gc: empties the store of results. Only what has a store's form is removed.
import FormatsFiles
import Foundation
import StageSupport

/// Removes the entries of a store: `DIR/xx/…/` with a record of a run and the outputs that
/// it names. Nothing else is touched, no link is followed, and an entry that a running
/// stage has locked stays.
package struct StoreCleaner {
  let path: String
  let days: Int?
  private var removed = 0
  private var entries = 0
  private var kept = 0
  private var strangers = 0

  /// - Parameter days: keep results that are not older; nil removes all.
  package init(store path: String, days: Int? = nil) {
    self.path = path
    self.days = days
  }

  /// Removes the entries.
  ///
  /// - Returns: what to say about it, a line without its end.
  /// - Throws: `InputError` if the store cannot be read or an entry not be removed.
  package mutating func clean() throws -> String {
    guard !path.isEmpty, FileStamp(of: path) != nil else { return "\(path): nothing is kept" }
    let store = try OpenFolder(path: path, followsLink: true)
    for name in try store.names() {
      guard isHexadecimal(name, 2), let shelf = store.folder(name) else {
        strangers += 1
        continue
      }
      for name in try shelf.names() {
        guard isHexadecimal(name, 62), let entry = shelf.folder(name) else {
          strangers += 1
          continue
        }
        if try clean(entry) { shelf.removeEmptyFolder(name) }
      }
      store.removeEmptyFolder(name)
    }
    return summary
  }

  private var summary: String {
    var text = "\(path): "
    if entries == 0 {
      guard strangers > 0 else { return text + "nothing is kept" }
      return text + "is not a store of results; nothing was removed"
    }
    text += "removed \(removed, "result") of earlier parameters"
    if kept > 0 { text += "; kept \(kept) that are younger or in use" }
    if strangers > 0 {
      text += "; left alone \(strangers) \(strangers == 1 ? "file that is" : "files that are") not the store's"
    }
    return text
  }

  /// - Returns: whether the folder may go, if it is empty now.
  private mutating func clean(_ entry: OpenFolder) throws -> Bool {
    let names = try entry.names()
    guard !names.isEmpty else { return entry.lock() }
    let recordName = ResultStore.recordName
    // A run that was killed while it filled the entry left stage files without a record.
    let record = entry.kind(recordName) == .file ? RecordedRun(at: entry.steadyPath(recordName)) : nil
    var ours = Set(record?.outputs ?? []).union(record == nil ? [] : [recordName])
    if record == nil, !names.contains(recordName) { ours = Set(names.filter(entry.isStageFile)) }
    guard !ours.isEmpty else {
      strangers += names.count
      return false
    }
    entries += 1
    guard entry.lock(), isOld(entry, names) else {
      kept += 1
      return false
    }
    // The record last: without it the next call would not know the rest.
    for name in names where name != recordName {
      if ours.contains(name), entry.kind(name) == .file {
        try entry.remove(name)
      } else {
        strangers += 1
      }
    }
    if record != nil { try entry.remove(recordName) }
    removed += 1
    return true
  }

  private func isOld(_ entry: OpenFolder, _ names: [String]) -> Bool {
    guard let days else { return true }
    let times = (names.contains(ResultStore.recordName) ? [ResultStore.recordName] : names)
      .compactMap { entry.info($0)?.st_mtim.tv_sec }
    return Double(time(nil) - (times.max() ?? 0)) >= Double(days) * 86_400
  }

  private func isHexadecimal(_ name: String, _ count: Int) -> Bool {
    name.utf8.count == count
      && name.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }
}
