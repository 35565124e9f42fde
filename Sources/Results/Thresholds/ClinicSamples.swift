import ClinicModel
import QualityModels
import Units

/// What one appointment or session gives to a metric of the clinic.
struct ClinicSample {
    let clinic: String
    /// Appointments of one session depend on each other.
    let session: Session
    let value: Double

    struct Session: Hashable {
        let day: Int
        let clinic: String
        /// `nil` for a list on demand, whose clinicians share its patients.
        let clinician: Int?
    }
}

extension RunRecords {
    func clinicSamples(of metric: Metric) -> [ClinicSample] {
        switch metric.name {
        case "clinic.wait": appointments.compactMap { $0.sample($0.appointment.wait?.seconds) }
        case "clinic.held": appointments.compactMap { $0.sample($0.outcome.isHeld ? 1 : 0) }
        case "clinic.overrun": sessions.map { $0.sample($0.overrun.seconds) }
        case "clinic.idle": sessions.map { $0.sample($0.idle.seconds) }
        case "clinic.utilisation": sessions.map { $0.sample($0.utilisation) }
        default: []
        }
    }

    /// The samples of a metric of the clinic that carry every tag, those of one session together.
    func clinicClusters(of metric: Metric, tags: [ThresholdRule.Tag], tier: String) -> [SampleSelection.Cluster] {
        var clusters: [SampleSelection.Cluster] = []
        var places: [ClinicSample.Session: Int] = [:]
        for sample in clinicSamples(of: metric)
        where tags.allSatisfy({ $0.name == "tier" ? $0.value == tier : $0.value == sample.clinic }) {
            let place = places[sample.session] ?? clusters.count
            if place == clusters.count {
                places[sample.session] = place
                clusters.append(SampleSelection.Cluster())
            }
            clusters[place].values.append(sample.value)
            clusters[place].calls += 1
        }
        return clusters
    }
}

extension AppointmentRecord {
    fileprivate func sample(_ value: Double?) -> ClinicSample? {
        let clinician = appointment.isOnDemand ? nil : appointment.clinicianNumber
        let session = ClinicSample.Session(day: appointment.day, clinic: appointment.clinic, clinician: clinician)
        return value.map { ClinicSample(clinic: appointment.clinic, session: session, value: $0) }
    }
}

extension SessionAccount {
    fileprivate func sample(_ value: Double) -> ClinicSample {
        let session = ClinicSample.Session(day: day, clinic: clinic, clinician: clinicianNumber)
        return ClinicSample(clinic: clinic, session: session, value: value)
    }
}
