// What can be chosen about rare tags.
import Formats

/// Which labels are left out, and documents without any.
public struct TagRarityParameters: DeclaredParameters {
  public var minDocuments = 3
  public var minUsers = 3
  public var keepUntagged = false

  public init() {}

  public static let declarations: [Declaration<Self>] = [
    .init(
      "minDocuments", \.minDocuments, in: .atLeast(1), "Drop labels that fewer documents have.",
      valueName: "n"),
    .init(
      "minUsers", \.minUsers, in: .atLeast(1),
      "Drop labels that fewer users gave, where it is known who gave which.", valueName: "n"),
    .init("keepUntagged", \.keepUntagged, "Keep documents without any remaining tag."),
  ]
}
