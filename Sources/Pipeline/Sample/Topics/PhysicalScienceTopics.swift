// The topics of physics, chemistry, mathematics, engineering and the earth
// sciences in the notation of `SampleTopicParser`. Data only.

extension SampleTopicData {
  static let physicalSciences = """
    physics = phys, physik : physical laws; energy levels; experimental observations; symmetries > mathematics
      @methods a Monte Carlo simulation #monte_carlo; a perturbative calculation; a high-precision measurement #experiment; a numerical simulation #simulation; an analytical model #modeling; a density functional calculation #dft; X-ray spectroscopy #spectroscopy
      @data collision events #lhc; spectroscopic measurements #spectroscopy; telescope images #telescope; simulated trajectories #simulation; neutron scattering data
      @units samples; events; particles; galaxies; measurements
      @measures transition temperature; cross sections; energy resolution; luminosity; coherence time
      particle physics = hep, high_energy_physics : collider experiments; the Higgs boson; quark masses; neutrino oscillations; decay channels
        dark matter = darkmatter : weakly interacting particles; galactic halos; direct detection; relic abundance > cosmology
        neutrino physics = neutrinos : neutrino oscillations; neutrino masses; underground detectors; mixing angles
        quantum field theory = qft : gauge symmetries; renormalisation; scattering amplitudes; effective theories
      quantum mechanics = quantum, quantum_physics : wave functions; quantum measurement; entangled states; decoherence; uncertainty relations
        quantum information = quantum_information_theory : quantum channels; entanglement measures; quantum cryptography; teleportation > quantum computing
        quantum optics = photonics_qo : single photons; trapped ions; optical cavities; squeezed light
      condensed matter = solid_state : lattice vibrations; phase transitions; magnetic order; electronic bands
        superconductivity = superconductors : superconducting materials; Cooper pairs; critical temperatures; cuprates; vortex motion
        semiconductors = semiconductor : band gaps; doped silicon; charge carriers; quantum dots; thin films > electrical engineering
        graphene = carbon : carbon nanotubes; two-dimensional materials; graphene sheets; Dirac electrons > materials science
        topological insulators = topological : surface states; edge currents; Berry phases; spin-orbit coupling
      statistical physics = statmech, thermodynamics : entropy production; phase transitions; critical exponents; spin glasses; random walks > probability theory
        complex systems = complexity, complex_networks : scale-free networks; self-organisation; emergent behaviour; critical points; collective dynamics > graph theory
        nonlinear dynamics = chaos : chaotic attractors; bifurcations; coupled oscillators; synchronisation
      optics = laser, photonics : laser pulses; optical fibres; light scattering; photonic crystals; diffraction
      fluid dynamics = cfd, turbulence : turbulent flows; boundary layers; vortices; viscous fluids; Reynolds numbers > mechanical engineering
      plasma physics = fusion : plasma confinement; tokamaks; magnetic reconnection; plasma waves
      astronomy = astrophysics, astro : stellar populations; telescopes; sky surveys; star formation; spectral lines
        cosmology = universe : the cosmic microwave background; inflationary models; dark energy; galaxy clusters; redshift surveys
        exoplanets = planets : transiting planets; host stars; habitable zones; planetary atmospheres; radial velocities
        galaxies = galaxy : spiral arms; active nuclei; galaxy mergers; stellar halos; star formation
        gravitational waves = ligo : black hole mergers; neutron stars; laser interferometers; waveform templates
        stellar physics = stars, supernova : supernova explosions; stellar evolution; white dwarfs; stellar winds; binary stars
      biophysics = biological_physics : molecular motors; lipid membranes; single molecules; cell mechanics > ^molecular biology
    chemistry = chem : chemical reactions; molecular structures; reaction rates; chemical bonds
      @methods mass spectrometry #mass_spectrometry; X-ray diffraction #xrd; a density functional calculation #dft; nuclear magnetic resonance #nmr; a molecular dynamics simulation #simulation; a kinetic analysis
      @data crystal samples; measured spectra #spectroscopy; a database of compounds #pubchem; water samples
      @units compounds; samples; molecules; catalysts
      @measures yield; selectivity; stability; reaction rate; binding affinity
      organic chemistry = synthesis : total synthesis; chiral molecules; functional groups; cross-coupling reactions
      catalysis = catalyst : heterogeneous catalysts; active sites; reaction mechanisms; metal surfaces; zeolites
      electrochemistry = batteries : lithium batteries; electrode materials; fuel cells; electrolytes; charge cycles > renewable energy
      materials science = materials : mechanical properties; crystal growth; alloys; thin films; fracture toughness > condensed matter
        nanotechnology = nano, nanoparticles : gold nanoparticles; nanostructures; self-assembly; surface coatings
        polymers = polymer : polymer chains; block copolymers; hydrogels; glass transition; elastomers
      analytical chemistry = chromatography : trace elements; sample preparation; calibration curves; chromatographic separation
      computational chemistry = cheminformatics : force fields; molecular descriptors; energy surfaces; molecular dynamics; binding affinity > drug discovery
    mathematics = math, maths, mathematik : mathematical proofs; existence results; counterexamples; mathematical structures
      @methods an inductive argument; a constructive proof; an asymptotic expansion; a numerical experiment #simulation; a probabilistic argument; a variational approach
      @data synthetic data; randomly generated instances; a library of test problems #benchmark; simulated samples #simulation
      @units instances; graphs; samples; equations
      @measures convergence rate; approximation error; computational cost; sharpness of the bounds
      statistics = stats, statistical : statistical tests; confidence intervals; estimators; sample sizes; missing data
        @methods a Monte Carlo study #monte_carlo; a bootstrap procedure #bootstrap; a regression analysis #regression; an asymptotic argument; a real data example
        Bayesian statistics = bayesian, bayes : prior distributions; posterior samples; Markov chain Monte Carlo; hierarchical models; credible intervals
        regression analysis = regression : linear models; regression coefficients; variable selection; residuals; a penalised likelihood
        causal inference = causality : causal graphs; confounding variables; treatment effects; instrumental variables; counterfactuals > epidemiology
        experimental design = doe : factorial designs; randomisation; sample size calculation; treatment groups
        survival analysis = survival : hazard ratios; censored observations; event times; proportional hazards > epidemiology
      probability theory = probability, stochastic : random variables; stochastic processes; limit theorems; martingales; random walks
      optimization = optimisation : convex optimisation; objective functions; constraint satisfaction; linear programming; local search > algorithms, operations research
        operations research = or : scheduling problems; integer programming; vehicle routing; queueing models > supply chain management
      graph theory = graphs : graph colourings; random graphs; spanning trees; planar graphs; matchings > graph mining
      number theory = primes : prime numbers; elliptic curves; modular forms; Diophantine equations
      algebra = group_theory : finite groups; ring theory; vector spaces; representations; commutative algebras
      geometry = topology : manifolds; convex bodies; curvature; homology groups; knots
      mathematical logic = logic : proof theory; first-order logic; decidable theories; set theory; modal logics
      numerical analysis = numerics : finite elements; iterative solvers; error bounds; sparse matrices; discretisation schemes
        differential equations = pde, ode : boundary value problems; parabolic equations; weak solutions; stability analysis > fluid dynamics
    engineering = technology, ingenieur : technical systems; design constraints; industrial processes; reliability
      @methods a finite element model #fem; a laboratory prototype #prototype; a numerical simulation #simulation; a field test #fieldwork; a sensitivity analysis; a life cycle assessment #lca; a feasibility study
      @data sensor measurements #sensors; test bench data; industrial records #industry; measured load profiles
      @units components; vehicles; plants; sensors; prototypes
      @measures energy efficiency; reliability; production cost; service life; power output
      electrical engineering = electronics : power electronics; integrated circuits; voltage converters; antenna design; circuit layouts
        signal processing = dsp : digital filters; wavelet transforms; noise reduction; compressed sensing; sampling rates
        power systems = smart_grid, energy : smart grids; load forecasting; voltage stability; power plants; electricity markets > renewable energy
      control theory = control : feedback controllers; state observers; stability analysis; model predictive control; a Kalman filter
      mechanical engineering = mechanics : mechanical stress; vibration damping; bearings; heat exchangers; fatigue cracks
      civil engineering = construction : concrete structures; bridges; seismic loads; building information models; soil mechanics
      manufacturing = production : machine tools; production planning; quality control; assembly lines; industrial robots > robotics
        additive manufacturing = 3d_printing : printed parts; powder beds; laser melting; layer thickness
      transportation = traffic, transport, mobility : traffic flow; public transport; road safety; electric vehicles; travel demand > urban studies
        autonomous vehicles = self_driving_cars, automotive : driver assistance; lane detection; automated driving; pedestrian detection > computer vision, robotics
      biomedical engineering = medtech : implants; prosthetic limbs; tissue scaffolds; wearable devices; biosensors > ^medicine
      renewable energy = solar, energy : solar cells; wind turbines; energy storage; biofuels; power generation
      design research = design : design thinking; creative ideas; product design; design students; sketching > human-computer interaction
    earth sciences = geoscience, geo : the earth's crust; field sites; surface processes; geological records
      @methods remote sensing #remote_sensing; a numerical simulation #simulation; a field campaign #fieldwork; isotope analysis; a regional climate model #modeling; a statistical downscaling
      @data satellite images #remote_sensing; weather station records; sediment cores; a gridded reanalysis #reanalysis; borehole measurements
      @units stations; sites; grid cells; samples; catchments
      @measures temperature; precipitation; soil moisture; emission levels; forecast skill
      environmental science = environment, environmental : environmental pollution; ecosystem services; waste management; environmental impact > ecology
        air pollution = air_quality : particulate matter; ozone levels; traffic emissions; pollutant exposure > public health
        water resources = water, hydrology : river basins; groundwater; flood risk; drinking water; irrigation
        sustainability = sustainable_development, green : sustainable development; carbon footprints; circular economy; resource use; green technologies > environmental policy
      climate change = climate, global_warming : global warming; greenhouse gases; climate models; temperature records; extreme weather
        carbon cycle = co2 : carbon dioxide; carbon sinks; soil respiration; ocean uptake
      atmospheric science = meteorology, weather : weather forecasts; cloud formation; storm tracks; aerosols; rainfall patterns
      oceanography = ocean : ocean currents; sea level; sea ice; deep water; surface temperature
      geology = rocks : sedimentary rocks; plate tectonics; volcanic eruptions; mineral deposits; fault zones
        seismology = earthquakes : earthquake hazards; seismic waves; ground motion; aftershocks; fault slip > civil engineering
      geographic information systems = gis, spatial : spatial data; land use maps; location-based services; map projections; spatial interpolation > databases
        remote sensing = satellite : satellite images; vegetation indices; radar interferometry; land cover; hyperspectral sensors > image segmentation
      agriculture = farming : crop yields; soil fertility; smallholder farmers; pest control; livestock
        food science = food : food safety; dairy products; shelf life; taste panels; fermentation > nutrition
    """
}
