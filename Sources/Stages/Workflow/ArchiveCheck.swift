// make check-archive: whether an archive is complete and its stage files were made from each
// other. Nothing is unpacked under a name from the archive.
import Formats
import FormatsFiles
import Foundation
import StageSupport

/// The check of one archive.
package struct ArchiveCheck {
  let path: String
  private var sums: [UInt8]?
  private var external: [UInt8]?
  private var parameters: [UInt8]?
  private var found: [String: ContentHash] = [:]
  private var family = StageFamily()
  private var stageDamage: InputError?
  private var root: String?
  private var nameBytes = 0

  package init(_ path: String) { self.path = path.hasPrefix("-") ? "./" + path : path }

  /// Reads the archive to its end.
  ///
  /// - Returns: what to say about it, in lines: that it is whole, and with which parameters
  ///   it was made.
  /// - Throws: `InputError` for the first thing that is wrong.
  package mutating func check() throws -> [String] {
    var info = stat()
    guard stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG, access(path, R_OK) == 0 else {
      throw failure("cannot be read")
    }
    do {
      try read()
    } catch let refusal as TarReader.Refusal {
      throw failure(refusal.problem)
    }
    let listed = try list()
    try compare(listed)
    if let stageDamage { throw stageDamage }
    try addInputs(listed)
    guard family.count > 0 else { throw failure("holds no stage files") }
    do {
      try family.checkOrigins()
    } catch let error as InputError {
      throw InputError(
        file: path, part: error.placeName, problem: "\(error.part ?? "input"): \(error.problem)", remedy: error.remedy)
    }
    return ["\(path): \(family.description) and made from each other"] + made
  }

  private func failure(_ problem: String) -> InputError {
    InputError(
      file: path, problem: problem,
      remedy: "Get the archive again, or make it again with make archive-NAME")
  }

  // MARK: Reading

  private mutating func read() throws {
    let scratch = try ScratchFile(orIn: URL(fileURLWithPath: path).deletingLastPathComponent().path)
    var tar = TarReader(try ByteSource(path: path))
    var seen: Set<String> = []
    do {
      while let member = try tar.next() {
        nameBytes += member.name.utf8.count
        guard nameBytes < 64 << 20, seen.count < 1 << 20 else { throw failure("holds too many files") }
        guard seen.insert(member.name).inserted else {
          throw failure("holds \(member.name.visible) twice")
        }
        guard let name = try inner(member) else { continue }
        try read(name, member, &tar, scratch)
      }
    } catch let error as InputError where error.placeName == path && error.remedy != failure("").remedy {
      // A compressed archive that is cut off.
      throw failure(TarReader.broken.problem)
    }
  }

  /// The name within the one folder of the archive; nil for a folder.
  private mutating func inner(_ member: TarReader.Member) throws -> String? {
    let parts = member.name.split(separator: "/", maxSplits: 1)
    guard let first = parts.first else { return nil }
    guard parts.count == 2 || member.isFolder, root == nil || root == String(first) else {
      throw failure("holds \(member.name.visible), which is not in the folder of the result")
    }
    root = String(first)
    return member.isFolder ? nil : String(parts[1])
  }

  private mutating func read(
    _ name: String, _ member: TarReader.Member, _ tar: inout TarReader, _ scratch: ScratchFile
  ) throws {
    var hasher = try ContentHasher()
    if ["SHA256SUMS", "EXTERNAL", "PARAMETERS"].contains(name) {
      let bytes = try tar.contents(limit: 64 << 20)
      bytes.withUnsafeBytes { hasher.update($0) }
      switch name {
      case "SHA256SUMS": sums = bytes
      case "EXTERNAL": external = bytes
      default: parameters = bytes
      }
      found[name] = hasher.finish()
      return
    }
    let isStage = name.hasSuffix(".stage")
    scratch.clear()
    try tar.read {
      hasher.update($0)
      if isStage { try scratch.append($0) }
    }
    found[name] = hasher.finish()
    // Damage shows first as a wrong hash, which is known at the end.
    guard isStage, stageDamage == nil else { return }
    do {
      try family.add(scratch.path, name: name)
    } catch let error as InputError {
      stageDamage = InputError(file: path, part: error.placeName, problem: error.problem, remedy: failure("").remedy)
    }
  }

  // MARK: Comparing

  private func list() throws -> ChecksumList {
    guard let sums else { throw failure("has no SHA256SUMS") }
    do {
      return try ChecksumList(sums, name: "SHA256SUMS")
    } catch let error as InputError {
      throw failure("is damaged: SHA256SUMS:\(error.line ?? 1): \(error.problem)")
    }
  }

  private func compare(_ listed: ChecksumList) throws {
    for (name, hash) in listed.hashes.sorted(by: { $0.key < $1.key }) {
      guard let hashFound = found[name] else { throw failure("is damaged: \(name.visible): is missing") }
      guard hashFound == hash else { throw failure("is damaged: \(name.visible): FAILED") }
    }
    guard found.keys.allSatisfy({ $0 == "SHA256SUMS" || listed[$0] != nil }), listed["SHA256SUMS"] == nil else {
      throw failure("holds other files than SHA256SUMS lists")
    }
    for (name, part) in [("EXTERNAL", external), ("PARAMETERS", parameters)] where part == nil {
      throw failure("has no \(name)")
    }
  }

  private mutating func addInputs(_ listed: ChecksumList) throws {
    // What is packed and is not a stage file is an input too.
    for (name, hash) in listed.hashes where !name.hasSuffix(".stage") { family.add(hash) }
    for (number, line) in (external ?? []).split(separator: 0x0A).enumerated() {
      guard let hash = ContentHash(listed: line) else {
        throw failure("is damaged: EXTERNAL:\(number + 1): is not a line of sha256sum: HASH  NAME")
      }
      family.add(hash)
    }
  }

  private var made: [String] {
    String(decoding: parameters ?? [], as: UTF8.self).split(whereSeparator: \.isNewline)
      .map { "made with \($0.visible)" }
  }
}
