// Every parameter that a user of make can set: its name, what it takes, what it is for.
// Defaults are the stages'; what stands here only finds mistakes before anything runs.

/// A parameter of make.
public struct Parameter: Sendable {
  /// What a value may be.
  public enum Kind: Sendable, Equatable {
    case whole(ClosedRange<Int>)
    case real
    /// One of these words.
    case choice([String])
    /// Several of these words.
    case choices([String])
    /// The name of a file or folder.
    case path
    /// Names of files or folders.
    case paths
    /// Further options of a stage, as a shell takes them apart.
    case options
    case text
  }

  public var name: String
  public var kind: Kind
  public var help: String
  /// Whether results depend on it. The others say how to work, not what to make.
  public var decides = true
}
