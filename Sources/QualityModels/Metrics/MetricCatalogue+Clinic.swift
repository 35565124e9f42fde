extension MetricCatalogue {
    static let clinic = [
        metric(
            "clinic.wait",
            .seconds,
            .clinic,
            .lowerIsBetter,
            "from the later of arrival and slot until the clinician joined or the patient left, of each who came",
            "ours"
        ),
        metric(
            "clinic.overrun",
            .seconds,
            .clinic,
            .lowerIsBetter,
            "how much later than its last slot's end a clinician's session was over, notes included",
            "ours"
        ),
        metric(
            "clinic.idle",
            .seconds,
            .clinic,
            .lowerIsBetter,
            "how long a clinician had nobody, from joining until the end of the session",
            "ours"
        ),
        metric(
            "clinic.utilisation",
            .ratio,
            .clinic,
            .higherIsBetter,
            "share of the same time that a clinician spent with patients and notes",
            "ours"
        ),
        metric(
            "clinic.held",
            .ratio,
            .clinic,
            .higherIsBetter,
            "whether patient and clinician met, in whatever way, of each appointment",
            "ours",
            isIndicator: true
        ),
    ]
}
