// Where the original program differs from us and we can do as it does, one value for each
// difference. The rest of the code asks for the difference, and for the program only to refuse an
// option or to take its defaults. The numbers (D1, M4, …) are the rows of docs/original.md, which
// says more of each.

/// How the stages behave: as we think right, or as the original program does, mistakes included.
public struct Behaviour: Equatable, Sendable {
  /// What we think right.
  public static let own = Behaviour(isOriginal: false)
  /// What the original program does.
  public static let original = Behaviour(isOriginal: true)

  // Data

  /// D1: a hold-out split leaves one document out of all parts.
  public let losesOneDocument: Bool
  /// D1: all folds have one test set.
  public let sharesTestSet: Bool
  /// D2: the documents of all parts are counted.
  public let countsAllParts: Bool
  /// D2: a tag that a document repeats counts each time.
  let countsRepeatedTags: Bool
  /// D2: the least number of times that a word occurs; nil: it depends on the size of the corpus.
  public let leastWordCount: Int?
  /// D3: unknown words are padding; otherwise they have a separate number.
  public let readsUnknownAsPadding: Bool
  /// D3: words and sentences that are empty keep their place.
  public let keepsHoles: Bool
  /// D4: labels are thinned by one permutation for each number of labels.
  public let thinsLabelsAlike: Bool
  /// D5: in a hold-out split, blanks before a title are dropped.
  public let stripsTitles: Bool
  /// D5: a double blank between tags is an empty tag.
  public let keepsEmptyTags: Bool
  /// D8: labels of a knowledge base are lower-cased and otherwise compared as they are, list by
  /// list, whatever the third column says.
  public let matchesLabelsAsTheyAre: Bool
  /// D9: words of a file of vectors are cut, and the later of two equal ones wins.
  public let cutsWords: Bool
  /// D11: every label needs a vector.
  public let needsAllLabelVectors: Bool

  // Networks

  /// M1: padding is read, and its vector learnt.
  public let readsPadding: Bool
  /// M2: the value of every element of a state at the start.
  public let initialState: Float
  /// M3: both directions of a unit can have only the same weights.
  public let alwaysSharesDirections: Bool
  /// M4: the backward half of Bi-GRU is its state at the last position.
  public let endsBackwardAtLast: Bool
  /// M5: Bi-GRU has dropout.
  public let dropsOutBiGRU: Bool
  /// M6: biases begin Glorot-uniform, those of the output too.
  public let hasGlorotBiases: Bool
  /// M7: L2 covers every variable, and every row of the word vectors moves at every step.
  public let regularisesAll: Bool
  /// M8: the clipping norm is taken over slices, unless an option says otherwise.
  public let clipsSlices: Bool
  /// M9: Lsub rounds both scores, unless an option says otherwise.
  public let roundsScores: Bool

  // Training

  /// T1: documents come in the order of the file.
  public let keepsOrder: Bool
  /// T2, T3: the last batch is dropped in training and in validation.
  public let dropsLastBatch: Bool
  /// T4, T5, T11: the rate falls by steps, and is halved within epochs where the whole loss rises.
  public let halvesRateWithinEpochs: Bool
  /// T6: the last epoch's weights are kept, with the threshold that is given.
  public let keepsLastEpoch: Bool
  /// T12: the loss of an epoch in its events is that of its first batch, and epochs count from 0.
  public let logsFirstBatch: Bool

  // Scores and metrics

  /// E8: scores below this are not stored, except for the best ones.
  public let lowestScore: Float
  /// T3, E2, E4: the metrics of the original are reported in addition to ours.
  public let reportsOriginalMetrics: Bool

  // Baselines

  /// L1: α is divided by the number of topics twice.
  public let dividesAlphaTwice: Bool
  /// L5: the weights of words in topics are not smoothed.
  public let leavesTopicsUnsmoothed: Bool
  /// L3: a document gets the labels of all its neighbours.
  public let unitesNeighbours: Bool
  /// S2: C does nothing for the linear kernel.
  public let ignoresLinearCost: Bool
  /// X5: HOMER's C and γ are cut to whole numbers.
  public let cutsHierarchyNumbers: Bool
  /// X7: codes are of labels that are not centred.
  public let leavesCodesUncentred: Bool
  /// X11: scores of classifier chains are shares of chains.
  public let countsChains: Bool
  /// X12: nothing is chosen on validation documents.
  public let choosesNothing: Bool

  private init(isOriginal original: Bool) {
    losesOneDocument = original
    sharesTestSet = original
    countsAllParts = original
    countsRepeatedTags = original
    leastWordCount = original ? 5 : nil
    readsUnknownAsPadding = original
    keepsHoles = original
    thinsLabelsAlike = original
    stripsTitles = original
    keepsEmptyTags = original
    matchesLabelsAsTheyAre = original
    cutsWords = original
    needsAllLabelVectors = original

    readsPadding = original
    initialState = original ? 1 : 0
    alwaysSharesDirections = original
    endsBackwardAtLast = original
    dropsOutBiGRU = !original
    hasGlorotBiases = original
    regularisesAll = original
    clipsSlices = original
    roundsScores = original

    keepsOrder = original
    dropsLastBatch = original
    halvesRateWithinEpochs = original
    keepsLastEpoch = original
    logsFirstBatch = original

    lowestScore = original ? 0 : 0.001
    reportsOriginalMetrics = original

    dividesAlphaTwice = original
    leavesTopicsUnsmoothed = original
    unitesNeighbours = original
    ignoresLinearCost = original
    cutsHierarchyNumbers = original
    leavesCodesUncentred = original
    countsChains = original
    choosesNothing = original
  }
}
