// The combinations of a sweep. It runs nothing.
import FormatsFiles
import Foundation

/// One combination of values.
struct Combination: Equatable {
  /// Parameter and value, in the order of the grid.
  var values: [(name: String, value: String)]

  static func == (a: Self, b: Self) -> Bool {
    a.values.elementsEqual(b.values) { $0.name == $1.name && $0.value == $1.value }
  }

  /// As it is shown: `LAMBDA_SIM=0 TUNE=""`.
  var name: String {
    values.map { "\($0.name)=\(Self.isPlain($0.value) && !$0.value.isEmpty ? $0.value : "\"\($0.value)\"")" }
      .joined(separator: " ")
  }

  /// The folder of its files. A value that cannot be part of a folder's name adds a hash.
  var folder: String {
    let parts = values.sorted { $0.name < $1.name }.map { name, value in
      let plain = String(value.map { Self.isPlain(String($0)) ? $0 : "_" })
      return "\(name)-\(plain)" + (plain == value ? "" : "-" + String(fnv1a(value) & 0xFFFF, radix: 16))
    }
    let all = parts.joined(separator: ",")
    return all.utf8.count <= 200 ? all : String(all.prefix(180)) + "-" + String(fnv1a(all), radix: 16)
  }

  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy {
      (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || ".+-_".utf8.contains($0)
    }
  }
}

/// The first text that occurs twice; nil if none does.
func repeated(_ texts: [String]) -> String? {
  var seen: Set<String> = []
  return texts.first { !seen.insert($0).inserted }
}

/// `VAR=a,b OTHER='x y',z`: the values of each axis.
struct Grid {
  private(set) var axes: [(name: String, values: [String])] = []

  /// Every combination, the last axis changing first.
  var combinations: [Combination] {
    axes.reduce([Combination(values: [])]) { all, axis in
      all.flatMap { one in axis.values.map { Combination(values: one.values + [(axis.name, $0)]) } }
    }
  }

  /// - Throws: `Mistake` that names what is wrong with the text.
  init(_ text: String) throws {
    var axis: (name: String, values: [String])?
    var piece = ""
    var quote: Character?
    func close() throws {
      guard var done = axis else {
        if piece.isEmpty { return }
        throw Mistake("GRID: \(piece) is not VARIABLE=VALUE,VALUE,…")
      }
      done.values.append(piece)
      axes.append(done)
      axis = nil
      piece = ""
    }
    for character in text {
      if let open = quote, character == open {
        quote = nil
      } else if quote == nil, character == "'" || character == "\"" {
        quote = character
      } else if quote == nil, character == " " || character == "\t" {
        try close()
      } else if quote == nil, character == ",", axis != nil {
        axis?.values.append(piece)
        piece = ""
      } else if quote == nil, character == "=", axis == nil {
        axis = (piece, [])
        piece = ""
      } else if character.isASCII, character.isLetter || character.isNumber || " \t._+-:/,=".contains(character) {
        piece.append(character)
      } else {
        throw Mistake("GRID: values are made of letters, digits, blanks and . _ + - : / , =")
      }
    }
    guard quote == nil else { throw Mistake("GRID: a quotation mark is missing") }
    try close()
    let known = Parameter.all.filter(\.decides).map(\.name)
    for (place, axis) in axes.enumerated() {
      guard known.contains(axis.name) else {
        throw Mistake("GRID: there is no parameter \(axis.name) (make help lists them)\(didYouMean(axis.name, known))")
      }
      guard !axes[..<place].contains(where: { $0.name == axis.name }) else {
        throw Mistake("GRID names \(axis.name) twice.")
      }
      if let twice = repeated(axis.values) { throw Mistake("GRID: \(axis.name) has \(twice) twice.") }
    }
  }
}
