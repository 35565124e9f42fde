import MediaTransport
import RTPWire
import RawMedia
import Units

/// Both parties of a call, and what one of them does with what comes from the other.
struct CallEnds: ~Copyable {
    var clinician: CallEnd
    var patient: CallEnd

    init(plan: CallPlan, keepsPictures: Bool, sharing shelf: PictureShelf?) throws {
        let one = try CallEnd(plan: plan, party: .clinician, keepsPictures: keepsPictures, sharing: shelf)
        let other = try CallEnd(plan: plan, party: .patient, keepsPictures: keepsPictures, sharing: shelf)
        clinician = one
        patient = other
    }

    /// For what changes an end; what is only read through here comes as a copy of all of it.
    subscript(party: Party) -> CallEnd {
        _read {
            switch party {
            case .clinician: yield clinician
            case .patient: yield patient
            }
        }
        _modify {
            switch party {
            case .clinician: yield &clinician
            case .patient: yield &patient
            }
        }
    }

    /// Notes what a party has just said where it is to be held against what of it is heard.
    mutating func noteSpoken(by party: Party) {
        switch party {
        case .clinician: patient.note(spokenBy: &clinician)
        case .patient: clinician.note(spokenBy: &patient)
        }
    }

    mutating func playAudio(to party: Party, at now: Timestamp, recorder: inout CallRecorder?) throws {
        switch party {
        case .clinician: try clinician.playAudio(heardFrom: &patient, at: now, recorder: &recorder)
        case .patient: try patient.playAudio(heardFrom: &clinician, at: now, recorder: &recorder)
        }
    }

    /// Decodes a frame that a party received; the number under which to show it, or `nil` where no picture came of it.
    mutating func decode(
        _ frame: ReceivedVideoFrame,
        by party: Party,
        at now: Timestamp,
        into effects: inout [EndpointEffect]
    ) throws -> Int? {
        switch party {
        case .clinician: try clinician.decode(frame, from: &patient, at: now, into: &effects)
        case .patient: try patient.decode(frame, from: &clinician, at: now, into: &effects)
        }
    }

    /// Shows a picture; the picture itself where it was kept.
    mutating func show(
        _ picture: Int,
        to party: Party,
        at now: Timestamp,
        recorder: inout CallRecorder?
    ) -> I420Frame? {
        switch party {
        case .clinician: clinician.show(picture, from: &patient, at: now, recorder: &recorder)
        case .patient: patient.show(picture, from: &clinician, at: now, recorder: &recorder)
        }
    }
}
