// One run at a time works on a dataset.
import FormatsFiles
import Foundation

/// Locks below WORK/.locks. A lock belongs to the open file, so it is released with the last
/// process that has inherited it, however that one ends.
struct DatasetLock {
  let work: String

  /// Takes the lock `name`, waiting if another process has it.
  ///
  /// - Parameter isShared: whether only locks that are not shared are kept out.
  /// - Throws: `Mistake` if the lock cannot be written.
  func take(_ name: String, of place: String, isShared: Bool = false, say: (String) -> Void) throws {
    let folder = "\(work)/.locks"
    let path = "\(folder)/\(name)"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else {
      throw Mistake(
        "\(place) cannot be worked on: \(path) cannot be written. Make the folder writable, or give "
          + "another one: WORK=…")
    }
    let kind = isShared ? LOCK_SH : LOCK_EX
    func notLocked() -> Mistake {
      Mistake(
        "\(place) cannot be worked on: \(path) cannot be locked (\(lastSystemError())). Give a folder on a file "
          + "system that has locks: WORK=…")
    }
    if FileDescriptor.uninterrupted({ flock(descriptor, kind | LOCK_NB) }) != 0 {
      guard errno == EWOULDBLOCK else { throw notLocked() }
      var owner = [UInt8](repeating: 0, count: 200)
      let count = pread(descriptor, &owner, owner.count, 0)
      let text = String(decoding: owner.prefix(max(count, 0)), as: UTF8.self)
        .trimmingCharacters(in: .whitespacesAndNewlines)
      say("\(place) is in use by another make (\(text)); waiting until it has ended.")
      guard FileDescriptor.uninterrupted({ flock(descriptor, kind) }) == 0 else { throw notLocked() }
    }
    var host = [CChar](repeating: 0, count: 256)
    gethostname(&host, host.count - 1)
    let owner = "process \(getpid()) on \(String(decoding: host.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self))\n"
    ftruncate(descriptor, 0)
    _ = Array(owner.utf8).withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
  }
}
