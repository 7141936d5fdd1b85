// Damage to stage files that keeps every checksum right: what somebody who means harm,
// or another program, would write. And damage that does not.
import Foundation
@testable import Formats
import PipelineNumerics

/// A stage file taken apart.
struct MutableStageFile {
  var kind: StageKind
  var header: StageHeader
  var summary: [String: StageHeader.Value]
  var sections: [(name: String, shape: [Int], payload: SectionValues)] = []

  init(path: String) throws {
    let reader = try StageReader(path: path)
    kind = reader.kind
    header = reader.header
    summary = [:]
    while let section = try reader.nextSection() {
      sections.append((section.name, section.shape, try SectionValues(section, of: reader)))
    }
    summary = reader.summary
  }

  func write(to path: String) throws {
    let writer = try StageWriter(path: path, kind: kind, header: header, level: 1)
    for (name, shape, payload) in sections {
      switch payload {
      case .u8(let values): try writer.write(name, values, shape: shape)
      case .i32(let values): try writer.write(name, values, shape: shape)
      case .i64(let values): try writer.write(name, values, shape: shape)
      case .f32(let values): try writer.write(name, values, shape: shape)
      case .f64(let values): try writer.write(name, values, shape: shape)
      case .str(let values): try writer.write(name, values)
      }
    }
    try writer.commit(summary: summary)
  }

  /// One to three changes.
  mutating func mutate(_ random: inout RandomStream) {
    for _ in 0...random.next(below: 3) { change(&random) }
  }

  private mutating func change(_ random: inout RandomStream) {
    guard !sections.isEmpty else { return }
    let place = random.next(below: sections.count)
    switch random.next(below: 16) {
    case 0: sections.remove(at: place)
    case 1: sections.append(sections[place])
    case 2: sections.swapAt(place, random.next(below: sections.count))
    case 3: sections[place].name += "x"
    case 4: changeHeader(&random)
    case 5: sections[place].shape = reshaped(sections[place].shape, &random)
    default: sections[place] = changed(sections[place], &random)
    }
  }

  private mutating func changeHeader(_ random: inout RandomStream) {
    let values: [StageHeader.Value] = [
      .int(.max), .int(.min), .int(-1), .double(1e308), .string("\u{1B}[2J"), .bool(true),
    ]
    let value = values[random.next(below: values.count)]
    let keys = header.parameters.keys.sorted()
    switch random.next(below: 4) {
    case 0: if !keys.isEmpty { header.parameters[keys[random.next(below: keys.count)]] = value }
    case 1: summary = summary.mapValues { _ in value }
    case 2: header.inputs.removeAll()
    default: header.stage = ["train", "train-baseline", "", "\u{1B}[2J"][random.next(below: 4)]
    }
  }

  private func reshaped(_ shape: [Int], _ random: inout RandomStream) -> [Int] {
    let count = shape.reduce(1, *)
    switch random.next(below: 4) {
    case 0: return [count]
    case 1: return shape.reversed()
    case 2: return [1, count]
    default: return [count, 1, 1]
    }
  }

  private func changed(
    _ section: (name: String, shape: [Int], payload: SectionValues), _ random: inout RandomStream
  ) -> (name: String, shape: [Int], payload: SectionValues) {
    func values<T>(_ old: [T], _ extremes: [T]) -> [T] {
      var new = old
      switch random.next(below: 8) {
      case 0: new = []
      case 1: new.removeLast(min(new.count, 1 + random.next(below: 3)))
      case 2: new += new.prefix(1 + random.next(below: 1_000))
      case 3:
        let value = extremes[random.next(below: extremes.count)]
        new = new.map { _ in value }
      default:
        for _ in 0...random.next(below: 3) where !new.isEmpty {
          let place = random.next(below: 3) == 0 ? 0 : random.next(below: new.count)
          new[place] = extremes[random.next(below: extremes.count)]
        }
      }
      return new
    }
    let payload: SectionValues
    let count: Int
    switch section.payload {
    case .u8(let old):
      let new = values(old, [0, 1, 255])
      (payload, count) = (.u8(new), new.count)
    case .i32(let old):
      let new = values(old, [.max, .min, -1, 0, 1, 2, 1 << 20, 1 << 30])
      (payload, count) = (.i32(new), new.count)
    case .i64(let old):
      let new = values(old, [.max, .min, -1, 0, 1, 2, 1 << 20, 1 << 31, 1 << 40])
      (payload, count) = (.i64(new), new.count)
    case .f32(let old):
      let new = values(old, [.nan, .infinity, -.infinity, 3e38, -3e38, Float.leastNonzeroMagnitude, 0, -1, 2])
      (payload, count) = (.f32(new), new.count)
    case .f64(let old):
      let new = values(old, [.nan, .infinity, -.infinity, 1e308, -1e308, 0, -1, 2])
      (payload, count) = (.f64(new), new.count)
    case .str(let old):
      let json = old.count == 1 ? [withExtremeNumber(old[0], &random)] : []
      let new = values(
        json.isEmpty ? old : json,
        ["", "\u{0}", "\u{1B}[2J", old.first ?? "", String(repeating: "long ", count: 20_000)])
      (payload, count) = (.str(new), new.count)
    }
    let shape = count == section.shape.reduce(1, *) ? section.shape : [count]
    return (section.name, shape, payload)
  }

  /// JSON with one of its numbers replaced.
  private func withExtremeNumber(_ text: String, _ random: inout RandomStream) -> String {
    let numbers = text.matches(of: /: ?(-?[0-9.]+)/).map(\.range)
    guard !numbers.isEmpty else { return text }
    var text = text
    let values = ["9223372036854775807", "-1", "0", "2147483648", "1e308", "65536", "-1e30"]
    text.replaceSubrange(
      numbers[random.next(below: numbers.count)], with: ": " + values[random.next(below: values.count)])
    return text
  }
}

/// One to six changes to bytes: some put in, taken out or exchanged, pieces repeated, the
/// end cut off.
func mutateBytes(_ bytes: [UInt8], _ random: inout RandomStream) -> [UInt8] {
  var bytes = bytes
  for _ in 0...random.next(below: 6) where !bytes.isEmpty {
    let place = random.next(below: bytes.count)
    switch random.next(below: 7) {
    case 0: bytes.insert(UInt8(random.next(below: 256)), at: place)
    case 1: bytes.remove(at: place)
    case 2: bytes[place] = UInt8(random.next(below: 256))
    case 3: bytes[place] ^= 1 << UInt8(random.next(below: 8))
    case 4:
      let signs = Array("{}[]<>\"',:;\\/=&-0123456789 \t\n".utf8)
      bytes[place] = signs[random.next(below: signs.count)]
    case 5:
      let piece = bytes[place..<min(bytes.count, place + 1 + random.next(below: 30))]
      bytes.insert(
        contentsOf: Array(repeatElement(piece, count: 1 + random.next(below: 40)).joined()), at: place)
    default:
      if random.next(below: 4) == 0 { bytes.removeSubrange(place...) }
    }
  }
  return bytes
}
