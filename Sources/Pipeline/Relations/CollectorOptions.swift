// Which statements of an RDF file count, and how.
import Formats

/// What a user may choose about the statements of RDF files.
package struct CollectorOptions: Sendable, Equatable {
  /// A predicate whose objects are names of its subjects.
  package struct NamePredicate: Sendable, Equatable {
    package var iri: String
    package var kind: NameKind

    package init(iri: String, kind: NameKind) {
      self.iri = iri
      self.kind = kind
    }
  }

  /// Languages of names, the best first; an empty one is “no language”. A
  /// tag matches itself and its regional forms (`en`: `en-GB`). Nil leaves the
  /// choice to the labels that are to be matched.
  package var languages: [String]? = ["en", ""]
  /// Whether `rdf:type` makes an instance narrower than its class.
  package var usesTypes = false
  /// Whether `skos:broadMatch` and `narrowMatch` make edges, and `exactMatch` and
  /// `owl:sameAs` make concepts equal. These lead to other schemes and are often
  /// made by machine, so they are counted but not used unless asked for.
  package var usesMappings = false
  /// Further predicates: the subject is narrower than the object.
  package var broaderPredicates: [String] = []
  /// Further predicates: the subject is broader than the object.
  package var narrowerPredicates: [String] = []
  /// Further predicates of names.
  package var namePredicates: [NamePredicate] = []
  /// Whether concepts without any label are named by the end of their IRI.
  var usesLocalNames = true
  /// Whether types, schemes and collections of concepts are kept.
  package var keepsGroups = false
  /// Whether related concepts are kept.
  var keepsRelated = false

  package init() {}
}
