// The topics of the sample. Data only: one line per topic, indented below its broader topic, with
// its other tags and what texts on it speak of:
//
//     name = synonym, synonym : phrase; phrase

extension SampleConcepts {
  static let topics = """
    computer science = cs, informatics : computational problems; software systems; computer programs
      artificial intelligence = ai, artificialintelligence : intelligent agents; automated reasoning; common sense knowledge; rational behaviour; planning problems
        machine learning = ml, statistical_learning : training data; generalisation error; classifiers; feature selection; loss functions
          deep learning = dl, deeplearning : deep neural networks; representation learning; hidden layers; stochastic gradient descent; pretrained models
          classification = classifier : class labels; decision boundaries; imbalanced classes; support vector machines; decision trees
          clustering = cluster_analysis : cluster centroids; spectral clustering; hierarchical clustering; similarity measures; cluster validity
          reinforcement learning = rl : reward functions; policy gradients; temporal difference learning; exploration strategies; Markov decision processes
          transfer learning = domain_adaptation : domain shift; few-shot learning; source domains
          active learning = query_learning : label queries; uncertainty sampling; annotation costs; oracles
        natural language processing = nlp, naturallanguageprocessing : natural language text; syntactic parsers; part-of-speech tags; word senses; annotated corpora
        knowledge representation = krr : description logics; rule bases; default reasoning; conceptual graphs
        computer vision = cv, vision : visual features; camera images; scene understanding; depth estimation
        robotics = robots : mobile robots; motion planning; robot arms; grasping; sensor fusion
        evolutionary computation = ga, genetic_algorithms : fitness functions; crossover operators; mutation rates; population diversity; genetic programming
      information retrieval = ir, informationretrieval : search engines; relevance judgements; query expansion; inverted indexes; document ranking
        web search = search, search_engine : web queries; search result pages; link analysis; query intent; click logs
        recommender systems = recommender, recommendation : collaborative filtering; user preferences; item ratings; matrix factorisation
        topic models = lda, topic_modeling : latent topics; topic coherence; Dirichlet priors; word distributions; Gibbs sampling
        learning to rank = ltr, ranking : ranking functions; pairwise preferences; click models; relevance features
        multimedia retrieval = mir, multimedia : image queries; audio fingerprints; video shots; content-based retrieval
      world wide web = web, www : web pages; hyperlinks; web standards; web browsers; online services
        semantic web = semanticweb, rdf : linked data; RDF triples; SPARQL queries; metadata annotations; ontology languages
        social web = web2.0, socialmedia : user-generated content; blogs; wikis; online communities; social media
        web services = webservices, soa : service composition; service discovery; interface descriptions; quality of service
        web usage mining = logfile_analysis : click streams; navigation paths; session logs; page visits
        personalization = user_modeling : user profiles; adaptive interfaces; user interests; context awareness
      databases = database, db : relational databases; query optimisation; database schemas; transactions; index structures
        data mining = datamining, kdd : frequent patterns; knowledge discovery; large data sets; mined rules; anomaly detection
        data integration = etl : schema matching; entity resolution; duplicate records; heterogeneous sources
        data warehousing = olap : data cubes; materialised views; analytical queries; decision support
        big data = bigdata, hadoop : large-scale processing; distributed file systems; data streams; compute clusters
        graph databases = graphdb : graph queries; property graphs; path expressions; traversal operators
      software engineering = se, softwareengineering : software quality; software projects; source code; development teams; code reviews
        requirements engineering = requirements : stakeholder needs; requirement documents; goal models; traceability links
        software testing = testing : test cases; code coverage; regression tests; mutation testing; test oracles
        software architecture = architecture : architectural styles; component interfaces; design decisions; microservices; reference architectures
        agile development = agile, scrum : sprint planning; pair programming; continuous integration; self-organising teams; user stories
        design patterns = patterns : object-oriented design; pattern catalogues; reusable solutions; class hierarchies
        model-driven engineering = mde, uml : metamodels; model transformations; domain-specific languages; UML diagrams; code generation
        software maintenance = refactoring, evolution : code smells; refactoring operations; technical debt; legacy systems; code clones
        open source software = oss, foss : volunteer contributors; mailing lists; community governance; software licences
        program analysis = static_analysis : abstract interpretation; pointer aliases; symbolic execution
        programming languages = programming, pl : type systems; functional programs; compiler optimisation; lambda calculus; language semantics
      human-computer interaction = hci, interaction_design : user interfaces; interaction techniques; mental models; touch screens; design spaces
        usability = user_experience, ux : usability problems; user satisfaction; heuristic evaluation; ease of use; interface consistency
        information visualization = visualization, infovis : visual encodings; interactive charts; node-link diagrams; visual clutter; overview displays
        virtual reality = vr : immersive environments; head-mounted displays; motion sickness; presence; virtual worlds
        ubiquitous computing = ubicomp, pervasive : smart environments; wearable sensors; ambient displays
        accessibility = assistive_technology : blind users; screen readers; motor impairments; inclusive design
        computer supported cooperative work = cscw, groupware : remote collaboration; shared workspaces; awareness information; distributed teams
      computer graphics = graphics, rendering : ray tracing; surface meshes; texture synthesis; character animation; global illumination
      computer security = security, infosec : security policies; attack models; vulnerable software; threat models; access control
        cryptography = crypto, encryption : encryption schemes; public keys; hash functions; digital signatures; key exchange
        privacy = data_protection : personal data; anonymisation; differential privacy; location privacy; informed consent
        intrusion detection = ids : network attacks; attack signatures; malicious traffic; false alarms
        malware = virus : malicious code; botnets; sandbox analysis; ransomware; infected hosts
        blockchain = bitcoin : distributed ledgers; smart contracts; consensus protocols; cryptocurrencies; mining rewards
      computer networks = networking, networks : routing protocols; packet loss; network traffic; congestion control; bandwidth
        wireless networks = wireless, wifi : radio channels; mobile nodes; interference; spectrum sharing; handover
        internet of things = iot : connected devices; smart homes; embedded sensors; device gateways
        peer-to-peer systems = p2p : overlay networks; file sharing; distributed hash tables; peer churn
      distributed systems = distributed : replicated data; fault tolerance; message passing; consistency models
        cloud computing = cloud : virtual machines; resource provisioning; data centres; elastic services; service level agreements
        parallel computing = hpc, gpu : parallel algorithms; graphics processors; load balancing; shared memory
      operating systems = os : process scheduling; file systems; virtual memory; device drivers; kernel code
        embedded systems = embedded : real-time constraints; microcontrollers; firmware; hardware interfaces; timing analysis
      theory of computation = theory, tcs : lower bounds; computational complexity; Turing machines; polynomial time; NP-hard problems
        algorithms = algorithm : approximation algorithms; data structures; running times; randomised algorithms; greedy heuristics
        automata theory = formal_languages : finite automata; regular languages; context-free grammars; transducers
        quantum computing = quantum : qubits; quantum circuits; quantum error correction; entangled states; quantum algorithms
    medicine = medical, health : clinical practice; patient care; treatment outcomes; clinical guidelines
      oncology = cancer, tumor : tumour growth; cancer patients; chemotherapy; metastases; survival rates
        breast cancer = mammography : mammography screening; hormone receptors; breast tumours; adjuvant therapy; BRCA mutations
        lung cancer = nsclc : smoking history; lung nodules; targeted therapy; advanced tumours
        immunotherapy = checkpoint_inhibitors : T cells; tumour antigens; immune responses
        radiotherapy = radiation : radiation doses; dose fractionation; beam planning; irradiated tissue
      cardiology = heart, cardiovascular : heart failure; blood pressure; myocardial infarction; cardiac function; coronary arteries
        hypertension : blood pressure control; antihypertensive drugs; salt intake; arterial stiffness
        stroke = cerebrovascular : ischaemic strokes; thrombolysis; stroke survivors; motor recovery; carotid stenosis
        arrhythmia = ecg : atrial fibrillation; electrocardiograms; implanted pacemakers; sudden cardiac death
      endocrinology = hormones : hormone levels; thyroid disease; metabolic control; insulin secretion
        diabetes = type_2_diabetes, insulin : blood glucose; insulin therapy; glycaemic control; diabetic patients; diabetic retinopathy
        obesity = overweight, bmi : body mass index; weight loss; bariatric surgery; childhood obesity; waist circumference
      infectious diseases = infection : pathogens; infection control; antiviral drugs; disease transmission
      public health = publichealth : health promotion; population health; health inequalities; prevention programmes
      health informatics = ehealth, medical_informatics : clinical decision support; patient records; clinical coding; hospital information systems
      medical imaging = radiology, mri : magnetic resonance images; computed tomography; lesion detection; contrast agents; image registration
      psychiatry = mental_health : psychiatric disorders; symptom severity; psychotropic drugs; inpatient care
      neurology = neurological : neurological disorders; seizures; cognitive decline; brain lesions
      surgery = surgical : surgical procedures; postoperative complications; minimally invasive techniques; wound healing; operating rooms
      nursing = nurses : nursing staff; bedside care; nurse workload; pressure ulcers; patient safety
      paediatrics = pediatrics, child : newborn infants; childhood asthma; growth charts; paediatric wards; adolescent patients
      ageing = aging, gerontology : older adults; frailty; falls; nursing homes; healthy ageing
      rehabilitation = physiotherapy : chronic pain; functional independence; exercise therapy; low back pain
      pharmacology = drugs : drug interactions; dose response; adverse reactions; pharmacokinetics; drug metabolism
      medical education = meded : medical students; clinical skills; simulated patients; residency training
    biology = bio, life_sciences : living organisms; biological systems; cell populations; model organisms
      genetics = genes : gene variants; inherited traits; genetic linkage; heritability; mutations
        genomics = genome : genome sequences; genome assembly; sequencing reads; noncoding regions; genome annotation
        gene expression = transcriptomics : messenger RNA; transcription factors; expression profiles; regulatory networks; promoters
        epigenetics = dna_methylation : histone marks; chromatin structure; inherited silencing
        gene editing = crispr : guide RNAs; targeted mutations; off-target effects; edited cells
        population genetics = popgen : allele frequencies; genetic drift; migration rates; effective population size
      molecular biology = biochemistry, molbio : enzymes; protein complexes; signalling pathways; membrane proteins; metabolic pathways
      bioinformatics = computational_biology : sequence alignment; gene ontologies; protein interaction networks; biological databases
      microbiology = bacteria : bacterial cultures; biofilms; microbial communities; virulence factors
      immunology = immune_system : antibodies; inflammatory cytokines; immune tolerance; autoimmune disease
      evolutionary biology : natural selection; phylogenetic trees; speciation; adaptive traits; common ancestors
      ecology = ecosystems : food webs; habitat loss; species interactions; nutrient cycles; predators and prey
      plant science = botany, plants : crop yields; seed germination; photosynthesis; root growth; flowering time
      zoology = animals, animal_behavior : bird song; foraging behaviour; mating systems; social insects; migratory birds
      neuroscience = brain, neurobiology : neurons; synaptic plasticity; cortical activity; neural circuits; brain regions
    psychology = psych : human behaviour; individual differences; psychological theories; emotional states
      cognitive psychology = cognition : mental representations; selective attention; decision making; problem solving; cognitive load
        memory = working_memory : episodic recall; forgetting; memory traces; false memories
        visual perception = perception : visual attention; perceived depth; eye movements; object perception; visual illusions
        judgement and decision making = heuristics : cognitive biases; risky choices; probability judgements; framing effects; simple heuristics
      cognitive science = cogsci : embodied cognition; analogical reasoning; cognitive architectures
      developmental psychology = child_development : infant cognition; attachment styles; language acquisition; adolescent development; parenting practices
      social psychology = attitudes : group identity; stereotypes; social influence; prejudice; conformity
      personality = big_five : personality traits; self-esteem; narcissism; trait questionnaires; extraversion
      emotion = affect : emotion regulation; facial expressions; positive affect; anger; fear responses
      clinical psychology = psychotherapy : cognitive behavioural therapy; anxiety disorders; therapeutic alliance; trauma survivors
      work psychology = organizational_psychology, burnout : job satisfaction; work stress; employee motivation; team leadership
    education = teaching, learning : classroom practice; student learning; school curricula; learning outcomes; teachers
      e-learning = elearning, online_learning : online courses; learning platforms; virtual classrooms; distance learners; learning objects
      educational technology = edtech, ict : interactive whiteboards; digital tools; technology acceptance; classroom computers; digital literacy
      higher education = university, highereducation : university students; degree programmes; academic staff; graduate employability; lecture halls
      teacher education = teacher_training : pre-service teachers; professional development; teacher beliefs; pedagogical knowledge; lesson planning
      collaborative learning = cscl : group work; shared knowledge construction; peer interaction; discussion forums; collaboration scripts
      constructivism = learning_theory : prior knowledge; learner autonomy; scaffolding; situated learning; authentic tasks
      mathematics education = math_education : mathematical reasoning; word problems; fraction concepts; arithmetic skills; proof comprehension
      science education = stem, science_teaching : inquiry learning; science laboratories; misconceptions; scientific reasoning; physics lessons
      language learning = second_language, efl : second language learners; vocabulary acquisition; grammar instruction; foreign language classes; pronunciation training
    social sciences = social, sociology : social structures; social norms; social change; public attitudes
      social networks = sna, social_network_analysis : weak ties; network centrality; tie strength; information diffusion; friendship networks
      inequality = social_stratification : income inequality; social mobility; class differences; wealth distribution; poverty
      gender studies = gender, women : gender roles; women in science; feminist theory; sexual harassment
      migration = immigration, refugees : labour migrants; ethnic minorities; integration policies; host societies
      urban studies = cities, urbanism : urban neighbourhoods; housing markets; gentrification; public space; city planning
      family research = family : marital stability; divorce; parental leave; household work; single parents
      disability studies = disability : disabled people; independent living; stigma; disability rights
      criminology = crime : crime rates; juvenile offenders; policing strategies; recidivism; fear of crime
      political science = politics, polsci : political parties; democratic institutions; public opinion; legislative behaviour
      communication studies = media, communication : mass media; news coverage; media effects; framing; journalists
      law = legal : court decisions; legal reasoning; civil liability; statutory interpretation; contract law
    economics = economy, econ : market equilibrium; economic policy; consumer demand; price levels; incentives
      macroeconomics = economic_growth : monetary policy; inflation; business cycles; unemployment; central banks
      microeconomics = markets : consumer choice; price competition; market power; auctions; utility functions
        game theory = games : Nash equilibria; repeated games; cooperative behaviour; mechanism design; strategic players
        behavioural economics = behavioral_economics : loss aversion; nudges; time preferences; social preferences; bounded rationality
      labour economics = labor, employment : wages; minimum wages; job search; human capital; labour unions
      development economics = development : foreign aid; rural poverty; microcredit; developing countries; cash transfers
      finance = financial : stock returns; asset prices; portfolio choice; credit risk; bank regulation
      management = business : business strategy; corporate governance; managers; firm performance; organisational change
        innovation = innovation_management : product innovation; open innovation; research and development; technology adoption; patents
        entrepreneurship = startups : start-up firms; venture capital; founders; business plans; small enterprises
      information systems = is, informationsystems : system adoption; enterprise software; IT investments; system users
    library science = lis, information_science : academic libraries; information needs; library catalogues; information behaviour; collection development
      digital libraries = digitallibrary : digital collections; document repositories; metadata harvesting; long-term preservation; digitised books
      scientometrics = bibliometrics : citation counts; journal impact; co-authorship networks; research evaluation
        altmetrics = social_media_metrics : tweeted articles; reader counts; online attention; download statistics
      open access = openaccess, oa : open journals; self-archiving; article processing charges; preprint servers; subscription costs
      metadata = dublin_core : metadata schemas; descriptive records; record quality; controlled vocabularies; metadata standards
      classification systems = thesaurus, taxonomy : subject headings; thesauri; faceted classification; indexing languages
      information literacy = infolit : search skills; source evaluation; library instruction; critical reading
      research data management = rdm, open_data : data sharing; data repositories; data citation; FAIR principles; reuse of data
      information ethics = ethics : algorithmic accountability; data justice; professional codes; surveillance; digital rights
    physics = phys, physik : physical laws; energy levels; experimental observations; symmetries
      particle physics = hep, high_energy_physics : collider experiments; quark masses; neutrino oscillations; decay channels
      quantum mechanics = quantum_physics : wave functions; quantum measurement; decoherence; uncertainty relations
      condensed matter = solid_state : lattice vibrations; phase transitions; magnetic order; electronic bands
      statistical physics = statmech, thermodynamics : entropy production; critical exponents; spin glasses; random walks
      optics = laser, photonics : laser pulses; optical fibres; light scattering; photonic crystals; diffraction
      fluid dynamics = cfd, turbulence : turbulent flows; boundary layers; vortices; viscous fluids; Reynolds numbers
      plasma physics = fusion : plasma confinement; tokamaks; magnetic reconnection; plasma waves
    earth sciences = geoscience, geo : field sites; surface processes; geological records
      environmental science = environment, environmental : environmental pollution; ecosystem services; waste management; environmental impact
      climate change = climate, global_warming : greenhouse gases; climate models; temperature records; extreme weather
      atmospheric science = meteorology, weather : weather forecasts; cloud formation; storm tracks; aerosols; rainfall patterns
      oceanography = ocean : ocean currents; sea level; sea ice; deep water; surface temperature
      geology = rocks : sedimentary rocks; plate tectonics; volcanic eruptions; mineral deposits; fault zones
    """

  /// What narrows a phrase down, where more tags are wanted than there are topics and phrases.
  static let qualifiers = [
    "adaptive", "applied", "automated", "collaborative", "comparative", "computational", "distributed",
    "early", "empirical", "experimental", "hybrid", "incremental", "interactive", "international",
    "large-scale", "local", "longitudinal", "mobile", "modern", "open", "parallel", "probabilistic",
    "quantitative", "regional", "robust", "rural", "scalable", "social", "theoretical", "urban",
  ]

  /// Tags that say nothing about the text, the most frequent first.
  static let generalTags = [
    "toread", "imported", "paper", "thesis", "phd", "book", "article", "myown", "research", "2008", "2009",
    "2007", "2010", "important", "todo", "pdf", "seminar", "draft", "project_anna", "forlater",
  ]
}
