/// Scenarios with every key of `clinic`: sessions and a diary exclude each other.
enum ClinicTexts {
    static let everything = [sessions, ofDiary]

    static let diary = "start,duration,clinic,mode,outcome\n09:00,14,dia,video,\n09:20,9,dia,video,dna\n"

    private static let ofDiary =
        Reading.least + "clinic: { diary: d.csv, diary_clinician: clinician, rehearsed_days: 1, simulate: 30 s }\n"

    private static let sessions =
        Reading.least
            + """
            clinicians:
              - { name: consultant, network: hospital-wifi-staff }
              - { name: gp, network: hospital-wifi-staff }
            clinic:
              sessions:
                - { name: dia, clinician: consultant, count: 2, site: north, start: 09:00, slots: 12, slot: 20 min, rule: wave,
                    wave: 3, overbook: 1, catch_up: [6], break: { after_slot: 6, length: 15 min }, mode: video,
                    first_visits: 20 %, dna: 16 %, service: { law: gamma, mean: 14 min, cv: 0.5 },
                    wrap_up: { law: lognormal, mean: 4 min, cv: 0.6 } }
                - { name: foot, clinician: consultant, start: 14:00, slots: 6, slot: 15 min, rule: dome, dome: 20 %,
                    overbook_risk: 20 % }
              on_demand:
                { name: urgent, clinician: gp, count: 3, site: north, start: 08:00, every: 30 min, arrivals: [12, 6],
                  day_variation: 0.1, patience: 12 min, service: { law: exponential, mean: 6 min },
                  wrap_up: { law: fixed, mean: 1 min } }
              attendance:
                { dna: 10 %, dna_first: 12 %, dna_follow_up: 10 %, concentration: 8, patients: 300, late_cancel: 5 %,
                  lead: 24 h, refill: 40 %, notice: 2 h }
              punctuality: { law: generalised-logistic, early: 5 min, deviation: 9 min, scale: 7 min, shape: 0.2 }
              technical:
                { setup_failure: 0.5 %, drops: 0.2 %, retries: 2, retry_min: 20 s, retry_max: 60 s, fallback: phone,
                  fallback_time: 2 min, test_calls: 30 %, outages: [{ at: 10:30, site: north }] }
              order: appointment
              clinician_late: 8 min
              patience: 20 min
              grace: 15 min
              overrun_max: 30 min
              days: 3
              rehearsed_days: 1
              simulate: 30 s

            """
}
