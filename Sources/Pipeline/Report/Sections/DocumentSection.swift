// Documents with their attention.

extension Report {
  var documentSection: ReportSection {
    let (id, title) = ("documents", "Documents with their attention")
    guard !documents.isEmpty else {
      return missing(id, title, needs: "documents or predictions")
    }
    let hasAttention = documents.contains { document in
      // Where documents have titles only, the words of these have weights.
      document.sentences.contains { $0.original != nil || $0.titleGuided != nil }
        || document.title?.words.contains { $0.weight != nil } ?? false
        || document.sentences.contains { $0.words.contains { $0.weight != nil } }
    }
    let hasSentences = documents.contains { document in
      document.sentences.contains { $0.original != nil || $0.titleGuided != nil }
    }
    let text =
      "Test documents of the first fold, evenly spread from the best F1 to the worst, "
      + "as far as the network reads them."
    return ReportSection(
      id: id, title: title,
      blocks: [
        .paragraph(
          text
            + (hasAttention
              ? " The stronger a word is shaded, the larger its attention weight in its sentence or "
                + "title."
                + (hasSentences
                  ? " Before a sentence are its weights in the document: by the learnt context "
                    + "vector (ori) and guided by the title (tg)." : "")
              : " There are no attention weights: the model has none, or was not given.")),
        .documents(Array(documents.prefix(1))),
      ]
        + (documents.count > 1
          ? [
            .folded(
              title: "\(documents.count - 1) more documents", [.documents(Array(documents.dropFirst(1)))])
          ] : []))
  }
}
