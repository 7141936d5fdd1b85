import XCTest

@testable import Workflow

final class ParameterTests: XCTestCase {
}
