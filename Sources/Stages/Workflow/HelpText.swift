// make help: every target and parameter.

/// The text of `make help`.
package enum HelpText {
  /// Targets, then parameters as `Parameter.all` lists them.
  ///
  /// - Parameter hasSource: false for an installation, which has neither tests nor scripts.
  package static func text(hasSource: Bool) -> String {
    var lines = [
      targets + (hasSource ? sourceTargets : "") + "\n",
      "Parameters (NAME=VALUE on the make command line, in the environment, or in datasets/NAME.mk):", "",
    ]
    for (decides, title) in [(true, "What to make"), (false, "How")] {
      lines.append("\(title):")
      let group = Parameter.all.filter { $0.decides == decides }
      let width = group.map(\.name.count).max() ?? 0
      for parameter in group {
        let margin = "  " + parameter.name + String(repeating: " ", count: width + 2 - parameter.name.count)
        var line = margin
        for word in (parameter.help + words(parameter)).split(separator: " ") {
          if line.count + word.count > 100 {
            lines.append(line)
            line = String(repeating: " ", count: margin.count)
          }
          line += (line.hasSuffix(" ") ? "" : " ") + word
        }
        lines.append(line)
      }
      lines.append("")
    }
    return lines.joined(separator: "\n")
  }

  private static func words(_ parameter: Parameter) -> String {
    var text = ""
    if case .choice(let words) = parameter.kind, words.count > 1, words.count < 10 {
      text = ": " + words.joined(separator: ", ")
      if parameter.help.hasSuffix(".") { text = " (\(text.dropFirst(2)))" }
    }
    return text + (parameter.fallback.map { " (\($0))" } ?? "")
  }

  private static let targets = """
    make bibsonomy                 run the whole pipeline (on a generated sample where the
                                   real files are absent); again, it goes on where it was
    make zhihu | citeulike-a | citeulike-t
    make corpus NAME=mine CORPUS=documents.jsonl.gz [VOCABULARY=subjects.tsv] [KB=thesaurus.rdf]
                                   your own files; from then on make mine, make mine-report …
    make sweep [NAME=bibsonomy] GRID="LAMBDA_SIM=0,0.001 LAMBDA_SUB=0,0.01" [BUDGET=minutes]
                                   all combinations, the best by validation; of any parameters:
                                   GRID="MODEL=ovr,tree TUNE=,best FUSE='JMAN tree','ovr tree'"
    make status [NAME…]            each file: up to date, or what makes it again and why
    make -n NAME                   what would be done, and why
    make graph [NAME…]             a picture of the stages (SVG with Graphviz)
    make archive-NAME [ARCHIVE=work/NAME-MODEL.tar]
                                   a result with all that reproduces it, in one tar
    make check-archive FILE=…      check such a tar
    make NAME-all [ALL_MODELS="JMAN ovr svm lda fusion"]
                                   train and evaluate several models, one table of them
    make NAME-curve [GRID="MODEL=ovr,auto"]
                                   the accuracy after 100, 300, 1,000 … training documents
    make NAME-report [COMPARE="ovr tree"]
                                   one self-contained HTML page about a model
    make NAME-shared, make NAME-fold FOLD=0, make NAME-shard SHARD=1 SHARDS=8, make sweep-row ROW=1
                                   parts of a run as jobs of a cluster (docs/cluster.md)
    make gc [DAYS=30]              remove earlier results that are kept
    make clean-NAME                remove the files of a dataset

    """

  /// What works only in the folder of the source.
  private static let sourceTargets = """
    make debian                    this machine's package descriptions with Debtags, fetched by apt
    make install [PREFIX=/usr/local], make deb
                                   one command jman, and a package of it (docs/installation.md)
    make encoder                   fetch a small sentence encoder, for ENCODER=
    make test, make bench          all tests; benchmarks of speed
    make bench-accuracy            a table of models on all corpora that are there
    make bench-scale [SIZES=N,N]   seconds and memory of every stage by size of the corpus
    make bench-serve               requests/s of serve beside Annif's (docs/service.md)
    make fuzz [SECONDS=60]         damaged files and extreme options; make sanitize

    """
}
