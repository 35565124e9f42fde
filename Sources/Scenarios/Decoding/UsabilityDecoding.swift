import QualityModels
import Units

/// Reads `usability`.
struct UsabilityDecoding {
    let section: Section
    /// The lines of the camera's pictures; `nil` without video or where the size is wrong.
    let cameraLines: Int?

    /// `nil` with an error where something is wrong.
    func settings() -> UsabilitySettings? {
        let patience = section.value(UsabilityFields.patience)
        let clinician = need(of: .clinician)
        let patient = need(of: .patient)
        guard let patience, let clinician, let patient else { return nil }
        var settings = UsabilitySettings()
        settings.clinician = clinician
        settings.patient = patient
        settings.outcomes = OutcomeRule(patience: patience)
        return settings
    }

    private func need(of receiver: Party) -> UsabilitySettings.Need? {
        let key = receiver.name
        guard let tree = section.tree[key] else {
            section.findings.note(section.path(key), UsabilityProfile.conversation.rawValue, .default)
            return UsabilitySettings.Need()
        }
        let need: UsabilitySettings.Need?
        if case .scalar = tree.content {
            need = profile(tree, key).map { UsabilitySettings.Need(profile: $0) }
        } else {
            need = section.section(key, UsabilityFields.needTable).flatMap(Self.need)
        }
        if let need {
            section.findings.note(section.path(key), need.profile.rawValue, tree.origin)
            warn(of: need, at: tree, key)
        }
        return need
    }

    private func profile(_ tree: YAMLTree, _ key: String) -> UsabilityProfile? {
        guard case .scalar(let text) = tree.content else { return nil }
        do throws(Complaint) {
            return try UsabilityFields.profile.scalar.read(text)
        } catch {
            section.findings.add(error, at: tree.position, path: section.path(key))
            return nil
        }
    }

    private static func need(_ section: Section) -> UsabilitySettings.Need? {
        guard let profile = section.value(UsabilityFields.profile) else { return nil }
        var need = UsabilitySettings.Need(profile: profile)
        var isRight = true
        func take<Value>(_ field: Field<Value>, _ change: (Value) -> Void) {
            guard section.has(field.key) else { return }
            if let value = section.value(field) { change(value) } else { isRight = false }
        }
        take(UsabilityFields.mosMin) { need.conditions.mosMin = $0 }
        take(UsabilityFields.concealedMax) { need.conditions.concealedRatioMax = $0 }
        take(UsabilityFields.mouthToEarMax) { need.conditions.mouthToEarMax = $0 }
        take(UsabilityFields.frameRateMin) { need.conditions.frameRateMin = $0 }
        take(UsabilityFields.freezeMin) { need.conditions.freezeMin = $0 }
        take(UsabilityFields.videoLateMax) { need.conditions.videoLateMax = $0 }
        take(UsabilityFields.videoEarlyMax) { need.conditions.videoEarlyMax = $0 }
        take(UsabilityFields.linesMin) { lines in
            need.conditions.linesMin = lines
            // A number that the file states is meant.
            need.conditions.isCameraEnough = false
        }
        take(UsabilityFields.psnrMin) { need.conditions.psnrMin = $0 }
        take(UsabilityFields.shareMin) { need.conditions.usableShareMin = $0 }
        return isRight ? need : nil
    }

    private func warn(of need: UsabilitySettings.Need, at tree: YAMLTree, _ key: String) {
        let conditions = need.conditions
        guard let cameraLines, !conditions.isCameraEnough, cameraLines < conditions.linesMin else { return }
        section.findings.warn(
            Complaint(
                "the camera takes \(cameraLines) lines and \(need.profile.rawValue) asks for \(conditions.linesMin) here, "
                    + "so that no second of video is usable",
                hint: "make media.video.size larger, or lower lines_min"
            ),
            at: tree.position,
            path: section.path(key)
        )
    }
}
