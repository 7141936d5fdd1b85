// The topics of medicine, biology and psychology in the notation of
// `SampleTopicParser`. Data only.

extension SampleTopicData {
  static let lifeSciences = """
    medicine = medical, health : clinical practice; patient care; treatment outcomes; clinical guidelines > biology
      @methods a randomized controlled trial #rct; a cohort study #cohort; a case-control study; a systematic review #review; a meta-analysis #meta_analysis; a retrospective chart review; a multivariable regression model #regression; semi-structured interviews #interviews
      @data electronic health records #ehr; hospital discharge data; a national registry #registry; the MIMIC database #mimic; insurance claims
      @units patients; adults; hospital admissions; participants; clinicians
      @measures mortality; quality of life; length of stay; survival; adverse events
      oncology = cancer, tumor : tumour growth; cancer patients; chemotherapy; metastases; survival rates > genetics
        breast cancer = mammography : mammography screening; hormone receptors; breast tumours; adjuvant therapy; BRCA mutations
        lung cancer = nsclc : smoking history; lung nodules; targeted therapy; advanced tumours > smoking
        immunotherapy = checkpoint_inhibitors : checkpoint inhibitors; T cells; tumour antigens; immune responses > immunology
        radiotherapy = radiation : radiation doses; dose fractionation; beam planning; irradiated tissue > medical imaging
      cardiology = heart, cardiovascular : heart failure; blood pressure; myocardial infarction; cardiac function; coronary arteries
        hypertension = blood_pressure : blood pressure control; antihypertensive drugs; salt intake; arterial stiffness
        stroke = cerebrovascular : ischaemic strokes; thrombolysis; stroke survivors; motor recovery; carotid stenosis > rehabilitation
        arrhythmia = ecg : atrial fibrillation; electrocardiograms; implanted pacemakers; sudden cardiac death
      endocrinology = hormones : hormone levels; thyroid disease; metabolic control; insulin secretion
        diabetes = type_2_diabetes, insulin : blood glucose; insulin therapy; glycaemic control; diabetic patients; diabetic retinopathy > obesity
        obesity = overweight, bmi : body mass index; weight loss; bariatric surgery; childhood obesity; waist circumference > nutrition
      infectious diseases = infection : pathogens; infection control; antiviral drugs; disease transmission > microbiology, epidemiology
        COVID-19 = sars_cov_2, coronavirus, pandemic : viral load; lockdown measures; hospitalised cases; face masks; long-term symptoms > vaccination
        HIV = aids : antiretroviral therapy; viral suppression; CD4 counts; HIV testing; high-risk groups
        malaria = plasmodium : mosquito nets; malaria parasites; drug resistance; endemic areas
        tuberculosis = tb : latent infections; sputum samples; multidrug resistance; contact tracing
        antibiotic resistance = amr : resistant bacteria; antibiotic prescriptions; hospital infections; resistance genes > microbiology
      public health = publichealth : health promotion; population health; health inequalities; prevention programmes > health policy
        @methods a cross-sectional survey #survey; a cohort study #cohort; an interrupted time series; focus groups #focus_groups; a multilevel regression model #regression; a community trial
        @data a household survey #survey; census data #census; a national registry #registry; school health records
        @units households; adults; children; communities; respondents
        epidemiology = epi : disease incidence; risk factors; exposure assessment; disease outbreaks; age-adjusted rates > statistics
        vaccination = vaccines, immunization : vaccine uptake; vaccine hesitancy; herd immunity; immunisation schedules; booster doses
        nutrition = diet : dietary intake; fruit and vegetable consumption; micronutrient deficiency; eating habits; food labels
        physical activity = exercise, sport : moderate exercise; sedentary behaviour; step counts; aerobic fitness
        smoking = tobacco : tobacco use; smoking cessation; nicotine replacement; second-hand smoke
        maternal health = pregnancy : pregnant women; birth weight; antenatal care; preterm birth; breastfeeding
      health informatics = ehealth, medical_informatics : clinical decision support; patient records; clinical coding; hospital information systems > information systems
        telemedicine = mhealth, telehealth : remote consultations; mobile health apps; home monitoring; video visits
        clinical text mining = clinical_nlp : clinical notes; discharge summaries; diagnosis codes; symptom mentions; automated medical coding > natural language processing, ^information extraction
      medical imaging = radiology, mri : magnetic resonance images; computed tomography; lesion detection; contrast agents; image registration > image segmentation
      psychiatry = mental_health : psychiatric disorders; symptom severity; psychotropic drugs; inpatient care > psychology
        depression = depressive_disorder : depressive symptoms; antidepressants; suicidal thoughts; mood disorders; relapse prevention
        schizophrenia = psychosis : psychotic symptoms; antipsychotic drugs; auditory hallucinations; first episodes
        autism = asd : autistic children; social communication; repetitive behaviour; early diagnosis > special education
        addiction = substance_use : alcohol dependence; opioid use; craving; withdrawal symptoms; harm reduction
      neurology = neurological : neurological disorders; seizures; cognitive decline; brain lesions > neuroscience
        Alzheimer's disease = alzheimer, dementia : amyloid plaques; memory loss; dementia caregivers; cognitive screening; tau protein > ageing
        Parkinson's disease = parkinson : tremor; dopamine neurons; gait disturbances; deep brain stimulation
        epilepsy = seizures : epileptic seizures; electroencephalograms; anticonvulsant drugs; seizure prediction
      surgery = surgical : surgical procedures; postoperative complications; minimally invasive techniques; wound healing; operating rooms
      nursing = nurses : nursing staff; bedside care; nurse workload; pressure ulcers; patient safety
      paediatrics = pediatrics, child : newborn infants; childhood asthma; growth charts; paediatric wards; adolescent patients
      ageing = aging, gerontology : older adults; frailty; falls; nursing homes; healthy ageing
      rehabilitation = physiotherapy : motor recovery; chronic pain; functional independence; exercise therapy; low back pain
      pharmacology = drugs : drug interactions; dose response; adverse reactions; pharmacokinetics; drug metabolism
        drug discovery = drug_design : lead compounds; binding affinity; virtual screening; molecular docking; target validation > bioinformatics
      medical education = meded : medical students; clinical skills; simulated patients; residency training > ^higher education
    biology = bio, life_sciences : living organisms; biological systems; cell populations; model organisms > chemistry
      @methods a sequence analysis; a field experiment #fieldwork; a mutant screen; a phylogenetic analysis; a computational model #simulation; fluorescence microscopy #microscopy; a comparative study
      @data sequenced genomes #genome; field observations #fieldwork; a public sequence archive #genbank; tissue samples; microarray measurements #microarray
      @units cells; samples; species; genes; mice
      @measures expression levels; growth rate; fitness; diversity; survival
      genetics = genes : gene variants; inherited traits; genetic linkage; heritability; mutations
        genomics = genome : genome sequences; genome assembly; sequencing reads; noncoding regions; genome annotation > bioinformatics
        gene expression = transcriptomics : messenger RNA; transcription factors; expression profiles; regulatory networks; promoters
        epigenetics = dna_methylation : DNA methylation; histone marks; chromatin structure; inherited silencing
        gene editing = crispr : guide RNAs; targeted mutations; off-target effects; edited cells > bioethics
        population genetics = popgen : allele frequencies; genetic drift; migration rates; effective population size > evolutionary biology
      molecular biology = biochemistry, molbio : enzymes; protein complexes; signalling pathways; membrane proteins; metabolic pathways
        protein structure = proteins, protein_folding : folded proteins; crystal structures; amino acid sequences; binding sites; structure prediction
        cell biology = cell : cell division; membrane transport; the cytoskeleton; apoptosis; organelles
          stem cells = regenerative_medicine : pluripotent cells; cell differentiation; tissue regeneration; organoids
      bioinformatics = computational_biology : sequence alignment; gene ontologies; protein interaction networks; biological databases; genome annotation > genomics, ^computer science
        systems biology = sysbio : metabolic networks; kinetic models; feedback loops; pathway simulations > complex systems
      microbiology = bacteria : bacterial cultures; biofilms; microbial communities; virulence factors
        microbiome = gut_microbiota : gut bacteria; intestinal flora; probiotic strains; microbial diversity
        virology = viruses : viral replication; host cells; capsid proteins; virus evolution
      immunology = immune_system : T cells; antibodies; inflammatory cytokines; immune tolerance; autoimmune disease
      evolutionary biology = evolution : natural selection; phylogenetic trees; speciation; adaptive traits; common ancestors
      ecology = ecosystems : food webs; habitat loss; species interactions; nutrient cycles; predators and prey > environmental science
        biodiversity = species_richness : species richness; endangered species; tropical forests; habitat fragments; species inventories > conservation
        conservation = wildlife : protected areas; wildlife corridors; invasive species; population decline; captive breeding
        marine biology = marine : coral reefs; fish stocks; plankton; coastal waters; marine mammals > oceanography
      plant science = botany, plants : crop yields; seed germination; photosynthesis; root growth; flowering time > agriculture
      zoology = animals, animal_behavior : bird song; foraging behaviour; mating systems; social insects; migratory birds
      neuroscience = brain, neurobiology : neurons; synaptic plasticity; cortical activity; neural circuits; brain regions > cognitive science
        @methods functional brain imaging #fmri; single-cell recordings; a behavioural experiment #experiment; a computational model #simulation; electroencephalography #eeg
        @data brain scans #fmri; spike trains; behavioural responses; electroencephalograms #eeg
        neuroimaging = fmri : brain activation; functional connectivity; voxel patterns; resting state networks > medical imaging
        computational neuroscience = spiking_neurons : spiking neurons; neural coding; network oscillations; dendritic integration > neural networks
        brain-computer interfaces = bci : motor imagery; decoded brain signals; paralysed users; electrode arrays > human-computer interaction
    psychology = psych : human behaviour; individual differences; psychological theories; emotional states > social sciences
      @methods a laboratory experiment #experiment; a longitudinal study #longitudinal; an online questionnaire #survey; a structural equation model #sem; a factor analysis #factor_analysis; a diary study
      @data questionnaire responses; reaction times; a student sample; interview transcripts #interviews; a panel survey #survey
      @units participants; undergraduates; children; adults; couples
      @measures reaction time; well-being; response accuracy; self-reported stress; effect size
      cognitive psychology = cognition : mental representations; selective attention; decision making; problem solving; cognitive load > cognitive science
        memory = working_memory : working memory; episodic recall; forgetting; memory traces; false memories
        visual perception = perception : visual attention; perceived depth; eye movements; object perception; visual illusions > computer vision
        judgement and decision making = decision_making, heuristics : cognitive biases; risky choices; probability judgements; framing effects; simple heuristics > behavioural economics
      cognitive science = cogsci : mental models; embodied cognition; analogical reasoning; cognitive architectures
      developmental psychology = child_development : infant cognition; attachment styles; language acquisition; adolescent development; parenting practices
      social psychology = attitudes : group identity; stereotypes; social influence; prejudice; conformity
      personality = big_five : personality traits; self-esteem; narcissism; trait questionnaires; extraversion
      emotion = affect : emotion regulation; facial expressions; positive affect; anger; fear responses
      clinical psychology = psychotherapy : cognitive behavioural therapy; anxiety disorders; therapeutic alliance; trauma survivors > depression
      work psychology = organizational_psychology, burnout : job satisfaction; burnout; work stress; employee motivation; team leadership > management
    """
}
