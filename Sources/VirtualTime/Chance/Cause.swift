/// What random numbers are drawn for; each cause owns a stream, so that turning one on leaves all others alone.
///
/// Raw values are part of the results format: add cases, never renumber them.
public enum Cause: UInt16, Hashable, Sendable, CaseIterable {
    /// Whether a packet is lost.
    case loss = 1
    /// How much a packet's delay differs from the link's.
    case delay = 2
    /// Who speaks when.
    case conversation = 3
    case clinicianSpeech = 4
    case patientSpeech = 5
    /// Synchronisation sources and first sequence numbers.
    case ssrc = 6
    /// The random part of RTCP report intervals.
    case reportInterval = 7
    /// Which call gets which clinician, patient or network.
    case assignment = 8
    /// What a synthetic picture shows.
    case picture = 9
    /// When a link fades in and out, apart from any packet.
    case fading = 10
    /// Which calls a bootstrap draws.
    case resampling = 11
    /// The noise that concealment adds.
    case concealment = 12
    /// Which differences of a comparison are flipped.
    case signFlips = 13
    /// Which packets a link copies.
    case duplication = 20
    /// Which packets a link changes.
    case corruption = 21
    /// Which packets a link sends ahead of others.
    case reordering = 22
    /// When the slots of a netem link begin.
    case netemSlots = 23
    /// From what the correlated numbers of a netem link start.
    case netemCorrelation = 24
    /// When a queue elsewhere holds a link's packets up, and for how long.
    case delaySpikes = 30
    /// When a link is handed over, for how long, and whether that costs packets.
    case handover = 31
    /// How often a radio sends a packet again.
    case harq = 32
    /// When a route changes.
    case routeChange = 33
    /// The slices of the local networks and access links of a G.1050 path, in the order of the packets' way.
    case g1050FirstLAN = 34
    case g1050FirstAccess = 35
    /// What the core of a G.1050 path does, and when it fails.
    case g1050Core = 36
    case g1050LastAccess = 37
    case g1050LastLAN = 38
    /// Which arrivals a managed queue drops.
    case earlyDrop = 40
    /// Which flows share a queue.
    case flowHash = 41
    /// How often a frame is sent over Wi-Fi, and how long it backs off.
    case wifiTries = 42
    /// When others contend for a Wi-Fi medium.
    case wifiContention = 43
    /// How long the transmitters of a Wi-Fi cell back off.
    case wifiBackOff = 44
    /// Which frames of a Wi-Fi cell arrive broken.
    case wifiErrors = 45
    /// Which stations of a Wi-Fi cell have slow radios.
    case wifiRadio = 49
    /// How good a mobile network is, and for how long.
    case capacityRegime = 46
    /// How a mobile network's capacity varies.
    case capacityFading = 47
    /// When a mobile network lets a user send.
    case capacityPacing = 48
    /// Where a party's line stands among all lines of its profile.
    case accessLine = 70
    /// When something happens on a party's line.
    case accessEvents = 71
    /// The sizes and spacings of synthetic video frames.
    case syntheticVideo = 55
    /// How long a source of datagrams sends and is silent.
    case datagramBursts = 56
    /// The sizes of pages and the pauses between.
    case webPages = 57
    /// How long a server works on each thing it is given.
    case serviceTime = 60
    /// Which route a party's media takes.
    case route = 61
    /// What kind of address translation a party is behind.
    case addressTranslation = 62
    /// The intervals of a forwarding unit's RTCP.
    case forwardingReports = 81
    /// When a forwarding unit's feedback starts.
    case forwardingFeedback = 82
    /// The names and first numbers of a forwarding unit's own streams.
    case forwardingNumbers = 83
    /// How prone a patient is to miss appointments.
    case attendancePropensity = 100
    /// Whether a patient comes to an appointment.
    case attendance = 101
    /// Whether an appointment is cancelled late, and how late.
    case lateCancellation = 102
    /// Whether a slot that was given up is given to somebody else.
    case refill = 103
    /// How early or late a patient comes.
    case punctuality = 104
    /// How long a consultation takes.
    case consultationLength = 105
    /// How long a clinician takes for what follows a consultation.
    case wrapUp = 106
    /// How late a clinician begins a session.
    case clinicianLateness = 107
    /// How long a patient waits before leaving.
    case patience = 108
    /// Whether a call comes up.
    case setUpFailure = 109
    /// When a call drops.
    case callDrop = 110
    /// How long a patient takes to join again.
    case retryDelay = 111
    /// Whether a patient makes a test call.
    case testCall = 112
    /// When patients without an appointment come.
    case onDemandArrivals = 113
    /// How much busier than usual a day is.
    case dayFactor = 114
    /// Whether a visit is a patient's first.
    case visitKind = 115
    /// Which calls of the packet tier are run again with codecs.
    case mediaSample = 130
}

/// One direction of a party's access or of a thing that calls share, as the high half of a stream's purpose.
///
/// Raw values are part of the results format: add cases, never renumber them.
public enum Leg: UInt16, Hashable, Sendable, CaseIterable {
    case clinicianUp = 0
    case clinicianDown = 1
    case patientUp = 2
    case patientDown = 3
    case sharedUp = 4
    case sharedDown = 5
    /// A relay or another server on the way.
    case relay = 6
}
