// The files that a stage reads, as options name them.

/// The files that were given, each with its role, in their order.
public func givenFiles(_ files: [(role: String, path: String?)]) -> [(role: String, path: String)] {
  files.compactMap { role, path in path.map { (role, $0) } }
}
