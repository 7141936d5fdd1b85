// Files compressed with bzip2, xz or Zstandard, read through the programs of that
// name. Gzip is ByteSource's own.
import Foundation

/// The compression formats that an external program decompresses.
enum Decompressor: CaseIterable {
  case bzip2, xz, zstd

  private var magic: [UInt8] {
    switch self {
    case .bzip2: Array("BZh".utf8)
    case .xz: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]
    case .zstd: [0x28, 0xB5, 0x2F, 0xFD]
    }
  }

  var program: String {
    switch self {
    case .bzip2: "bzip2"
    case .xz: "xz"
    case .zstd: "zstd"
    }
  }

  private var package: String { self == .xz ? "xz-utils" : program }

  /// The format that begins with these bytes.
  init?(start: some Collection<UInt8>) {
    guard let found = Self.allCases.first(where: { start.starts(with: $0.magic) }) else {
      return nil
    }
    self = found
  }

  /// The decompressed bytes of a file, or nil if it has none of these formats.
  ///
  /// - Throws: `InputError` if the program is missing or cannot be started.
  static func output(of file: FileDescriptor) throws -> FileDescriptor? {
    guard file.size != nil, let format = Decompressor(start: try file.start(6)) else {
      return nil
    }
    return try format.run(on: file)
  }

  private func run(on file: FileDescriptor) throws -> FileDescriptor {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw failure(file, lastSystemError()) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, file.number, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    // The program's exit status reports any problem.
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    let words = ([program, "-d", "-c", "-q"] as [String]).map { strdup($0) }
    defer { for word in words { free(word) } }
    let arguments = words + [nil]
    var child: pid_t = 0
    let code = posix_spawnp(&child, program, &actions, nil, arguments, [nil])
    close(ends[1])
    guard code == 0 else {
      close(ends[0])
      throw failure(
        file, code == ENOENT ? "the program \(program) is not installed" : String(cString: strerror(code)))
    }
    return FileDescriptor(
      name: file.name, reading: ends[0],
      from: ChildProcess(number: child, what: "compressed with \(program)"))
  }

  private func failure(_ file: FileDescriptor, _ reason: String) -> InputError {
    InputError(
      file: file.name, problem: "is compressed with \(program), and \(reason)",
      remedy: "Install it (apt install \(package)), or decompress the file")
  }

  /// The error for compressed bytes on a pipe, which cannot be looked at first.
  func onPipe(_ name: String) -> InputError {
    InputError(
      file: name, problem: "is compressed with \(program), which is read from files only",
      remedy: "Put \(program) -dc before the pipe, or give the file")
  }
}

/// A program whose output is read.
final class ChildProcess {
  private let number: pid_t
  private let what: String
  private var isDone = false

  init(number: pid_t, what: String) {
    self.number = number
    self.what = what
  }

  deinit { _ = wait() }

  /// Waits for the end of the program; returns whether it succeeded.
  private func wait() -> Bool {
    guard !isDone else { return true }
    isDone = true
    var status: Int32 = 0
    let got = FileDescriptor.uninterrupted { waitpid(number, &status, 0) }
    return got == number && status == 0
  }

  /// - Throws: `InputError` if the program says that its input is damaged.
  func check(_ name: String) throws {
    guard !wait() else { return }
    throw InputError(
      file: name, problem: "is \(what), and damaged or truncated",
      remedy: "Copy or make the file again")
  }
}
