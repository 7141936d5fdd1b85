// Parameters that would have no effect are refused, not ignored.
import Formats
import XCTest

@testable import PipelineNetworks

final class TrainingParametersTests: XCTestCase {
  func testWhatTheOriginalHasNotIsRefused() {
    let changes: [(String, @Sendable (inout TrainingParameters) -> Void)] = [
      ("schedule", { $0.schedule = .cosine }), ("warmUp", { $0.warmUp = 1 }), ("keepWords", { $0.keepWords = 0.7 }),
      ("weightDecay", { $0.weightDecay = 0.1 }), ("averageDecay", { $0.averageDecay = 0.9 }),
      ("select", { $0.selection = .loss }), ("patience", { $0.patience = 3 }),
    ]
    for (name, change) in changes {
      var parameters = TrainingParameters.defaults(for: .jman, like: .original)
      XCTAssertNil(complaint { try parameters.validate() })
      change(&parameters)
      XCTAssertEqual(
        complaint { try parameters.validate() },
        "\(parameter: name) has no effect in the original program's training; leave it out")
      parameters = .defaults(for: .jman, like: .own)
      change(&parameters)
      XCTAssertNil(complaint { try parameters.validate() }, name)
    }
  }

  func testWhatNeedsAnotherParameterIsRefusedWithoutIt() {
    var parameters = ModelParameters()
    (parameters.linearPart, parameters.linearFolds) = (false, 5)
    XCTAssertEqual(complaint { try parameters.validate() }, "linearFolds needs the linear part")
    parameters = ModelParameters()
    (parameters.linearPart, parameters.shortlist) = (false, 5)
    XCTAssertEqual(complaint { try parameters.validate() }, "shortlist needs the linear part")
    parameters = ModelParameters()
    parameters.dynamicSemL2 = true
    XCTAssertEqual(complaint { try parameters.validate() }, "dynamicSemL2 needs dynamicSem")
    parameters.dynamicSem = true
    XCTAssertNil(complaint { try parameters.validate() })
  }
}
