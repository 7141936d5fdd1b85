// Metrics as options name them.
import ArgumentParser
import PipelineEvaluation

extension Metric: ExpressibleByArgument {
  public init?(argument: String) { self.init(rawValue: metricName(argument)) }
}

/// The name of a metric as files spell it: `exampleF1` for `example-f1`, as options spelt it
/// before; other names as they are.
package func metricName(_ argument: String) -> String {
  let parts = argument.split(separator: "-", omittingEmptySubsequences: false)
  let name = parts[0] + parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  return name.hasPrefix("p@") ? "precision@" + name.dropFirst(2) : String(name)
}
