// The topics of education, social science, economics, information science and
// the humanities in the notation of `SampleTopicParser`. Data only.

extension SampleTopicData {
  static let socialSciences = """
    education = teaching, learning : classroom practice; student learning; school curricula; learning outcomes; teachers > psychology
      @methods a quasi-experimental study #experiment; a classroom observation #observation; design-based research #design; a survey of students #survey; focus groups #focus_groups; a multilevel regression model #regression; action research; a case study #case_study
      @data test scores; student essays; interview transcripts #interviews; course logs #logfile; the PISA study #pisa
      @units students; pupils; teachers; schools; courses
      @measures test scores; motivation; course completion; academic achievement; self-efficacy
      e-learning = elearning, online_learning : online courses; learning platforms; virtual classrooms; distance learners; learning objects > educational technology
        massive open online courses = mooc, moocs : course completion; dropout prediction; video lectures; discussion forums; open enrolment
        learning analytics = educational_data_mining, edm : student models; learner traces; early warning systems; learning dashboards; knowledge tracing > data mining
        mobile learning = mlearning : tablet computers; learning apps; informal learning; learning on the move
        intelligent tutoring systems = its, tutoring : adaptive feedback; student models; hint sequences; tutoring dialogues; knowledge tracing > artificial intelligence
      educational technology = edtech, ict : interactive whiteboards; digital tools; technology acceptance; classroom computers; digital literacy
        game-based learning = gamification, games, serious_games : serious games; game mechanics; player motivation; badges and points; playful learning
      higher education = university, highereducation : university students; degree programmes; academic staff; graduate employability; lecture halls
        assessment = feedback, testing : formative feedback; examination grades; peer assessment; rubrics; multiple-choice questions
        academic writing = writing : student essays; plagiarism; citation practice; writing courses; thesis supervision
      teacher education = teacher_training : pre-service teachers; professional development; teacher beliefs; pedagogical knowledge; lesson planning
      collaborative learning = cscl : group work; shared knowledge construction; peer interaction; discussion forums; collaboration scripts > computer supported cooperative work
      constructivism = learning_theory : prior knowledge; learner autonomy; scaffolding; situated learning; authentic tasks
      mathematics education = math_education : mathematical reasoning; word problems; fraction concepts; arithmetic skills; proof comprehension > mathematics
      science education = stem, science_teaching : inquiry learning; science laboratories; misconceptions; scientific reasoning; physics lessons
      language learning = second_language, efl : second language learners; vocabulary acquisition; grammar instruction; foreign language classes; pronunciation training > linguistics
      special education = inclusion : inclusive classrooms; learning disabilities; individual support plans; dyslexia
      early childhood education = kindergarten, preschool : preschool children; play activities; early literacy; child care centres
      lifelong learning = adult_education : adult learners; workplace training; continuing education; professional skills
    social sciences = social, sociology : social structures; social norms; social change; public attitudes
      @methods a national survey #survey; an ethnographic study #ethnography; a content analysis #content_analysis; in-depth interviews #interviews; a comparative case study #case_study; a difference-in-differences design; a discourse analysis; a multilevel regression model #regression
      @data census data #census; a panel survey #survey; newspaper archives #newspapers; interview transcripts #interviews; the World Values Survey #survey; administrative records
      @units respondents; households; countries; voters; communities
      @measures social trust; participation; inequality; perceived fairness; employment
      social networks = sna, social_network_analysis, networks : weak ties; network centrality; tie strength; information diffusion; friendship networks > graph mining, complex systems
      inequality = social_stratification : income inequality; social mobility; class differences; wealth distribution; poverty
      gender studies = gender, women : gender roles; women in science; the gender pay gap; feminist theory; sexual harassment
      migration = immigration, refugees : labour migrants; refugees; ethnic minorities; integration policies; host societies
      urban studies = cities, urbanism : urban neighbourhoods; housing markets; gentrification; public space; city planning > transportation
      family research = family : marital stability; divorce; parental leave; household work; single parents
      disability studies = disability : disabled people; independent living; stigma; disability rights
      criminology = crime : crime rates; juvenile offenders; policing strategies; recidivism; fear of crime
      political science = politics, polsci : political parties; democratic institutions; public opinion; legislative behaviour
        elections = voting : voter turnout; electoral systems; campaign messages; swing voters; opinion polls
        e-government = egovernment : digital public services; citizen participation; open government data; government websites > information systems
        international relations = conflict, peace : peace negotiations; armed conflict; foreign policy; international treaties; security alliances
        health policy = health_care, health_systems : health insurance; health expenditures; access to care; hospital financing; health reforms > public health
        environmental policy = climate_policy : carbon taxes; emission targets; environmental regulation; green voters > climate change
      communication studies = media, communication : mass media; news coverage; media effects; framing; journalists
        misinformation = fake_news, disinformation : fake news; fact checking; rumour diffusion; conspiracy beliefs; partisan media > microblogging, social networks
      law = legal : court decisions; legal reasoning; civil liability; statutory interpretation; contract law
        copyright = intellectual_property, patents : copyright law; patent claims; licensing agreements; fair use; piracy > open access
      anthropology = culture : kinship; ritual practice; field sites; cultural identity; indigenous peoples
    economics = economy, econ : market equilibrium; economic policy; consumer demand; price levels; incentives
      @methods an econometric model #econometrics; a natural experiment; a panel regression #regression; a laboratory experiment #experiment; an agent-based simulation #simulation; an event study; a case study #case_study
      @data firm-level data; stock market prices; national accounts; a household panel #survey; transaction records
      @units firms; households; consumers; markets; employees
      @measures productivity; profits; prices; employment; economic growth
      macroeconomics = economic_growth : monetary policy; inflation; business cycles; unemployment; central banks; interest rates
      microeconomics = markets : consumer choice; price competition; market power; auctions; utility functions
        game theory = games : Nash equilibria; repeated games; cooperative behaviour; mechanism design; strategic players > ^mathematics
        behavioural economics = behavioral_economics : loss aversion; nudges; time preferences; social preferences; bounded rationality
      labour economics = labor, employment : wages; minimum wages; job search; human capital; labour unions
      development economics = development : foreign aid; rural poverty; microcredit; developing countries; cash transfers > agriculture
      finance = financial : stock returns; asset prices; portfolio choice; credit risk; bank regulation
        @methods an event study; an econometric model #econometrics; a factor model; a Monte Carlo simulation #simulation
      management = business : business strategy; corporate governance; managers; firm performance; organisational change
        @methods a case study #case_study; a survey of managers #survey; a structural equation model #sem; a panel regression #regression; expert interviews #interviews
        innovation = innovation_management : product innovation; open innovation; research and development; technology adoption; patents
        entrepreneurship = startups : start-up firms; venture capital; founders; business plans; small enterprises
        knowledge management = km, knowledgemanagement : tacit knowledge; knowledge sharing; communities of practice; organisational memory; expert finding > information systems
        supply chain management = scm, logistics : inventory control; suppliers; demand forecasts; warehouse operations; delivery times > optimization
        marketing = advertising : brand loyalty; customer satisfaction; advertising campaigns; purchase intention; market segments
        business process management = bpm, business_process, workflow : process models; workflow engines; event logs; process mining; compliance rules > information systems
      information systems = is, informationsystems : system adoption; enterprise software; technology acceptance; IT investments; system users
        business intelligence = bi : management reports; performance indicators; dashboards; decision support > data warehousing
        e-commerce = ecommerce : online shops; customer reviews; electronic markets; online payments; shopping carts
    library science = lis, information_science, libraries : academic libraries; information needs; library catalogues; information behaviour; collection development
      @methods a bibliometric analysis #bibliometrics; a survey of librarians #survey; a transaction log analysis #logfile; a content analysis #content_analysis; semi-structured interviews #interviews; a citation analysis
      @data Scopus records #scopus; the Web of Science #wos; library catalogue records; institutional repositories; bookmarks of a social tagging site #bibsonomy
      @units articles; journals; libraries; authors; readers
      @measures citation counts; download counts; recall; user satisfaction; coverage
      digital libraries = digitallibrary, dl : digital collections; document repositories; metadata harvesting; long-term preservation; digitised books > information retrieval
      scientometrics = bibliometrics : citation counts; journal impact; co-authorship networks; research evaluation; the h-index > social networks
        altmetrics = social_media_metrics : tweeted articles; reader counts; online attention; download statistics > microblogging
        peer review = scholarly_communication, publishing : reviewer reports; editorial decisions; referee agreement; submitted manuscripts
      open access = openaccess, oa : open journals; self-archiving; article processing charges; preprint servers; subscription costs
      metadata = dublin_core : metadata schemas; descriptive records; record quality; controlled vocabularies; metadata standards > semantic web
      classification systems = thesaurus, taxonomy : subject headings; thesauri; faceted classification; indexing languages; controlled vocabularies > ontologies, folksonomy
      information literacy = infolit : search skills; source evaluation; library instruction; critical reading
      research data management = rdm, open_data, opendata : data sharing; data repositories; data citation; FAIR principles; reuse of data
      information ethics = ethics : algorithmic accountability; data justice; professional codes; surveillance; digital rights > ^philosophy
    humanities = human : cultural heritage; historical sources; interpretation; archives
      @methods a close reading; a comparative analysis; a corpus study #corpus; archival research #archives; a conceptual analysis; an oral history
      @data archival documents #archives; digitised newspapers #newspapers; a corpus of novels #corpus; letters and diaries; museum collections
      @units texts; authors; letters; objects; speakers
      @measures interpretive agreement; frequency of use; stylistic variation; historical continuity
      linguistics = language, linguistik : word order; grammatical structure; language change; native speakers; lexical semantics
        corpus linguistics = corpora : concordances; collocations; word frequencies; text corpora; annotated corpora > natural language processing
        syntax = grammar : word order; phrase structure; relative clauses; verb agreement; dependency relations
        phonology = phonetics : vowel systems; stress patterns; syllable structure; sound change
        sociolinguistics = dialects : dialect variation; code switching; language attitudes; minority languages
      history = historical : medieval towns; colonial rule; industrialisation; war memories; political elites
      philosophy = philosophie : moral arguments; free will; scientific explanation; theories of mind; epistemic norms
        bioethics = medical_ethics : informed consent; end-of-life decisions; research ethics; patient autonomy
        philosophy of science = epistemology : scientific realism; theory choice; causal explanation; paradigms
      archaeology = archeology : excavated sites; pottery finds; burial customs; stone tools; radiocarbon dates
      literary studies = literature : narrative voice; genre conventions; modern novels; poetic form; reading publics
      digital humanities = dh : digital editions; text encoding; distant reading; digitised manuscripts; stylometry > digital libraries, corpus linguistics
      art history = art : museum collections; Renaissance painting; visual culture; artists; photographs
    """
}
