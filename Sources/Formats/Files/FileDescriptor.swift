// A file opened for reading, with the calls that an interruption must not end
// and a failing device must not pass off as the end of the file.
import Foundation

/// An open file, closed when it is no longer used.
package final class FileDescriptor {
  /// What may be opened.
  package enum Demand {
    /// Files, pipes and devices: what is read once, from its beginning to its end.
    case stream
    /// Regular files only. Opening a pipe might wait, and it cannot be read twice.
    case regularFile
  }

  /// The name for error messages; `-` is standard input.
  let name: String
  let number: Int32
  /// The size in bytes of a regular file; nil for a pipe or a device.
  package let size: Int?
  /// The program that writes what is read here.
  private var child: ChildProcess?

  /// Opens `path` for reading; `-` is standard input.
  ///
  /// - Throws: `InputError` if there is no such file, no permission, or the file
  ///   is not what is demanded.
  package init(path: String, demand: Demand = .stream) throws {
    name = path
    // Without O_NONBLOCK opening a pipe waits until somebody writes to it.
    let flags = O_RDONLY | O_CLOEXEC | (demand == .regularFile ? O_NONBLOCK : 0)
    let opened = path == "-" ? dup(STDIN_FILENO) : Self.uninterrupted { open(path, flags) }
    guard opened >= 0 else { throw InputError.cannotOpen(path) }
    var info = stat()
    guard fstat(opened, &info) == 0 else {
      defer { close(opened) }
      throw InputError.cannotOpen(path)
    }
    let kind = info.st_mode & S_IFMT
    if kind == S_IFDIR || (demand == .regularFile && kind != S_IFREG) {
      close(opened)
      throw InputError(
        file: path, problem: "is a \(Self.name(ofKind: kind)), not a file")
    }
    number = opened
    size = kind == S_IFREG ? Int(info.st_size) : nil
  }

  /// The reading end of a pipe.
  ///
  /// - Parameter child: the program at the other end.
  init(name: String, reading number: Int32, from child: ChildProcess) {
    self.name = name
    self.number = number
    self.child = child
    size = nil
  }

  deinit {
    // The program ends when nobody reads any more, and is waited for then.
    close(number)
    child = nil
  }

  /// What a user calls a kind of file.
  static func name(ofKind kind: mode_t) -> String {
    switch kind {
    case S_IFDIR: "directory"
    case S_IFIFO: "pipe"
    case S_IFSOCK: "socket"
    default: "device"
    }
  }

  /// Reads up to `buffer.count` bytes; 0 means the end.
  ///
  /// - Throws: `InputError` if the device fails.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = try checked(
      Self.uninterrupted { Foundation.read(number, buffer.baseAddress, buffer.count) })
    if count == 0 { try child?.check(name) }
    return count
  }

  /// The first `count` bytes of a regular file, or fewer if it is shorter; the
  /// reading position stays.
  ///
  /// - Throws: `InputError` if the device fails.
  package func start(_ count: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let got = try checked(
      Self.uninterrupted {
        bytes.withUnsafeMutableBytes { pread(number, $0.baseAddress, $0.count, 0) }
      })
    return Array(bytes[..<got])
  }

  private func checked(_ count: Int) throws -> Int {
    guard count >= 0 else {
      throw InputError(file: name, problem: "cannot be read: \(lastSystemError())")
    }
    return count
  }

  /// Repeats a system call that a signal has interrupted.
  package static func uninterrupted<Number: SignedInteger>(_ call: () -> Number) -> Number {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }
}

/// The C library's message for `errno`.
public func lastSystemError() -> String {
  String(cString: strerror(errno))
}

/// The system's reason for an error of Foundation, whose own description names its domain.
public func systemReason(of error: any Error) -> String {
  var found = error as NSError
  while let deeper = found.userInfo[NSUnderlyingErrorKey] as? NSError { found = deeper }
  guard found.domain == NSPOSIXErrorDomain, let code = Int32(exactly: found.code) else {
    return lastSystemError()
  }
  return String(cString: strerror(code))
}

extension InputError {
  /// Refuses a pipe or a device, which gives its bytes only once or without end.
  /// This is checked before opening, which may wait for the pipe's other end.
  ///
  /// - Parameter path: `-` is standard input, which readers of corpora and knowledge bases
  ///   have stored under another name.
  /// - Throws: `InputError` that says what to do instead.
  package static func checkRepeatable(_ path: String) throws {
    guard path != "-" else {
      throw InputError(
        .standardInput, problem: "cannot be used for this input", remedy: "Give the name of a file; ./- is one")
    }
    var info = stat()
    guard stat(path, &info) == 0 else { throw cannotOpen(path) }
    let kind = info.st_mode & S_IFMT
    let isPipe = [S_IFIFO, S_IFSOCK].contains(kind)
    let isDevice = kind == S_IFCHR && path != "/dev/stdin" && path != "/dev/null"
    guard isPipe || isDevice else { return }
    throw InputError(
      file: path, problem: "is a \(isPipe ? "pipe" : "device"), which cannot be read twice",
      remedy: "Write its bytes to a file; a corpus or knowledge base may come on standard input (-)")
  }

  /// The error of a call to `open` or `stat` that has just failed.
  package static func cannotOpen(_ path: String) -> InputError {
    let isAbsent = errno == ENOENT
    return InputError(
      file: path, problem: "cannot be opened: \(lastSystemError())",
      remedy: isAbsent ? "Check the name, or run the stage that makes this file" : nil)
  }
}
