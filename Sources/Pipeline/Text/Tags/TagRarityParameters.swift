// What can be chosen about rare tags.
import Formats

/// Which labels are left out, and documents without any.
package struct TagRarityParameters: DeclaredParameters {
  package var minDocuments = 3
  package var minUsers = 3
  package var keepUntagged = false

  package init() {}

  package static let declarations: [Declaration<Self>] = [
    .init(
      "minDocuments", \.minDocuments, in: .atLeast(1), "Drop labels that fewer documents have.",
      valueName: "n"),
    .init(
      "minUsers", \.minUsers, in: .atLeast(1),
      "Drop labels that fewer users gave, where it is known who gave which.", valueName: "n"),
    .init("keepUntagged", \.keepUntagged, "Keep documents without any remaining tag."),
  ]
}
