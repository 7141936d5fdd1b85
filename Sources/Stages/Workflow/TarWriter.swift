// Writes a tar file (POSIX ustar, with pax headers for what does not fit) whose bytes depend
// on nothing but names and contents: no times, no owners.
import FormatsFiles
import Foundation

/// A tar file being written.
struct TarWriter {
  private let file: AtomicFile
  private var size = 0

  /// - Throws: `InputError` as `AtomicFile`.
  init(path: String) throws { file = try AtomicFile(path: path) }

  /// Adds a file from memory.
  mutating func add(_ name: String, _ text: String) throws {
    let bytes = Array(text.utf8)
    try start(name, size: bytes.count)
    try write(bytes)
    try pad()
  }

  /// Adds the file at `path`, which must have this size and hash.
  ///
  /// - Throws: `InputError` if it cannot be read, or has changed since.
  mutating func add(_ name: String, path: String, size count: Int, hash: ContentHash) throws {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw InputError(file: path, problem: "cannot be opened: \(lastSystemError())")
    }
    defer { close(descriptor) }
    try start(name, size: count)
    var hasher = try ContentHasher()
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    var rest = count
    while rest > 0 {
      let got = read(descriptor, &chunk, min(rest, chunk.count))
      if got < 0, errno == EINTR { continue }
      guard got > 0 else { break }
      try chunk.withUnsafeBytes {
        let piece = UnsafeRawBufferPointer(rebasing: $0[..<got])
        hasher.update(piece)
        try file.write(piece)
      }
      size += got
      rest -= got
    }
    guard rest == 0, hasher.finish() == hash else {
      throw InputError(
        file: path, problem: "changed while it was being packed",
        remedy: "Run the command again when nothing writes to it")
    }
    try pad()
  }

  /// Ends the file and gives it its name.
  ///
  /// - Throws: `InputError` as `AtomicFile.commit`.
  mutating func commit() throws {
    // Two empty blocks, then to a multiple of what tar writes at once.
    try write([UInt8](repeating: 0, count: 1024))
    try write([UInt8](repeating: 0, count: (10240 - size % 10240) % 10240))
    try file.commit()
  }

  private mutating func start(_ name: String, size count: Int) throws {
    var records = ""
    if name.utf8.count > 100 { records += Self.record("path", name) }
    if count >= 1 << 33 { records += Self.record("size", String(count)) }
    if !records.isEmpty {
      try write(Self.header("PaxHeader", size: records.utf8.count, type: "x"))
      try write(Array(records.utf8))
      try pad()
    }
    try write(Self.header(name, size: count < 1 << 33 ? count : 0, type: "0"))
  }

  /// `LENGTH KEY=VALUE`, where the length counts itself.
  private static func record(_ key: String, _ value: String) -> String {
    let rest = " \(key)=\(value)\n"
    var length = rest.utf8.count
    while String(length).utf8.count + rest.utf8.count != length {
      length = String(length).utf8.count + rest.utf8.count
    }
    return "\(length)\(rest)"
  }

  private static func header(_ name: String, size: Int, type: Character) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at offset: Int) {
      for (i, byte) in text.utf8.enumerated() { block[offset + i] = byte }
    }
    func octal(_ number: Int, _ digits: Int) -> String {
      let text = String(number, radix: 8)
      return String(repeating: "0", count: digits - text.count) + text
    }
    for (i, byte) in name.utf8.prefix(100).enumerated() { block[i] = byte }
    put(octal(0o644, 7), at: 100)
    put(octal(0, 7), at: 108)
    put(octal(0, 7), at: 116)
    put(octal(size, 11), at: 124)
    put(octal(0, 11), at: 136)
    put("        ", at: 148)
    put(String(type), at: 156)
    put("ustar", at: 257)
    put("00", at: 263)
    put(octal(0, 7), at: 329)
    put(octal(0, 7), at: 337)
    put(octal(block.reduce(0) { $0 + Int($1) }, 6), at: 148)
    block[154] = 0
    return block
  }

  private mutating func write(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { try file.write($0) }
    size += bytes.count
  }

  private mutating func pad() throws {
    try write([UInt8](repeating: 0, count: (512 - size % 512) % 512))
  }
}
