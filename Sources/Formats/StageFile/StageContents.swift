// A stage file read whole, for stages with small inputs. Streams of
// documents are read section by section with `StageReader` instead.
import FormatsFiles

/// The sections of a stage file in memory, each checked when it is asked for.
public struct StageContents {
  /// The file, for messages.
  public let path: String
  /// What kind of stage file it is.
  public let kind: StageKind
  /// What it was made from, and with which parameters.
  public let header: StageHeader
  /// The stage's results in brief.
  public let summary: [String: StageHeader.Value]

  private var payloads: [String: (shape: [Int], payload: SectionValues)] = [:]

  /// Reads the file at `path`.
  ///
  /// - Parameter names: the sections to keep; the others are checked and
  ///   skipped. Nil keeps all.
  /// - Throws: `InputError` for anything but a whole file of the kind, and for one
  ///   whose sections take far more memory than its size lets expect.
  public init(path: String, expecting kind: StageKind, sections names: Set<String>? = nil) throws {
    let reader = try StageReader(path: path, expecting: kind)
    var memory = 0
    while let section = try reader.nextSection() {
      if let names, !names.contains(section.name) { continue }
      let sum = memory.addingReportingOverflow(section.memory)
      memory = sum.overflow ? Int.max : sum.partialValue
      try reader.admit(memory, section.name)
      payloads[section.name] = (section.shape, try SectionValues(section, of: reader))
    }
    self.path = path
    self.kind = reader.kind
    header = reader.header
    summary = reader.summary
  }

  /// What `StageWriter.nested` wrote with this prefix, as if it were a separate file.
  public func nested(_ prefix: String) -> StageContents {
    var part = self
    part.payloads = [:]
    for (name, payload) in payloads where name.hasPrefix("\(prefix)/") {
      part.payloads[String(name.dropFirst(prefix.utf8.count + 1))] = payload
    }
    return part
  }

  /// Whether there is a section of that name.
  public func has(_ name: String) -> Bool { payloads[name] != nil }

  /// The shape of a section.
  public func shape(_ name: String) throws -> [Int] { try entry(name).shape }

  /// The number of elements of all sections whose names begin with `prefix`.
  public func elementCount(of prefix: String) -> Int {
    payloads.lazy.filter { $0.key.hasPrefix(prefix) }
      .reduce(0) { $0 + $1.value.shape.reduce(1, *) }
  }

  /// The elements of the section `name`. Throws if there is none, it has another type, or `count` is another.
  public func bytes(_ name: String, count: Int? = nil) throws -> [UInt8] {
    guard case .u8(let values) = try entry(name).payload else { throw wrongType(name, .u8) }
    return try checked(values, name, count)
  }

  /// Like `bytes(_:count:)`.
  public func integers(_ name: String, count: Int? = nil) throws -> [Int32] {
    guard case .i32(let values) = try entry(name).payload else { throw wrongType(name, .i32) }
    return try checked(values, name, count)
  }

  /// Counts and places, each within ±2^40: sums of millions of them cannot overflow.
  public func longs(_ name: String, count: Int? = nil) throws -> [Int64] {
    guard case .i64(let values) = try entry(name).payload else { throw wrongType(name, .i64) }
    guard values.allSatisfy({ (-1 << 40...1 << 40).contains($0) }) else {
      throw invalid(name, "holds a number that is out of range")
    }
    return try checked(values, name, count)
  }

  /// Like `bytes(_:count:)`; all are finite if the kind of file requires it.
  public func floats(_ name: String, count: Int? = nil) throws -> [Float] {
    guard case .f32(let values) = try entry(name).payload else { throw wrongType(name, .f32) }
    guard !kind.isFinite || values.allSatisfy(\.isFinite) else { throw notFinite(name) }
    return try checked(values, name, count)
  }

  /// Like `floats(_:count:)`.
  public func doubles(_ name: String, count: Int? = nil) throws -> [Double] {
    guard case .f64(let values) = try entry(name).payload else { throw wrongType(name, .f64) }
    guard !kind.isFinite || values.allSatisfy(\.isFinite) else { throw notFinite(name) }
    return try checked(values, name, count)
  }

  /// Like `bytes(_:count:)`.
  public func strings(_ name: String, count: Int? = nil) throws -> [String] {
    guard case .str(let values) = try entry(name).payload else { throw wrongType(name, .str) }
    return try checked(values, name, count)
  }

  /// The error for content that is whole but makes no sense.
  public func invalid(_ section: String, _ problem: String) -> InputError {
    InputError(
      file: path, part: section, problem: problem, remedy: StageReader.rebuild(kind))
  }

  private func entry(_ name: String) throws -> (shape: [Int], payload: SectionValues) {
    guard let entry = payloads[name] else {
      throw invalid(name, "the section is missing")
    }
    return entry
  }

  private func checked<T>(_ values: [T], _ name: String, _ count: Int?) throws -> [T] {
    if let count, values.count != count {
      throw invalid(name, "holds \(values.count, "element"), \(count) are expected")
    }
    return values
  }

  private func notFinite(_ name: String) -> InputError {
    invalid(name, "holds a value that is not a finite number")
  }

  private func wrongType(_ name: String, _ type: ElementType) -> InputError {
    invalid(name, "does not hold \(type.rawValue) values")
  }
}
