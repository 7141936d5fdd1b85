// The answer to explain, which Annif does not have. Sentence 0 is the title; places of words
// count from 0 in their sentence.
import Formats
import PipelineAnnotation

extension Answer {
  struct Explained: Encodable {
    struct Reason: Encodable {
      struct Name: Encodable {
        var sentence: Int
        var place: Int
        var text: String
      }
      struct Part: Encodable {
        struct Word: Encodable {
          var place: Int
          var score_without: Float
        }
        var sentence: Int
        var score_without: Float
        var words: [Word]
      }
      var subject: Subject
      /// Whether no training document had it.
      var unseen: Bool
      /// Its names that occur.
      var names: [Name]
      /// The parts of the text that carried it.
      var because: [Part]
      /// The attention that each sentence got.
      var attention: [Float]
    }

    /// The words of the title, then those of each sentence, as the model reads them.
    var sentences: [[String]]
    var results: [Reason]

    init(_ explanation: Explanation, _ subjects: [Subject]) {
      let reading = explanation.reading
      sentences = [reading.title] + reading.sentences
      results = zip(subjects, explanation.reasons).map { subject, reasons in
        Reason(
          subject: subject, unseen: reasons.isUnseen,
          names: reasons.marks.names.map {
            .init(sentence: $0.sentence, place: $0.place, text: $0.text)
          },
          because: reasons.evidence.map { part in
            .init(
              sentence: part.sentence, score_without: part.scoreWithout,
              words: part.words.map { .init(place: $0.place, score_without: $0.scoreWithout) })
          },
          // Sentences without known words get none, and cannot be distinguished from others.
          attention: reasons.marks.sentences.count == reading.sentences.count
            ? reasons.marks.sentences : [])
      }
    }
  }
}
