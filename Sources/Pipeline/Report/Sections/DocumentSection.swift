// Documents with their attention.

extension Report {
  var documentSection: ReportSection {
    let (id, title) = ("documents", "Documents with their attention")
    guard !documents.isEmpty else {
      return missing(id, title, needs: "documents or predictions")
    }
    let hasAttention = documents.contains { document in
      document.sentences.contains { $0.original != nil || $0.titleGuided != nil }
    }
    let text = "Test documents of the first fold, evenly spread from the best F1 to the worst, "
      + "as far as the network reads them."
    return ReportSection(
      id: id, title: title,
      blocks: [
        .paragraph(
          text
            + (hasAttention
              ? " The stronger a word is shaded, the larger its attention weight in its sentence. Before a "
                + "sentence stand its weights in the document: by the learnt context vector "
                + "(ori) and guided by the title (tg)."
              : " There are no attention weights: the model has none, or was not given.")),
        .documents(documents),
      ])
  }
}
