// Words for yes and no in cells of tables and in texts of RDF that should be booleans.

/// Words that say whether a concept is deprecated.
package enum TruthWord {
  private static let yes: Set<String> = [
    "true", "yes", "y", "1", "deprecated", "obsolete", "ja", "wahr", "oui", "vrai", "verdadero",
  ]
  private static let no: Set<String> = ["false", "no", "n", "0", "nein", "falsch", "non", "faux", "falso"]

  /// Whether a text means yes, in any case.
  package static func isTrue(_ text: String) -> Bool { yes.contains(text.trimmed.lowercased()) }

  /// Whether a text is the status of what is not to be used any more.
  static func isWithdrawn(_ text: String) -> Bool { withdrawn.contains(text.trimmed.lowercased()) }
  private static let withdrawn: Set<String> = [
    "withdrawn", "retired", "superseded", "replaced", "inactive", "invalid", "rejected", "deleted", "archived",
    "removed", "not_accepted", "veraltet", "obsoleto",
  ]

  /// Whether a text means no, in any case.
  package static func isFalse(_ text: String) -> Bool { no.contains(text.trimmed.lowercased()) }
}
