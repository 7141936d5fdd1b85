// The titles and sentences of the sample's abstracts, in the notation of
// `SampleTemplate`. Data only: one template a line, however long it is.

/// The templates, by the part that a sentence plays in an abstract.
enum SampleSentences {
  static let titles = SampleTemplate.list(
    """
    {P} <for|and> {S}
    <Towards|Rethinking|Understanding|Revisiting|Exploring> {P} in {T}
    {P} and {P}: {M}
    <The role of|The effects of|The impact of> {P} on {Q} in {T}
    <A survey of|A review of|An overview of|Advances in|Challenges in> {T}: {P} and {P}
    <What explains|What limits|Who needs> {P}? <Evidence|Insights|Lessons> from {D}
    {P} in the <age|service|light|context> of {S}
    <Improving|Evaluating|Predicting|Modelling|Measuring|Assessing> {P} with {P}
    <A comparison of|A comparative study of> {P} and {P} in {T}
    {T} <in practice|in transition|revisited|under uncertainty>: {P}
    From {P} to {P}: <trends|lessons|perspectives|ten years> in {T}
    {P} across {U}: {M}
    <Linking|Combining|Integrating|Relating> {P} and {S}
    On {P} and [its|their] <limits|uses|applications|history> in {T}
    A <new|simple|unified|practical> <approach to|framework for|perspective on> {P} in {T}
    {T}: <a case study|recent trends|open problems|an introduction> of {P}
    {S} and {T}: <a shared perspective|common ground|open questions>
    <Introduction to|Handbook of|Lecture notes on|Foundations of> {T} <with|and> {P}
    <Using|Learning from|Beyond> {P} for {S}
    {P}, {P} and {S}
    <Does|How much does> {T} need {P}?
    """)

  /// Always 4 to 14 words, whatever the topic; used where the others are not.
  static let safeTitles = SampleTemplate.list("Notes on {P} in {T}")

  static let background = SampleTemplate.list(
    """
    {P} [has|have] <attracted growing interest|received considerable attention|become a central concern> in {B} <over the past decade|in recent years|since the late 1990s>.
    {T} [plays|play] an <important|ever larger|often underrated> role in {B}.
    <Recent|Several|Many> studies <suggest|have shown|indicate> that {P} [depends|depend] <strongly|partly|critically> on {P}.
    In {T}, {P} and {P} are <often|usually|typically> treated <separately|in isolation|as two independent problems>.
    <Most|Many|Existing> approaches to {T} rely on {P}.
    <Despite|After> decades of research, {P} [remains|remain] <a challenge|poorly understood|difficult to study|a matter of debate>.
    Interest in {T} has grown <rapidly|steadily> <with the spread of|alongside|together with> {P}.
    {P} [is|are] <widely used|increasingly common|a recurring theme|of great practical importance> in {T}.
    Understanding {P} is <essential for|a prerequisite for|a first step towards> <progress|further advances> in {T}.
    <The literature on|Research on|Work on> {P} is <scattered|growing fast|spread over several communities>.
    Few <questions|problems> in {B} are as <old|contested|practical> as that of {P}.
    """)

  static let gap = SampleTemplate.list(
    """
    However, <little is known|we know little|few studies ask> about {P} <in practice|under realistic conditions|outside the laboratory>.
    Yet {P} [has|have] rarely been <studied|examined|considered> together with {P}.
    What is missing <so far|to date> is a <systematic|careful|large-scale> <account|comparison|evaluation> of {P}.
    <Previous|Earlier> work has <largely|mostly> <ignored|overlooked|neglected> {P}.
    It is <unclear|an open question|still debated> whether findings on {P} carry over to {P}.
    Results on {P} are <inconsistent|mixed|hard to compare>, <in part|partly> because definitions differ.
    No <consensus|common standard> has <emerged|been reached> on how {P} should be <assessed|described|handled>.
    The evidence is <thin|limited|anecdotal>.
    """)

  static let aim = SampleTemplate.list(
    """
    <We|In this paper, we|Here we> <investigate|examine|study|analyse> {P} <in|in the context of> {T}.
    This <paper|article|work|study> <addresses|examines|explores|considers> {P} and [its|their] <relation to|consequences for|role in> {P}.
    <We|The authors|In this paper, we> <present|propose|describe|introduce> a <new|novel|simple|unified> <approach|framework|method|model> for {P} <based on|that builds on|that draws on> {P}.
    The <aim|goal|purpose|objective> of this <study|paper|work> is to <understand|clarify|describe|assess> how {P} [affects|affect] {P}.
    We ask <whether|to what extent|under which conditions> {P} [influences|influence] {Q}.
    This <thesis|report|chapter> <studies|examines|describes> {P} from the perspective of {T}.
    We <revisit|reconsider|take a fresh look at> {P}.
    The <paper|chapter|article> gives an <overview|introduction to the field|account> of {T} with <a focus|an emphasis|special attention> on {P}.
    """)

  static let method = SampleTemplate.list(
    """
    <We use|We rely on|We employ|Our analysis uses> {M} to <study|examine|assess|describe> {P}.
    {M} [was|were] <used|applied> to <estimate|assess|characterise|evaluate> {P}.
    The <approach|procedure|method> <combines|integrates|links> {P} with {M}.
    <Using|Based on|Drawing on> {M}, we <compare|contrast|evaluate> {P} and {P}.
    {P} [is|are] <modelled|represented|described> <through|by means of|in terms of> {P}.
    <First|In a first step>, we <identify|collect|characterise> {P}; <then|in a second step>, we <relate|compare|link> these to {P}.
    Two <variants|conditions|settings> are compared, one with and one without {P}.
    The <design|work|project> follows {M}.
    """)

  static let data = SampleTemplate.list(
    """
    <The data come|Our evidence comes|The data were drawn> from {D} <covering|comprising|with> {n} {U}.
    We <analysed|examined|collected|sampled> {n} {U} from {D}.
    The <sample|data set|final sample> <comprises|includes|consists of> {n} {U} <observed|collected|recorded> between {y} and {Y}.
    Experiments on {D} <cover|include|involve> {n} {U}.
    A total of {n} {U} from {C} <were|have been> <included|analysed|considered>.
    For the evaluation we <used|turned to|relied on> {D}.
    The <setting|study area|field site> is {C}.
    """)

  static let result = SampleTemplate.list(
    """
    <Results show|The results show|We find|Our findings indicate|We show> that {P} <significantly|substantially|modestly|clearly> [improves|improve] {Q}.
    Changes in {Q} of <about|almost|more than> {%} percent were <observed|found|recorded> when {P} [was|were] <taken into account|included|controlled for>.
    <Compared with|Relative to> {P}, the <proposed|new> <approach|procedure> yields gains in {Q} of {%} percent.
    The <association|correlation|link> between {P} and {P} was <weak|moderate|strong|stable> (r = 0.{d}).
    {P} [explains|explain] {%} percent of the variance in {Q}.
    No <significant|clear|consistent> effect of {P} on {Q} was <found|observed>.
    In <most|almost all|about half> of the {U}, {P} [was|were] <present|observed|detected|reported>.
    <Surprisingly|Contrary to expectation|Interestingly>, {P} [had|have had] <little|no measurable|only a small> <effect|influence> on {Q}.
    These <differences|effects> were <larger|smaller|more stable> for {P} than for {P}.
    <We find|The results point to> a <trade-off|close connection|sharp contrast> between {P} and {Q}.
    The <results|findings> are <robust|stable> across {U} and <over time|under noise|in several settings>.
    """)

  /// The only sentence that speaks of a document's second topic.
  static let hint = SampleTemplate.list(
    """
    <The findings|These results|Our results> also <bear on|have implications for|shed light on> {N}, <in particular|especially|notably> {S}.
    A <second|further> <experiment|analysis|part> <considers|deals with|turns to> {S}.
    <Links to|Connections with|Parallels to> {N} are <discussed|explored|drawn>.
    We <also|further|additionally> <examine|report on|consider> {S} and {S}.
    <Borrowing|Adapting> ideas from {N}, we <treat|describe> {S} <in the same way|within one framework>.
    {S} [serves|serve] as <a test case|a second application|an illustration>.
    The work is part of a larger project on {S}.
    """)

  /// Sentences that name topics which the document is not about.
  static let passing = SampleTemplate.list(
    """
    <Unlike|In contrast to> work on {Z}, <our|this> study makes <no|few> assumptions of this kind.
    Similar questions arise in {z}, but they are beyond the scope of this paper.
    {Z} [is|are] <not considered|left for future work|outside the scope of this study>.
    <As an analogy|For comparison>, consider {Z}.
    Comparable <debates|problems|effects> are known from {z}.
    """)

  static let filler = SampleTemplate.list(
    """
    The remainder of the paper discusses limitations.
    All materials are available <online|on request>.
    The <approach|procedure> is simple and can be <repeated|applied> at low cost.
    <Limitations|Threats to validity> and <open problems|future work> are discussed.
    Both <quantitative and qualitative|theoretical and practical> aspects are covered.
    <Three|Four|Several> <examples|scenarios> illustrate the <argument|approach|findings>.
    """)

  static let conclusion = SampleTemplate.list(
    """
    <We conclude|The results suggest|These findings suggest> that {P} <may|could|should|might> be <considered|taken into account|studied further> in {T}.
    <Implications|Consequences> for {T} are discussed.
    <Future work|Further research> should <address|examine|focus on> {P}.
    Our findings <support|challenge|qualify> common assumptions about {P}.
    The <approach|framework> <may|can> help <researchers|practitioners|policy makers> <understand|deal with|plan for> {P}.
    <Recommendations|Guidelines> for <research|practice> on {P} are derived.
    """)

  static let places: [[UInt8]] = [
    "Germany", "the Netherlands", "Brazil", "Japan", "Kenya", "Canada", "northern Italy",
    "Sweden", "India", "South Korea", "Australia", "the United States", "Spain", "Poland",
    "South Africa", "Chile", "China", "Finland", "Vietnam", "rural France",
  ].map { Array($0.utf8) }
}
