extension Runner {
  func clean(_ name: String) throws {}
  func archive(_ settings: Settings) throws {}
}
