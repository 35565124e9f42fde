import Units

extension FlowDecoding {
    /// What a flow is, with the settings of its kind; `nil` with an error where they are wrong.
    func kind(_ kind: FlowKind, _ section: Section) -> FlowSettings.Kind? {
        for other in FlowKind.allCases where other != kind && section.has(other.rawValue) {
            section.complain("the flow is of kind \(kind.rawValue)", hint: "leave this out", at: other.rawValue)
            return nil
        }
        switch kind {
        case .media: return section.section("media", MediaFlowFields.table).flatMap(media)
        case .tcp: return section.section("tcp", TCPFlowFields.table).flatMap(tcp)
        case .udp: return section.section("udp", UDPFlowFields.table).flatMap(udp)
        case .web: return section.section("web", WebFlowFields.table)?.value(WebFlowFields.pattern).map { .web($0) }
        case .stream: return section.section("stream", StreamFlowFields.table).flatMap(stream)
        }
    }

    private func media(_ section: Section) -> FlowSettings.Kind? {
        let isTwoWay = section.value(MediaFlowFields.twoWay)
        let audio = section.value(MediaFlowFields.audio)
        let frameRate = section.value(MediaFlowFields.frameRate)
        guard let min = section.value(MediaFlowFields.min), let max = section.value(MediaFlowFields.max),
            let start = section.value(MediaFlowFields.start), let isTwoWay, let audio, let frameRate
        else { return nil }
        guard min <= start, start <= max else {
            section.complain("the rates have to rise from min over start to max")
            return nil
        }
        return .media(
            MediaFlowSettings(
                isTwoWay: isTwoWay,
                audioBitrate: audio.bitsPerSecond == 0 ? nil : audio,
                videoMin: min,
                videoMax: max,
                videoStart: start,
                frameRate: frameRate
            )
        )
    }

    private func tcp(_ section: Section) -> FlowSettings.Kind? {
        let size = section.value(TCPFlowFields.size)
        if section.has(TCPFlowFields.size.key), size == nil { return nil }
        return section.value(TCPFlowFields.control).map { .tcp(TCPFlowSettings(control: $0, size: size)) }
    }

    private func udp(_ section: Section) -> FlowSettings.Kind? {
        let rate = section.value(UDPFlowFields.rate)
        let packet = section.value(UDPFlowFields.packet)
        let on = section.value(UDPFlowFields.on)
        let off = section.value(UDPFlowFields.off)
        guard section.has(UDPFlowFields.on.key) == section.has(UDPFlowFields.off.key) else {
            section.complain("on and off go together", hint: "write on: 500 ms and off: 500 ms, or neither")
            return nil
        }
        guard let rate, let packet else { return nil }
        guard (29...65_535).contains(packet.bytes) else {
            section.complain("a datagram has 29 to 65,535 bytes on the wire", at: UDPFlowFields.packet.key)
            return nil
        }
        let onOff = on.flatMap { on in off.map { UDPFlowSettings.OnOff(on: on, off: $0) } }
        return .udp(UDPFlowSettings(rate: rate, packet: packet, onOff: onOff))
    }

    private func stream(_ section: Section) -> FlowSettings.Kind? {
        guard let segment = section.value(StreamFlowFields.segment),
            let buffer = section.value(StreamFlowFields.buffer), let ladder = ladder(section)
        else { return nil }
        guard buffer >= segment else {
            section.complain("the buffer has to hold a segment", at: StreamFlowFields.buffer.key)
            return nil
        }
        return .stream(StreamFlowSettings(ladder: ladder, segment: segment, buffer: buffer))
    }

    private func ladder(_ section: Section) -> [DataRate]? {
        guard let tree = section.tree[StreamFlowFields.ladder] else { return StreamFlowFields.usualLadder }
        guard case .sequence(let items) = tree.content, !items.isEmpty else {
            section.complain(
                "a list of rates is due",
                hint: "write [500 kbit/s, 2 Mbit/s]",
                at: StreamFlowFields.ladder
            )
            return nil
        }
        let path = section.path(StreamFlowFields.ladder)
        let rungs = items.compactMap {
            Section.value(StreamFlowFields.rung, of: $0, path: path, findings: section.findings)
        }
        guard rungs.count == items.count else { return nil }
        guard zip(rungs, rungs.dropFirst()).allSatisfy({ $0 < $1 }) else {
            section.complain("the rates have to rise", at: StreamFlowFields.ladder)
            return nil
        }
        return rungs
    }
}
