// The ways in which documents become features, behind one name.
import Formats
import FormatsFiles
import PipelineNumerics
import Foundation

/// Turns documents into rows of numbers, as fitted on training documents.
public enum FeatureExtractor: Sendable {
  /// Weighted words and n-grams.
  case text(TextFeatures)
  /// Means of word vectors.
  case vectors(AveragedVectors)
  /// Rows that come with the documents, from a features file; with the number of columns.
  case given(Int)
  /// Vectors of a pretrained encoder, alone or in addition to words.
  case encoded(EncodedFeatures)

  /// The number of features.
  public var count: Int {
    switch self {
    case .text(let features): features.count
    case .vectors(let features): features.count
    case .given(let count): count
    case .encoded(let features): features.count
    }
  }

  /// The name of the way.
  public var name: String {
    switch self {
    case .text(let features): features.parameters.weighting.rawValue
    case .vectors: "vectors"
    case .given: "given"
    case .encoded: "encoded"
    }
  }

  /// The features of documents, one row per document.
  ///
  /// - Parameter rows: the rows or vectors that come with the documents, if features are given or
  ///   encoded.
  /// - Throws: `FeatureRowsMissing` if a document has no given row or vector.
  public func matrix(
    of documents: [Document], given rows: GivenFeatures?, pool: WorkerPool
  ) throws -> SparseMatrix {
    switch self {
    case .text(let features): return features.matrix(of: documents, pool: pool)
    case .vectors(let features): return features.matrix(of: documents, pool: pool)
    case .encoded(let features):
      return try features.matrix(of: documents, given: rows, pool: pool)
    case .given(let count):
      guard let rows, rows.hasRows else { throw FeatureRowsMissing.file }
      guard rows.columnCount == count else {
        throw FeatureRowsMissing.columns(found: rows.columnCount, wanted: count)
      }
      return SparseMatrix(columnCount: count, rows: try documents.map { try rows.row(of: $0.id) })
    }
  }

  package func write(to writer: StageWriter) throws {
    switch self {
    case .text(let features): try features.write(to: writer)
    case .vectors(let features): try features.write(to: writer)
    case .given(let count): try writer.write("features/count", [Int64(count)])
    case .encoded(let features): try features.write(to: writer)
    }
  }

  /// - Parameter name: of the way, as it was written.
  /// - Throws: `InputError` when sections are missing or contradict each other.
  package init(_ contents: StageContents, name: String) throws {
    if name == "vectors" {
      self = .vectors(try AveragedVectors(contents))
    } else if name == "encoded" {
      self = .encoded(try EncodedFeatures(contents))
    } else if name == "given" {
      let count = try contents.longs("features/count", count: 1)[0]
      guard (0...Int64(Int32.max)).contains(count) else {
        throw contents.invalid("features/count", "is out of range")
      }
      self = .given(Int(count))
    } else if TermWeighting(rawValue: name) != nil {
      self = .text(try TextFeatures(contents))
    } else {
      throw contents.invalid("description", "names unknown features: \(name)")
    }
  }
}

/// Why documents have no given features.
public enum FeatureRowsMissing: Error, Equatable {
  /// No features file was handed in.
  case file
  /// No row has the document's id.
  case row(id: String)
  /// The file has another number of columns.
  case columns(found: Int, wanted: Int)
  /// Neither encoded documents nor an encoder were handed in.
  case vectors
  /// No vector has the document's id.
  case vector(id: String)
  /// The vectors are made in another way than those of the training.
  case encoding(found: TextEncoding, wanted: TextEncoding)
}

/// What comes with the documents: rows of a features file, found by the ids of their
/// documents, or vectors.
public struct GivenFeatures: Sendable {
  private let rows: FeatureRows
  private let numbers: [ExactString: Int]
  /// The sources of the documents' vectors, each with a different encoding.
  private let sources: [any DocumentVectorSource]
  /// Whether there are rows of a features file.
  var hasRows: Bool { sources.isEmpty }

  /// The number of features of each row.
  public var columnCount: Int { rows.featureCount }

  /// Rows from the vectors of documents, each source having some of them.
  public init(vectors: [any DocumentVectorSource]) {
    sources = vectors
    rows = FeatureRows()
    numbers = [:]
  }

  /// Rows of a features file.
  public init(_ rows: FeatureRows) {
    self.rows = rows
    sources = []
    // The first row of an id counts, should one occur twice.
    numbers = Dictionary(
      zip(rows.ids.map { ExactString($0) }, rows.ids.indices), uniquingKeysWith: { a, _ in a })
  }

  /// The source whose vectors are made with the given encoding.
  ///
  /// - Throws: `FeatureRowsMissing` if none of the sources does.
  package func source(_ encoding: TextEncoding) throws -> any DocumentVectorSource {
    guard let first = sources.first else { throw FeatureRowsMissing.vectors }
    guard let source = sources.first(where: { $0.encoding == encoding }) else {
      throw FeatureRowsMissing.encoding(found: first.encoding, wanted: encoding)
    }
    return source
  }

  func row(of id: String) throws -> SparseRow {
    guard let number = numbers[ExactString(id)] else { throw FeatureRowsMissing.row(id: id) }
    let entries = rows.entries(of: number)
    return SparseRow(columns: Array(rows.columns[entries]), values: Array(rows.values[entries]))
  }
}

extension StageContents {
  /// A value stored as JSON in a section of one string.
  ///
  /// - Throws: `InputError` when it is missing or does not fit.
  package func decoded<Value: Decodable>(_: Value.Type, _ name: String) throws -> Value {
    let text = try strings(name, count: 1)[0]
    guard let value = try? JSONDecoder().decode(Value.self, from: Data(text.utf8)) else {
      throw invalid(name, "is not what this program writes there")
    }
    return value
  }
}
