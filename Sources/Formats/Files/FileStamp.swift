// The file system's data about a file, by which a file that was hashed before is
// recognised. It reads no content.
import Foundation

/// A file's identity: where it is kept, its size, and when it was last changed.
///
/// A file that is replaced has another inode, and one that is written in place another
/// change time, which no program can set. So equal stamps mean equal content, whatever
/// the modification times say, unless a file is written twice, with a look at it between, within a tick of
/// the file system's clock (some milliseconds) and with the same size.
public struct FileStamp: Codable, Hashable, Sendable {
  private var device: UInt64
  private var inode: UInt64
  private var size: Int64
  /// Nanoseconds since 1970.
  private var modified: Int64
  private var changed: Int64

  /// The stamp of the file at `path`, links followed; nil if there is none.
  public init?(of path: String) {
    var info = stat()
    guard stat(path, &info) == 0 else { return nil }
    device = UInt64(info.st_dev)
    inode = UInt64(info.st_ino)
    size = Int64(info.st_size)
    modified = Self.nanoseconds(info.st_mtim)
    changed = Self.nanoseconds(info.st_ctim)
  }

  /// Whether nothing was written between the two stamps. The change time may differ: it
  /// is renewed by another link to the same file too.
  public func isUnwritten(since earlier: FileStamp) -> Bool {
    device == earlier.device && inode == earlier.inode && size == earlier.size
      && modified == earlier.modified
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}
