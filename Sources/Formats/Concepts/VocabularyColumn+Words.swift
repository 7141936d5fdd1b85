// The names that people give the columns of a table of concepts, in English, German, French and Spanish:
// data, nothing else.

extension VocabularyColumn {
  /// The meaning of each name, by its `key`.
  static let meanings: [String: Meaning] = {
    var meanings: [String: Meaning] = [:]
    for (meaning, names) in words {
      for name in names.split(whereSeparator: \.isWhitespace) where meanings[String(name)] == nil {
        meanings[String(name)] = meaning
      }
    }
    return meanings
  }()

  /// The tags of languages that headers name in words, by their `key`.
  static let languages: [String: String] = [
    "english": "en", "englisch": "en", "anglais": "en", "ingles": "en",
    "german": "de", "deutsch": "de", "allemand": "de", "aleman": "de",
    "french": "fr", "franzosisch": "fr", "francais": "fr", "frances": "fr",
    "spanish": "es", "spanisch": "es", "espagnol": "es", "espanol": "es",
    "italian": "it", "italienisch": "it", "italien": "it", "italiano": "it",
    "dutch": "nl", "niederlandisch": "nl", "nederlands": "nl",
    "finnish": "fi", "finnisch": "fi", "suomi": "fi", "swedish": "sv", "schwedisch": "sv", "svenska": "sv",
    "portuguese": "pt", "portugues": "pt",
  ]

  /// Tags that may end a header without a mark before them.
  static let commonLanguages: Set<String> = [
    "ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fi", "fr", "ga", "gl", "hr", "hu", "is", "it",
    "ja",
    "ko", "la", "lt", "lv", "nb", "nl", "nn", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr", "uk", "zh",
  ]

  /// ISO 639-2 for languages that have a shorter tag.
  static let bibliographic: [String: String] = [
    "ara": "ar", "cat": "ca", "ces": "cs", "chi": "zh", "cze": "cs", "dan": "da", "deu": "de", "dut": "nl", "ell": "el",
    "eng": "en", "fin": "fi", "fra": "fr", "fre": "fr", "ger": "de", "gre": "el", "hun": "hu", "ita": "it", "jpn": "ja",
    "kor": "ko", "lat": "la", "nld": "nl", "nor": "no", "pol": "pl", "por": "pt", "rus": "ru", "spa": "es", "swe": "sv",
    "tur": "tr", "ukr": "uk", "zho": "zh",
  ]

  private static let words: [(Meaning, String)] = [
    (
      .identifier,
      """
      uri iri url id identifier uris ids uuid guid uniqueid uniqueidentifier recordid subjecturi concepturi conceptiri concepturl conceptid
      termuri termid taguri tagid subjectid topicuri topicid descriptorid descriptorui nodeid itemuri
      skosconcept resourceuri permalink purl categoryid categoryuri classid gndid ppn lccn meshid wikidataid
      kennung identifikator konzepturi konzeptid begriffsid
      identifiant uriduconcept uriconcept identificador uridelconcepto uriconcepto
      """
    ),
    (
      .name(.notation),
      """
      notation notations code codes class classification classnumber classcode classmark ddc udc dewey number nr
      notationen klasse klassifikation systemstelle kennziffer nummer
      indice classe numero notacion codigo clase
      """
    ),
    (
      .name(.preferred),
      """
      label labels preflabel preflabels preferred preferredlabel preferredterm preferredname prefterm prefname
      name title term heading tag mainterm mainheading subjectheading authorizedheading authorisedheading
      conceptname conceptlabel termname topicname tagname displayname categoryname subjectname descriptor keyword
      rdfslabel skospreflabel itemlabel entitylabel caption captions translation
      bezeichnung benennung vorzugsbenennung vorzugsbezeichnung vorzugsname vorzugslabel hauptbezeichnung
      bevorzugtebezeichnung bevorzugtebenennung bevorzugterbegriff ansetzungsform schlagwort sachschlagwort
      deskriptor begriff titel
      libelle libellepreferentiel libelleprefere terme termepreferentiel termeprefere nom intitule vedette
      etiquette etiquettepreferee descripteur motcle
      etiqueta etiquetapreferente etiquetapreferida termino terminopreferente nombre denominacion encabezamiento
      """
    ),
    (
      .name(.alternative),
      """
      altlabel altlabels alt alternative alternatives alternativelabel alternativelabels alternativeterm
      alternativeterms alternativename alternativenames alternatename alternatenames alternateterm
      alternateterms altterm altterms synonym synonyms variant variants variantname variantnames variantlabel
      variantlabels nonpreferred nonpreferredterm nonpreferredterms nonpreferredlabel nonpreferredlabels
      usedfor uf labelalt namealt termalt entryterm entryterms alias aliases othername othernames aka skosaltlabel
      itemaltlabel itemaltlabels entityaltlabel conceptaltlabel conceptaltlabels
      synonyme alternativbezeichnung alternativbezeichnungen alternativebezeichnung alternativebezeichnungen
      alternativbenennung alternativbenennungen alternativenamen nichtvorzugsbezeichnung
      nichtvorzugsbezeichnungen nebenbezeichnung varianten benutztfur verweisungsform verweisungsformen
      libellealternatif libellesalternatifs termealternatif termesalternatifs variantes termerejete
      termesrejetes employepour
      sinonimo sinonimos etiquetaalternativa etiquetasalternativas terminoalternativo terminosalternativos
      usadopor
      """
    ),
    (.name(.hidden), "hiddenlabel hiddenlabels hidden misspelling misspellings"),
    (
      .broader,
      """
      broader bt btg btp bti parent super subclassof isa skosbroader
      rdfssubclassof broadergeneric broaderpartitive broaderinstantial
      oberbegriff oberbegriffe ubergeordnet ubergeordneterbegriff oberklasse oberthema
      termegenerique termesgeneriques conceptgenerique conceptsgeneriques generique tg
      terminogenerico terminosgenericos conceptogenerico generico padre
      """
    ),
    (
      .narrower,
      """
      narrower nt child children sub skosnarrower
      unterbegriff unterbegriffe untergeordnet untergeordneterbegriff unterklasse unterthema enfant enfants hijo hijos
      termespecifique termesspecifiques conceptspecifique specifique
      terminoespecifico terminosespecificos conceptoespecifico especifico
      """
    ),
    (
      .related,
      """
      related rt skosrelated
      verwandt verwandterbegriff verwandtebegriffe termeassocie termesassocies
      terminorelacionado terminosrelacionados
      """
    ),
    (
      .group,
      """
      type scheme inscheme conceptscheme collection group
      typ gruppe sachgruppe groupe tipo grupo esquema
      """
    ),
    (.language, "language languages lang langcode languagecode locale sprache sprachcode langue idioma lengua"),
    (.path, "path fullpath categorypath conceptpath taxonomypath hierarchypath breadcrumb breadcrumbs pfad"),
    (
      .deprecated,
      "deprecated obsolete isdeprecated isobsolete veraltet obsolet obsoleto status conceptstatus termstatus"
    ),
    (
      .concept,
      """
      concept subject topic entry item entity
      konzept thema eintrag sujet concepto tema
      """
    ),
    (
      .definition,
      """
      definition definitions description itemdescription scopenote scopenotes note notes comment comments sn gloss
      beschreibung erlauterung anmerkung bemerkung notedapplication notedeportee
      definicion descripcion nota notadealcance
      """
    ),
  ]

  /// What follows a word for a relation where cells refer to concepts: longer words first.
  static let referenceWords = [
    "displaynames", "displayname", "identifiers", "identifier", "notations", "notation", "labels", "codes", "names",
    "label", "code", "name", "keys",
    "uris", "iris", "urls", "key", "uri", "iri", "url", "ids", "id",
  ]

  /// What follows a word for a relation as the word for the concepts that it leads to.
  static let conceptWords = [
    "descriptors", "categories", "descriptor", "category", "concepts", "headings", "keywords", "subjects", "classes",
    "concept", "heading", "keyword", "subject", "entries", "topics", "topic", "terms", "nodes", "items", "entry",
    "class", "term", "tags", "node", "item", "tag",
  ]
}
