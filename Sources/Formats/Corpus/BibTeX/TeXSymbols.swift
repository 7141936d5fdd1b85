// TeX's accents, letters and symbols: data, nothing else.
import Foundation

enum TeXSymbols {
  /// Accents that a sign commands, with their combining marks.
  static let signAccents: [UInt8: Unicode.Scalar] = [
    UInt8(ascii: "\""): "\u{308}", UInt8(ascii: "'"): "\u{301}", UInt8(ascii: "`"): "\u{300}",
    UInt8(ascii: "^"): "\u{302}", UInt8(ascii: "~"): "\u{303}", UInt8(ascii: "="): "\u{304}",
    UInt8(ascii: "."): "\u{307}",
  ]

  /// Accents that a letter commands.
  static let letterAccents: [String: Unicode.Scalar] = [
    "u": "\u{306}", "v": "\u{30C}", "H": "\u{30B}", "c": "\u{327}", "d": "\u{323}",
    "b": "\u{331}", "k": "\u{328}", "r": "\u{30A}", "t": "\u{361}",
  ]

  /// An ASCII letter and a mark as one scalar, if Unicode has it.
  static func composed(_ letter: UInt8, _ mark: Unicode.Scalar) -> Unicode.Scalar? {
    composedLetters[UInt64(mark.value) << 8 | UInt64(letter)]
  }

  private static let composedLetters: [UInt64: Unicode.Scalar] = {
    var table: [UInt64: Unicode.Scalar] = [:]
    for mark in Array(signAccents.values) + Array(letterAccents.values) {
      for letter in UInt8(ascii: "A")...UInt8(ascii: "z") {
        let pair = String(Unicode.Scalar(letter)) + String(mark)
        let scalars = pair.precomposedStringWithCanonicalMapping.unicodeScalars
        if scalars.count == 1 { table[UInt64(mark.value) << 8 | UInt64(letter)] = scalars.first }
      }
    }
    return table
  }()

  /// Letters of words: blanks after the command belong to it.
  static let letters: [String: String] = [
    "ss": "ß", "SS": "SS", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø",
    "aa": "å", "AA": "Å", "l": "ł", "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð",
    "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
  ]

  /// Symbols and names: blanks after the command are kept.
  static let symbols: [String: String] = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ",
    "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π",
    "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
    "times": "×", "pm": "±", "mp": "∓", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥",
    "neq": "≠", "ne": "≠", "approx": "≈", "sim": "∼", "simeq": "≃", "equiv": "≡",
    "infty": "∞", "cdot": "·", "ldots": "…", "dots": "…", "textellipsis": "…", "cdots": "…",
    "rightarrow": "→", "to": "→", "leftarrow": "←", "Rightarrow": "⇒", "leftrightarrow": "↔",
    "in": "∈", "subset": "⊂", "subseteq": "⊆", "cup": "∪", "cap": "∩", "emptyset": "∅",
    "forall": "∀", "exists": "∃", "partial": "∂", "nabla": "∇", "sum": "∑", "prod": "∏",
    "int": "∫", "sqrt": "√", "ell": "ℓ", "degree": "°", "textdegree": "°", "circ": "°",
    "langle": "⟨", "rangle": "⟩", "lbrace": " ", "rbrace": " ",
    "copyright": "©", "textregistered": "®", "texttrademark": "™", "euro": "€", "pounds": "£",
    "S": "§", "P": "¶", "dag": "†", "ddag": "‡", "bullet": "•", "textbullet": "•",
    "textendash": "–", "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘",
    "textquotedblleft": "“", "textquotedblright": "”", "textasciitilde": "~",
    "textbackslash": "\\", "textunderscore": "_", "textgreater": ">", "textless": "<",
    "textmu": "µ", "textsuperscript": "", "textsubscript": "",
    "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX", "par": "\n\n", "newline": "\n",
    "item": "\n- ", "quad": " ", "qquad": " ", "log": "log", "min": "min", "max": "max",
    "sin": "sin", "cos": "cos", "exp": "exp",
  ]

  /// Commands that are removed together with their arguments.
  static let withoutText: Set<String> = [
    "cite", "citep", "citet", "ref", "eqref", "label", "begin", "end", "includegraphics",
    "vspace", "hspace", "footnotemark", "index", "color", "input", "bibliography",
  ]

  /// Commands that change the font or the size from here on.
  static let switches: Set<String> = [
    "bf", "it", "rm", "em", "tt", "sc", "sl", "sf", "bfseries", "itshape", "scshape", "tiny",
    "small", "large", "Large", "normalsize", "displaystyle", "left", "right", "protect",
    "noindent", "centering", "relax", "limits", "nolimits",
  ]
}
