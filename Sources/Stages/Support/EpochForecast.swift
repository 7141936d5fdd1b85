// How long training may still take, given that the last epoch is not known in advance.
/// The expected end of training while an epoch is running.
package struct EpochForecast: Equatable, Sendable {
  /// The running epoch, the best one so far, and the last one that may come, all from 1.
  package var epoch: Int
  package var best: Int?
  package var limit: Int
  /// The number of epochs without improvement after which training ends.
  package var patience: Int

  /// - Parameter best: nil if no epoch is better than others, or none has ended; 0 is the
  ///   linear model alone.
  package init(epoch: Int, best: Int?, limit: Int, patience: Int) {
    self.epoch = epoch
    self.best = best
    self.limit = limit
    self.patience = patience
  }

  /// The epoch after which training ends if none is better than the best so far.
  package var last: Int { best.map { min(limit, max($0 + patience, epoch)) } ?? limit }

  /// `epoch 7, at most 100; best so far 5; 2:10 left if none is better`.
  ///
  /// - Parameters:
  ///   - done: the part of this epoch that is over, from 0 to 1.
  ///   - seconds: the time that an epoch takes; nil if not known.
  package func text(done: Double, seconds: Double?) -> String {
    var text = "epoch \(epoch), at most \(limit)"
    if let best { text += "; best so far \(best == 0 ? "the linear model" : "\(best)")" }
    guard let seconds else { return text }
    let left = (Double(last - epoch) + 1 - min(max(done, 0), 1)) * seconds
    return text + "; \(ProgressMeter.clock(left)) left" + (last < limit ? " if none is better" : " at most")
  }
}
