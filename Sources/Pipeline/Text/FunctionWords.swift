// The function words by which LanguageFilter distinguishes languages: a word may
// belong to several.
import FormatsRDF

enum FunctionWords {
  /// Words in lower case, as the tokeniser writes them.
  static let lists: [(language: String, words: String)] = [
    (
      "en",
      """
      the of and to in is for that with as are by on this be an from or which it at we can not \
      has have was its these their
      """
    ),
    (
      "de",
      """
      der die und das den von ist für mit ein eine im des zu auf dem es werden nicht sich auch \
      als aus wird oder bei sind einer durch wir
      """
    ),
    (
      "fr",
      """
      de la le et les des un une du pour est en dans que qui sur par au avec ce cette plus ou \
      sont il ne pas aux être nous
      """
    ),
    (
      "es",
      """
      de la el y en los que del las un una para por con se es al lo como más su o este esta \
      son no entre sobre
      """
    ),
    (
      "it",
      """
      di e il la che per un una in con del le della è i da sono dei si al non alla nel gli \
      delle questo come tra
      """
    ),
    (
      "pt",
      """
      de a o e que do da em um uma para com os no na é por dos as se mais ao como não ou são \
      das pelo foi
      """
    ),
    (
      "nl",
      """
      de het van een en is voor in op met te dat die zijn aan niet om door bij ook als uit \
      wordt worden naar deze er kan wij
      """
    ),
    (
      "sv",
      """
      och att det som en på är av för med den till i inte de ett om har kan eller från ska vi \
      var så när också denna
      """
    ),
    (
      "da",
      """
      og at det som en på er af for med den til i ikke de et om har kan eller fra skal vi var \
      så når også denne
      """
    ),
    (
      "no",
      """
      og å det som en på er av for med den til i ikke de et om har kan eller fra skal vi var \
      så når også denne
      """
    ),
    (
      "fi",
      """
      ja on se ei että joka ovat tai kun voi mutta myös sen olla kuin niin ole hän mukaan jos \
      jotka tämä sekä
      """
    ),
    (
      "pl",
      """
      w i z na do się jest nie to że dla przez oraz jako jak o od po lub są za który być które \
      może tym
      """
    ),
    (
      "cs",
      """
      a v na je se že pro s z do to o jako nebo jsou i by pomocí které který k ve po může být \
      není
      """
    ),
    (
      "hu",
      """
      a az és hogy egy nem is vagy meg ez csak ha de mint azt van volt ki el lehet valamint \
      illetve
      """
    ),
    (
      "tr",
      """
      ve bir bu için ile de da olarak olan daha çok gibi en ya kadar veya ise göre olduğu \
      tarafından
      """
    ),
    (
      "ro",
      """
      și de în a la cu pe pentru care este un o din nu mai sau sunt ca fi prin se al unei sa
      """
    ),
    (
      "ru",
      """
      и в не на с что по для из как это к от а или его при также у может то так же но
      """
    ),
    (
      "uk",
      """
      і в не на з що для та до як це у від або за його при також є може але яка який
      """
    ),
    (
      "el",
      """
      και το της του η ο να για με από στο την τα που είναι στην σε των οι μια ή ένα
      """
    ),
  ]
}

/// Finds the languages of which a token is a function word.
struct FunctionWordIndex: Sendable {
  private var words = ByteTable()
  /// For each of `words` a bit for each language that it belongs to.
  private var memberships: [UInt32] = []

  init() {
    for (number, list) in FunctionWords.lists.enumerated() {
      for word in list.words.split(separator: " ") {
        let place = words.intern(Array(word.utf8))
        if place == memberships.count { memberships.append(0) }
        memberships[place] |= 1 << UInt32(number)
      }
    }
  }

  /// A bit for each language, by place in `FunctionWords.lists`.
  func languages(of token: ByteView) -> UInt32 {
    words.find(token).map { memberships[$0] } ?? 0
  }
}
