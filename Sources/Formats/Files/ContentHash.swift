// SHA-256 of files, by OpenSSL. Content, not time, decides what is up to date.
import CCrypto
import Foundation

/// The SHA-256 digest of a file's bytes.
public struct ContentHash: Hashable, Codable, Sendable, CustomStringConvertible {
  /// 64 lower-case hexadecimal digits.
  public let hexadecimal: String
  public var description: String { hexadecimal }

  /// A digest known as 64 lower-case hexadecimal digits, which are not checked.
  public init(hexadecimal: String) { self.hexadecimal = hexadecimal }

  public init(from decoder: any Decoder) throws {
    hexadecimal = try decoder.singleValueContainer().decode(String.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(hexadecimal)
  }

  /// Hashes the raw bytes of the file at `path`, without decompressing them.
  ///
  /// - Throws: `InputError` when the file cannot be read.
  public init(ofFile path: String) throws {
    try InputError.checkRepeatable(path)
    let file = try FileDescriptor(path: path)
    var hasher = try ContentHasher()
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = try chunk.withUnsafeMutableBytes { try file.read(into: $0) }
      if count == 0 { break }
      chunk.withUnsafeBytes { hasher.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
    self = hasher.finish()
  }
}

/// Computes a `ContentHash` piece by piece.
public struct ContentHasher: ~Copyable {
  private let context: OpaquePointer

  /// - Throws: `InputError` when OpenSSL offers no SHA-256.
  public init() throws {
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1
    else {
      throw InputError(.machine("libcrypto"), problem: "offers no SHA-256 on this machine")
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Adds bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
  }

  /// The digest of everything added.
  public mutating func finish() -> ContentHash {
    var digest = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 32
    EVP_DigestFinal_ex(context, &digest, &length)
    let digits = Array("0123456789abcdef")
    return ContentHash(
      hexadecimal: String(digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }))
  }
}

/// The 64-bit FNV-1a hash of the UTF-8 bytes. The chance that any two of a million
/// different texts collide is below one in 10⁷.
@inlinable public func fnv1a(_ text: String) -> UInt64 {
  text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}

/// The same hash of bytes.
@inlinable public func fnv1a(_ bytes: some Sequence<UInt8>) -> UInt64 {
  bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}
