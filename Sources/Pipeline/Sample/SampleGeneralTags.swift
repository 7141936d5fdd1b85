// Tags that are not research topics, the popularity of topics, and the words
// that make a topic more specific. Data and small tables only.
import PipelineNumerics

/// Tags that tell more about users than about texts.
enum SampleGeneralTags {
  /// The most frequent first.
  static let all = [
    "paper", "toread", "imported", "thesis", "phd", "book", "article", "review", "journal",
    "conference", "bibliography", "myown", "research", "springer", "introduction", "2008",
    "2009", "2007", "2010", "2006", "2005", "2011", "pdf", "read", "important", "todo",
    "literature_review", "seminar", "cited", "draft",
  ]

  /// The private tag of a user, distinct for each.
  static func personal(_ user: Int) -> String {
    let names = [
      "anna", "ben", "carla", "dmitri", "elif", "frank", "greta", "hassan", "ines", "jonas",
      "kenji", "lena", "marek", "nadia", "oskar", "priya", "quentin", "rosa", "stefan", "tanja",
      "umar", "vera", "wang", "xenia", "yusuf", "zoe",
    ]
    let uses = [
      "list", "diss", "project", "chapter2", "forlater", "groupread", "proposal", "lecture",
      "wiki", "archive", "ws0809", "grant",
    ]
    let name = names[user % names.count]
    let use = uses[user / names.count % uses.count]
    let round = user / (names.count * uses.count)
    return round == 0 ? "\(name)_\(use)" : "\(name)_\(use)_\(round + 1)"
  }

  static let commonQualifiers = [
    "comparative", "applied", "experimental", "modern", "theoretical", "quantitative",
  ]

  /// By field.
  static let qualifiers: [String: [String]] = [
    "computer science": [
      "Bayesian", "large-scale", "interactive", "distributed", "probabilistic", "hybrid",
      "adaptive", "robust", "fuzzy", "incremental", "real-time", "collaborative", "scalable",
      "lightweight",
    ],
    "medicine": [
      "clinical", "rural", "community", "early", "translational", "preventive", "hospital",
      "primary care", "evidence-based", "personalised",
    ],
    "biology": [
      "comparative", "experimental", "molecular", "computational", "evolutionary", "marine",
      "theoretical", "high-throughput", "quantitative",
    ],
    "psychology": [
      "cross-cultural", "experimental", "longitudinal", "applied", "social", "implicit",
      "computational",
    ],
    "education": [
      "inclusive", "blended", "rural", "digital", "comparative", "collaborative", "urban",
      "inquiry-based", "multilingual",
    ],
    "social sciences": [
      "comparative", "European", "rural", "digital", "critical", "historical", "global", "urban",
      "quantitative", "qualitative", "feminist", "Asian",
    ],
    "economics": [
      "empirical", "experimental", "international", "applied", "regional", "behavioural",
      "digital", "quantitative", "sustainable", "local",
    ],
    "library science": [
      "digital", "comparative", "national", "academic", "open", "scientific", "semantic",
    ],
    "humanities": [
      "comparative", "medieval", "digital", "modern", "European", "cognitive", "critical",
      "applied",
    ],
    "physics": [
      "experimental", "theoretical", "computational", "low-temperature", "nonlinear",
      "ultrafast", "high-resolution", "numerical",
    ],
    "chemistry": ["green", "inorganic", "experimental", "theoretical", "industrial", "applied"],
    "mathematics": [
      "applied", "stochastic", "discrete", "computational", "asymptotic", "robust",
      "high-dimensional", "nonparametric",
    ],
    "engineering": [
      "industrial", "intelligent", "sustainable", "low-cost", "computational", "robust",
      "automated", "optimal",
    ],
    "earth sciences": [
      "regional", "tropical", "coastal", "Arctic", "quantitative", "urban", "global", "alpine",
    ],
  ]
}

/// How often topics are chosen.
enum SamplePopularity {
  /// Topics, the most popular first: an order without meaning, but fixed, in
  /// which computing and education come early, as in social bookmarking.
  static func order(of hierarchy: SampleTopicHierarchy) -> [Int] {
    let favourites = [
      "computer science": 2.6, "education": 1.9, "library science": 1.7, "medicine": 1.3,
      "economics": 1.2,
    ]
    var random = RandomStream(seed: 0x5A3D_1E5, stream: 1)
    let weighted = hierarchy.topics.indices.map { topic -> (weight: Double, topic: Int) in
      let line = hierarchy.ancestors(of: topic)
      let field = hierarchy.topics[line.last ?? topic].name
      let chance = random.nextUniform()
      return (chance * (favourites[field] ?? 1) / (1 + 0.15 * Double(line.count)), topic)
    }
    return weighted.sorted { ($0.weight, $1.topic) > ($1.weight, $0.topic) }.map(\.topic)
  }
}

/// Draws positions by Zipf's law: position `r` with weight `1 / (r + offset)^exponent`.
struct SampleZipf: Sendable {
  private let cumulated: [Double]

  init(count: Int, exponent: Double, offset: Double) {
    var sum = 0.0
    cumulated = (0..<count).map { rank in
      // exponent is a multiple of one half: roots and products are exact to
      // the last bit on every machine, powers need not be.
      let base = Double(rank) + offset
      var power = 1.0
      for _ in 0..<Int(exponent) { power *= base }
      if exponent != exponent.rounded(.down) { power *= base.squareRoot() }
      sum += 1 / power
      return sum
    }
  }

  func draw(_ random: inout RandomStream) -> Int {
    let target = random.nextUniform() * (cumulated.last ?? 0)
    var low = 0
    var high = cumulated.count - 1
    while low < high {
      let middle = (low + high) / 2
      if cumulated[middle] > target { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
