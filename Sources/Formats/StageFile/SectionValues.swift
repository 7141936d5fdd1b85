// The elements of a section in memory, whatever their type. What they mean is not known here.

/// The elements of one section.
enum SectionValues {
  case u8([UInt8])
  case i32([Int32])
  case i64([Int64])
  case f32([Float])
  case f64([Double])
  case str([String])

  /// Reads the section that `reader` has come to.
  ///
  /// - Throws: `InputError` when it is damaged.
  init(_ section: Section, of reader: StageReader) throws {
    self =
      switch section.type {
      case .u8: .u8(try reader.read())
      case .i32: .i32(try reader.read())
      case .i64: .i64(try reader.read())
      case .f32: .f32(try reader.read())
      case .f64: .f64(try reader.read())
      case .str: .str(try reader.readStrings())
      }
  }
}
