// The topics of computer science in the notation of `SampleTopicParser`. Data
// only: one line per topic, indented below its broader topic.

extension SampleTopicData {
  static let computerScience = """
    computer science = cs, informatics : algorithms; computational problems; software systems; a computer program > mathematics
      @methods a prototype implementation #implementation; a controlled experiment #experiment; a simulation study #simulation; a benchmark comparison #benchmark; a formal proof; a case study #case_study; an ablation study; a systematic literature review #survey
      @data a public benchmark #benchmark; server logs #logfile; a collection of open source projects #open_source; synthetic data; traces of real workloads
      @units programs; users; machines; queries; test runs
      @measures accuracy; running time; memory consumption; throughput; scalability
      artificial intelligence = ai, artificialintelligence : intelligent agents; automated reasoning; common sense knowledge; rational behaviour; a planning problem > cognitive science, robotics
        @methods a neural baseline; cross validation #evaluation; an ablation study; a human evaluation #evaluation; a gradient-based optimiser
        @data a benchmark of hand-labelled examples #benchmark; crowdsourced annotations #crowdsourcing; a held-out test set; the UCI repository #dataset
        @units examples; annotators; training instances; test cases
        @measures accuracy; F1; precision and recall; calibration; sample efficiency
        machine learning = ml, statistical_learning : training data; generalisation error; a classifier; feature selection; a loss function; model selection > statistics, data mining
          deep learning = dl, deeplearning : deep neural networks; representation learning; a hidden layer; stochastic gradient descent; pretrained models
            neural networks = ann, neural_network : a multilayer perceptron; backpropagation; activation functions; weight initialisation; an artificial neuron
            attention models = transformers, attention : self-attention; attention weights; an encoder layer; long-range dependencies; positional encodings > machine translation
            convolutional networks = cnn : convolutional filters; pooling layers; feature maps; residual connections > image recognition
            recurrent networks = rnn, lstm : gated recurrent units; hidden states; sequence modelling; vanishing gradients > speech recognition
            generative models = gan : adversarial training; latent variables; a variational autoencoder; diffusion models; sample quality
          classification = classifier : class labels; decision boundaries; imbalanced classes; a support vector machine; decision trees
            multi-label classification = multilabel : label correlations; label powersets; classifier chains; label hierarchies; a binary relevance classifier > tag recommendation
            ensemble learning = boosting, random_forest : random forests; weak learners; bagging; gradient boosting
            kernel methods = svm, kernel : a support vector machine; kernel functions; maximum margins; a reproducing kernel
          clustering = cluster_analysis : cluster centroids; spectral clustering; hierarchical clustering; a similarity measure; cluster validity > data mining
          reinforcement learning = rl : a reward function; policy gradients; temporal difference learning; exploration strategies; a Markov decision process > game theory
          transfer learning = domain_adaptation : domain shift; pretrained models; few-shot learning; source domains
          active learning = query_learning : label queries; uncertainty sampling; annotation costs; an oracle
          fairness in machine learning = fairness, algorithmic_bias : biased training data; protected groups; disparate impact; equal opportunity > information ethics
          explainable AI = xai, interpretability : feature attributions; saliency maps; model explanations; a surrogate model; opaque models
        natural language processing = nlp, naturallanguageprocessing, text_processing : natural language text; a syntactic parser; part-of-speech tags; word senses; annotated corpora > linguistics
          @data a corpus of newspaper articles #corpus; the Penn Treebank #treebank; Wikipedia articles #wikipedia; a collection of tweets #twitter; transcribed dialogues
          @units sentences; documents; annotators; tokens; speakers
          text classification = text_categorization : document categories; bag-of-words features; text categorisation; topic labels > information retrieval
            sentiment analysis = opinion_mining, sentiment : product reviews; polarity classification; opinion holders; a sentiment lexicon; subjective language
          machine translation = mt, smt : parallel corpora; translation quality; word alignments; phrase tables; a bilingual dictionary
          information extraction = ie, text_mining : relation extraction; event mentions; extraction patterns; template filling
            named entity recognition = ner : entity mentions; entity linking; gazetteers; person names; a sequence labeller
          question answering = qa : factoid questions; answer passages; reading comprehension; answer candidates
          text summarization = summarization : extractive summaries; sentence compression; summary length; salient sentences
          word embeddings = word2vec, embeddings : distributional semantics; word vectors; context windows; analogy tests; a skip-gram model > deep learning
          language models = lm, llm : next word prediction; perplexity; n-gram statistics; prompts; pretrained models
          dialogue systems = chatbot, dialog : spoken dialogue; dialogue acts; conversational agents; user utterances; turn taking
          speech recognition = asr, speech : acoustic models; spoken language; phoneme sequences; noisy recordings; speaker variation
        knowledge representation = krr : description logics; rule bases; default reasoning; conceptual graphs > semantic web
          ontologies = ontology : ontology matching; concept hierarchies; upper ontologies; ontology engineering; axioms
        computer vision = cv, vision : visual features; camera images; scene understanding; depth estimation
          @data the ImageNet collection #imagenet; annotated photographs #dataset; surveillance videos; street scenes
          @units images; frames; objects; videos
          image recognition = object_recognition : object categories; image classification; visual descriptors; bounding boxes
          image segmentation = segmentation : region boundaries; pixel labels; active contours; superpixels > medical imaging
          face recognition = biometrics : face images; facial expressions; identity verification; facial landmarks
          object tracking = tracking : moving objects; optical flow; motion models; occlusions; a Kalman filter
        robotics = robots : mobile robots; motion planning; a robot arm; grasping; sensor fusion > control theory
          multi-agent systems = mas, agents : cooperating agents; negotiation protocols; coordination; distributed planning > game theory
        evolutionary computation = ga, genetic_algorithms : a fitness function; crossover operators; mutation rates; population diversity; genetic programming > optimization
      information retrieval = ir, informationretrieval : search engines; relevance judgements; query expansion; an inverted index; document ranking > library science
        @data a TREC test collection #trec; a query log #logfile; a crawl of web pages #crawl; bookmarks of a social tagging site #bibsonomy
        @units queries; documents; users; sessions; relevance judgements
        @measures mean average precision; precision at ten; recall; user satisfaction
        web search = search, search_engine : web queries; search result pages; link analysis; query intent; click logs > world wide web
        recommender systems = recommender, recommendation : collaborative filtering; user preferences; item ratings; the cold start problem; matrix factorisation > personalization
          tag recommendation = tagging, tag_prediction : tag assignments; keyword suggestions; document annotation; tag vocabularies; automatic annotation > folksonomy
        topic models = lda, topic_modeling : latent topics; topic coherence; Dirichlet priors; word distributions; Gibbs sampling > Bayesian statistics
        learning to rank = ltr, ranking : ranking functions; pairwise preferences; click models; relevance features
        multimedia retrieval = mir, multimedia : image queries; audio fingerprints; video shots; content-based retrieval
          music information retrieval = music : chord recognition; music similarity; genre labels; playlists; melody extraction
      world wide web = web, www : web pages; hyperlinks; web standards; web browsers; online services
        @data a crawl of web pages #crawl; user profiles; click streams; posts of an online community
        @units users; pages; posts; links
        semantic web = semanticweb, rdf : linked data; RDF triples; SPARQL queries; metadata annotations; an ontology language > knowledge representation, ontologies
          linked open data = lod, linkeddata : data links; dataset interlinking; DBpedia resources; open vocabularies
        social web = web2.0, socialmedia, social_software : user-generated content; blogs; wikis; online communities; social media > social networks
          folksonomy = tagging, social_bookmarking : social bookmarking; user tags; tag clouds; collaborative tagging; tag spam > tag recommendation, classification systems
          microblogging = twitter : tweets; retweets; hashtags; followers; trending topics
          crowdsourcing = mturk : crowd workers; microtasks; worker incentives; answer aggregation; paid annotators
        web services = webservices, soa : service composition; service discovery; interface descriptions; quality of service > software architecture
        web usage mining = logfile_analysis : click streams; navigation paths; session logs; page visits > data mining
        personalization = user_modeling : user profiles; adaptive interfaces; user interests; context awareness
      databases = database, db, dbms : relational databases; query optimisation; database schemas; transactions; index structures
        @measures query response time; throughput; storage cost; scalability
        @data the TPC benchmark #benchmark; traces of real workloads; a bibliographic database #dblp; synthetic data
        data mining = datamining, kdd : frequent patterns; knowledge discovery; large data sets; mined rules; anomaly detection > machine learning, statistics
          association rules = frequent_itemsets : frequent itemsets; rule confidence; market baskets; pattern pruning
          graph mining = network_analysis : subgraph patterns; node embeddings; community detection; link prediction > social networks, graph theory
          time series analysis = timeseries : seasonal trends; sequence similarity; forecast errors; change points; sensor streams
          outlier detection = anomaly_detection : rare events; abnormal records; a density estimate; false alarms
        data integration = etl : schema matching; entity resolution; duplicate records; heterogeneous sources > linked open data
        data warehousing = olap : data cubes; materialised views; analytical queries; decision support > business intelligence
        big data = bigdata, hadoop : large-scale processing; distributed file systems; data streams; a compute cluster > distributed systems
        graph databases = graphdb : graph queries; property graphs; path expressions; traversal operators
      software engineering = se, softwareengineering : software quality; software projects; source code; development teams; code reviews
        @methods a case study #case_study; a controlled experiment #experiment; a survey of practitioners #survey; interviews with developers #interviews; a replication study #replication; a prototype tool #tool
        @data a collection of open source projects #open_source; bug reports; version histories #git; industrial projects #industry
        @units developers; projects; commits; bug reports; modules
        @measures defect density; developer productivity; maintenance effort; code coverage
        requirements engineering = requirements : stakeholder needs; requirement documents; goal models; traceability links
        software testing = testing : test cases; code coverage; regression tests; mutation testing; a test oracle
        software architecture = architecture : architectural styles; component interfaces; design decisions; microservices; a reference architecture
        agile development = agile, scrum : sprint planning; pair programming; continuous integration; self-organising teams; user stories
        design patterns = patterns : object-oriented design; pattern catalogues; reusable solutions; class hierarchies
        model-driven engineering = mde, uml : metamodels; model transformations; domain-specific languages; UML diagrams; code generation
        software maintenance = refactoring, evolution : code smells; refactoring operations; technical debt; legacy systems; code clones
        open source software = oss, foss : volunteer contributors; mailing lists; community governance; software licences > open access
        program analysis = static_analysis : static analysis; abstract interpretation; pointer aliases; symbolic execution
          formal verification = model_checking, verification : temporal logic; model checkers; state explosion; safety properties; proof assistants > mathematical logic
        programming languages = programming, pl : type systems; functional programs; compiler optimisation; lambda calculus; language semantics
      human-computer interaction = hci, interaction_design : user interfaces; interaction techniques; mental models; touch screens; a design space > psychology
        @methods a usability test #user_study; a think-aloud protocol #user_study; contextual interviews #interviews; a controlled experiment #experiment; an online questionnaire #survey
        @data interaction logs #logfile; video recordings of users; questionnaire responses; eye tracking data #eye_tracking
        @units participants; users; tasks; sessions
        @measures task completion time; error rates; user satisfaction; perceived workload
        usability = user_experience, ux : usability problems; user satisfaction; heuristic evaluation; ease of use; interface consistency
        information visualization = visualization, infovis : visual encodings; interactive charts; node-link diagrams; visual clutter; overview displays
        virtual reality = vr : immersive environments; head-mounted displays; motion sickness; presence; virtual worlds > computer graphics
        ubiquitous computing = ubicomp, pervasive : smart environments; context awareness; wearable sensors; ambient displays > internet of things
        accessibility = assistive_technology : blind users; screen readers; motor impairments; inclusive design > disability studies
        computer supported cooperative work = cscw, groupware : remote collaboration; shared workspaces; awareness information; distributed teams
      computer graphics = graphics, rendering : ray tracing; surface meshes; texture synthesis; character animation; global illumination
      computer security = security, infosec : security policies; attack models; vulnerable software; a threat model; access control
        @methods a threat analysis; a simulated attack #simulation; a formal proof; a prototype implementation #implementation; a survey of practitioners #survey
        @data captured network traffic; malware samples; leaked password lists; vulnerability reports
        @measures detection rate; false positive rate; performance overhead; attack success
        cryptography = crypto, encryption : encryption schemes; public keys; hash functions; digital signatures; key exchange > number theory
        privacy = data_protection : personal data; anonymisation; differential privacy; location privacy; informed consent > information ethics
        intrusion detection = ids : network attacks; attack signatures; malicious traffic; false alarms > outlier detection
        malware = virus : malicious code; botnets; sandbox analysis; ransomware; infected hosts
        blockchain = bitcoin : distributed ledgers; smart contracts; consensus protocols; cryptocurrencies; mining rewards
      computer networks = networking, networks : routing protocols; packet loss; network traffic; congestion control; bandwidth
        @measures throughput; packet delay; energy consumption; packet delivery ratio
        wireless networks = wireless, wifi : radio channels; mobile nodes; interference; spectrum sharing; handover
          sensor networks = wsn : sensor nodes; battery lifetime; data aggregation; multi-hop routing > internet of things
        internet of things = iot : connected devices; smart homes; embedded sensors; device gateways
        peer-to-peer systems = p2p : overlay networks; file sharing; distributed hash tables; peer churn
      distributed systems = distributed : replicated data; fault tolerance; consensus protocols; message passing; consistency models
        cloud computing = cloud : virtual machines; resource provisioning; data centres; elastic services; service level agreements
        parallel computing = hpc, gpu : parallel algorithms; graphics processors; load balancing; shared memory; message passing
      operating systems = os : process scheduling; file systems; virtual memory; device drivers; kernel code
        embedded systems = embedded : real-time constraints; microcontrollers; firmware; hardware interfaces; timing analysis
      theory of computation = theory, tcs : lower bounds; computational complexity; Turing machines; polynomial time; NP-hard problems > mathematical logic
        algorithms = algorithm : approximation algorithms; data structures; running times; randomised algorithms; a greedy heuristic > optimization
        automata theory = formal_languages : finite automata; regular languages; context-free grammars; transducers
        quantum computing = quantum : qubits; quantum circuits; quantum error correction; entangled states; quantum algorithms > quantum mechanics
    """
}
