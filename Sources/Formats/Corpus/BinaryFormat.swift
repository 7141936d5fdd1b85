// Formats of programs that are not text, by their first bytes, with the command that makes text of
// them. Compressions and archives are for CorpusSource.
import FormatsFiles

/// Office files, databases and columns of numbers.
enum BinaryFormat {
  /// The error for a file that begins so; nil for any other file.
  static func error(_ start: [UInt8], name: String) -> InputError? {
    for kind in formats where start.starts(with: kind.mark) {
      return InputError(
        file: name, problem: "is \(kind.name), which is not read", remedy: kind.remedy)
    }
    if start.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      let names = String(decoding: start, as: UTF8.self)
      if names.contains("[Content_Types].xml") || names.contains("xl/") {
        return InputError(
          file: name, problem: "is an Office file (XLSX or DOCX), which is not read",
          remedy: "Save it as CSV, or convert it (libreoffice --headless --convert-to csv "
            + "FILE, or ssconvert FILE out.csv)")
      }
      if names.contains("mimetypeapplication/vnd.oasis") {
        return InputError(
          file: name, problem: "is an OpenDocument file, which is not read",
          remedy: "Save it as CSV, or convert it (libreoffice --headless --convert-to csv FILE)")
      }
    }
    return nil
  }

  private static let forPython = "Save the data as JSON lines or CSV in Python"
  private static let forR = "Save the data as CSV in R: write.csv(data, 'FILE.csv', row.names=FALSE)"

  private static let formats: [(mark: [UInt8], name: String, remedy: String)] = [
    (
      Array("PAR1".utf8), "Parquet",
      "Convert it to JSON lines (duckdb -c \"COPY 'FILE.parquet' TO 'FILE.json'\", or in Python "
        + "pandas.read_parquet(FILE).to_json('FILE.jsonl', orient='records', lines=True))"
    ),
    (Array("%PDF-".utf8), "PDF", "Extract its text (pdftotext FILE.pdf FILE.txt)"),
    (
      Array("{\\rtf".utf8), "RTF",
      "Extract its text (libreoffice --headless --convert-to txt FILE.rtf)"
    ),
    (
      [0xD0, 0xCF, 0x11, 0xE0], "an old Office file (XLS or DOC)",
      "Save it as CSV (libreoffice --headless --convert-to csv FILE)"
    ),
    (
      Array("SQLite format 3".utf8), "an SQLite database",
      "Export a table as CSV (sqlite3 -header -csv FILE 'SELECT * FROM …' > FILE.csv)"
    ),
    (
      Array("ARROW1".utf8), "an Arrow file",
      "Convert it to JSON lines (in Python pandas.read_feather(FILE).to_json('FILE.jsonl', "
        + "orient='records', lines=True))"
    ),
    (
      Array("Obj\u{1}".utf8), "an Avro file",
      "Convert it to JSON lines (avro-tools tojson FILE > FILE.jsonl)"
    ),
    (
      [0x89, 0x48, 0x44, 0x46], "HDF5", "Save the data as CSV (in Python pandas.read_hdf(FILE).to_csv('FILE.csv'))"
    ),
    (Array("RDX2\n".utf8), "R's data", forR), (Array("RDX3\n".utf8), "R's data", forR),
    (Array("MATLAB 5.0".utf8), "MATLAB's data", "Save the data as CSV (writetable)"),
    ([0x80, 0x02], "a Python pickle", forPython), ([0x80, 0x03], "a Python pickle", forPython),
    ([0x80, 0x04], "a Python pickle", forPython), ([0x80, 0x05], "a Python pickle", forPython),
  ]
}
