// The parts of a published encoder: the network, what makes one vector of those of the tokens, and
// whether that is brought to length 1.
import FormatsFiles

/// What `modules.json` says about the parts of an encoder.
struct EncoderModules {
  var network = ""
  var pooling: String?
  var normalises = false

  init(_ json: ExactJSON?, file: String) throws {
    guard let json else { return }
    func invalid(_ problem: String) -> InputError { InputError(file: file, problem: problem) }
    guard let modules = json.array, !modules.isEmpty else { throw invalid("lists no modules") }
    for (index, module) in modules.enumerated() {
      guard let type = module["type"]?.string, let path = module["path"]?.string,
        !path.split(separator: "/").contains(".."), !path.hasPrefix("/")
      else { throw invalid("module \(index) has no type or no path in the folder") }
      switch (index, type.split(separator: ".").last) {
      case (0, "Transformer"): network = path
      case (1, "Pooling"): pooling = path
      case (2, "Normalize") where pooling != nil: normalises = true
      default:
        throw invalid(
          "module \(index), \(type), is not supported there; only Transformer, Pooling and "
            + "Normalize, in this order, are")
      }
    }
    guard pooling != nil else { throw invalid("lists no pooling") }
  }
}

extension EncoderFolder.Pooling {
  /// What the folder of a pooling module says.
  ///
  /// - Throws: `InputError` if it is missing or not supported.
  init(in module: String, of folder: inout FolderFiles, width: Int) throws {
    guard let config = try folder.json(module + "/config.json") else {
      throw InputError(file: folder.path, problem: "has no \(module)/config.json")
    }
    try self.init(config, width: width, file: folder.place(module + "/config.json"))
  }

  /// Reads the config.json of a pooling module, in its old and its new form.
  private init(_ json: ExactJSON, width: Int, file: String) throws {
    var modes = (json.object ?? []).compactMap { key, value in
      key.hasPrefix("pooling_mode_") && value.bool == true
        ? String(key.dropFirst("pooling_mode_".count)) : nil
    }
    if let mode = json["pooling_mode"]?.string { modes = [mode] }
    switch modes {
    case ["mean_tokens"], ["mean"]: self = .mean
    case ["cls_token"], ["cls"]: self = .first
    default:
      throw InputError(
        file: file,
        problem: modes.isEmpty
          ? "names no pooling"
          : "the pooling \(modes.joined(separator: " with ")) is not supported; only the mean of "
            + "all tokens and the first token are")
    }
    for key in ["word_embedding_dimension", "embedding_dimension"] {
      if let given = json[key]?.integer, given != width {
        throw InputError(
          file: file, problem: "pools vectors of length \(given), but the network's have \(width)")
      }
    }
  }
}
