// Those documents of a file that somebody wants, by their positions in it; no other is kept.
import Formats
import FormatsFiles

/// The documents that a split names.
struct WantedDocuments {
  /// The path of the split, for messages.
  private let split: String
  private var isWanted: [Bool] = []
  /// Where the wanted documents are in `found`, by their position in the file.
  private var places: [Int32] = []
  private var found: [Document] = []

  init(split: String) { self.split = split }

  /// Asks for documents by their positions.
  ///
  /// - Throws: `InputError` for positions that no file has.
  mutating func add(_ numbers: [Int32]) throws {
    guard let last = numbers.max() else { return }
    // A forged number must not cost memory.
    guard Int(last) < 1 << 28 else { throw tooMany(Int(last), nil) }
    if isWanted.count <= Int(last) {
      isWanted += Array(repeating: false, count: Int(last) + 1 - isWanted.count)
    }
    for number in numbers { isWanted[Int(number)] = true }
  }

  /// Reads the documents that were asked for.
  ///
  /// - Throws: `InputError` when the file is damaged, or has fewer documents.
  mutating func read(_ path: String) throws {
    let reader = try DocumentsReader(path: path)
    places = [Int32](repeating: -1, count: isWanted.count)
    var count = 0
    while let document = try reader.nextDocument() {
      if count < isWanted.count, isWanted[count] {
        places[count] = Int32(found.count)
        found.append(document)
      }
      count += 1
    }
    guard count >= isWanted.count else { throw tooMany(isWanted.count - 1, count) }
  }

  /// The document at a position that was asked for.
  func document(_ number: Int32) -> Document { found[Int(places[Int(number)])] }

  private func tooMany(_ number: Int, _ count: Int?) -> InputError {
    InputError(
      file: split,
      problem: "names document \(number), but there are \(count.map(String.init) ?? "fewer")",
      remedy: "Run split again on the documents given here")
  }
}
