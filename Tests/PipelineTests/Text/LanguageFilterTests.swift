// Which texts are taken for which language.
import Formats
@testable import PipelineText
import XCTest

final class LanguageFilterTests: XCTestCase {
  private let texts = [
    ("en", "We show that the model of the users is not as good as this one."),
    ("de", "Wir zeigen, dass das Modell der Nutzer nicht so gut ist wie dieses."),
    ("fr", "Nous montrons que le modèle des utilisateurs n'est pas aussi bon."),
    ("es", "Este artículo muestra que el modelo de los usuarios no es tan bueno."),
    ("it", "Questo articolo mostra che il modello degli utenti non è così buono."),
    ("pt", "Este artigo mostra que o modelo dos usuários não é tão bom como este."),
    ("nl", "Wij laten zien dat het model van de gebruikers niet zo goed is als dit."),
    ("pl", "W pracy pokazano, że model nie jest tak dobry jak ten, który się znajduje."),
    ("ru", "В работе показано, что модель не так хороша, как эта."),
    ("el", "Στην εργασία αυτή το μοντέλο των χρηστών δεν είναι καλό για το."),
  ]

  private func accepts(_ language: String, _ text: String) throws -> Bool {
    let filter = try XCTUnwrap(LanguageFilter(language: language))
    return filter.accepts(
      TokenizedDocument(
        id: "d", title: TokenizedText(), content: Tokenizer().tokenize(text), tags: []))
  }

  func testTextsAreTakenForTheirLanguageAlone() throws {
    for (language, _) in texts {
      for (other, text) in texts {
        XCTAssertEqual(try accepts(language, text), language == other, "\(language): \(text)")
      }
    }
  }

  func testWhatTellsNothingIsKept() throws {
    for text in [
      "Deep learning", "2011", "la", "", "e. coli", "Towards a theory of a mind", "A Practical Guide to Splines",
      "A robust layered control system for a mobile robot", "Škola a dům v Praze",
    ] {
      XCTAssert(try accepts("en", text), text)
    }
  }

  func testAnotherScriptIsAnotherLanguage() throws {
    for text in ["深度学习用于文本分类", "ディープラーニング", "딥 러닝 모델", "التعلم العميق", "глубокое обучение"] {
      XCTAssertFalse(try accepts("en", text), text)
    }
    XCTAssert(try accepts("en", "The 汉字 of the text"))
    XCTAssert(try accepts("ru", "глубокое обучение SVM"))
  }

  func testListsAreInTheTokenisersForm() {
    for (language, words) in FunctionWords.lists {
      XCTAssertEqual(
        Tokenizer().tokens(of: words), words.split(separator: " ").map(String.init), language)
    }
    XCTAssertEqual(Set(LanguageFilter.languages).count, FunctionWords.lists.count)
    XCTAssertNil(LanguageFilter(language: "xx"))
  }
}
