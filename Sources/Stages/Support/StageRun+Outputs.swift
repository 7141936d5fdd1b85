// What there is of the outputs already: whole and of this run, damaged, or of another run and why.
import Formats
import FormatsFiles
import Foundation

extension StageRun {
  /// Whether an output has this header and is whole. A file that was read before is
  /// recognised by its stamp.
  func isCurrent(_ path: String) -> Bool {
    if let earlier, earlier.header.isMadeLike(header) {
      if earlier.output(path) != nil { return true }
      // Other times, such as those of a copy: the same content suffices.
      if let made = earlier.madeOutput(path), FileStamp(of: path) != nil,
        let (found, stamp) = try? record.hash(ofFile: path), found == made, let stamp
      {
        record.files.removeAll { $0.output == fileName(path) }
        record.files.append(.init(stamp: stamp, sha256: found, output: fileName(path)))
        return true
      }
    }
    guard stageFiles.contains(path), let reader = try? StageReader(path: path),
      reader.header.isMadeLike(header)
    else { return false }
    do {
      while try reader.nextSection() != nil {}
    } catch { return false }
    if let file = fresh(path) {
      record.files.removeAll { $0.output == fileName(path) }
      record.files.append(file)
    }
    return true
  }

  func fileName(_ path: String) -> String { URL(fileURLWithPath: path).lastPathComponent }

  /// An output as it is now, for the record; nil if it cannot be read.
  func fresh(_ path: String) -> RunRecord.File? {
    guard let (hash, stamp) = try? RunRecord(header: header).hash(ofFile: path), let stamp else {
      return nil
    }
    return .init(stamp: stamp, sha256: hash, output: fileName(path))
  }

  /// Renames stage files that cannot be read, so that nobody's bytes are lost and the
  /// stage makes new ones.
  func setDamagedAside() {
    for path in stageFiles where FileStamp(of: path) != nil {
      do {
        // A file that was checked before and has not changed is whole.
        if earlier?.output(path) != nil { continue }
        let reader = try StageReader(path: path)
        while try reader.nextSection() != nil {}
      } catch {
        var info = stat()
        // A link itself is set aside, so that the file it leads to is not written.
        guard lstat(path, &info) == 0, [S_IFREG, S_IFLNK].contains(info.st_mode & S_IFMT),
          let aside = Self.setAside(path)
        else { continue }
        say("\(error) It is set aside as \(aside) and made again.")
      }
    }
  }

  /// Renames a file to the first of FILE.damaged, FILE.damaged.2, … that is not there.
  ///
  /// - Returns: its new name; nil if it cannot be renamed.
  private static func setAside(_ path: String) -> String? {
    for number in 1...1_000 {
      let aside = path + ".damaged" + (number > 1 ? ".\(number)" : "")
      // A link, unlike a renaming, replaces nothing.
      if link(path, aside) == 0 { return unlink(path) == 0 ? aside : nil }
      guard errno == EEXIST else { return rename(path, aside) == 0 ? aside : nil }
    }
    return nil
  }

  /// Why the stage would run, one reason per element.
  func reasons(_ explanation: StageExplanation) -> [String] {
    if outputs.allSatisfy(isCurrent) { return [] }
    var reasons: [String] = []
    if let old = (try? StageReader(path: output))?.header ?? (stageFiles.isEmpty ? earlier?.header : nil) {
      reasons = header.differences(from: old, names: explanation.names)
      if reasons.isEmpty {
        reasons = outputs.filter { !isCurrent($0) }.map {
          FileStamp(of: $0) == nil ? "\($0) is missing" : "\($0) is not of this run"
        }
      }
    } else {
      reasons = ["\(output) is not a stage file of this version, or damaged"]
    }
    if let entry = store?.existing(header), entry.record(for: outputs) != nil {
      reasons[reasons.count - 1] += " (an earlier result is kept)"
    }
    return reasons
  }
}
