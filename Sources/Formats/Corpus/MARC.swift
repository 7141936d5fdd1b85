// How libraries' records in MARC are recognised. Nothing reads them; what to do instead depends on what the
// file was given for.
import FormatsFiles

enum MARC {
  /// Whether XML is MARCXML, by its beginning.
  static func isXML(_ text: some StringProtocol) -> Bool {
    text.contains("http://www.loc.gov/MARC21/slim") || text.contains("<marc:")
      || text.contains("<record>") && text.contains("<datafield")
  }

  /// Whether bytes are MARC 21: the length of the first record in digits, and separators of fields.
  static func isRecords(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.count > 24 && bytes.prefix(5).allSatisfy { isASCIIDigit($0) } && bytes.contains(0x1E)
      && bytes.contains(0x1F)
  }
}
