import NetworkEmulation
import QualityModels
import Units

/// Reads `relays`.
struct RelayDecoding {
    let findings: Findings

    /// The relays in the file's order, without those that are wrong.
    func relays(_ tree: YAMLTree?) -> [RelaySettings] {
        guard let tree else { return [] }
        guard case .mapping(let entries) = tree.content else {
            findings.add(
                Complaint("\(tree.kind) stands where a mapping is due", hint: "write turn-london: { workers: 4 }"),
                at: tree.position,
                path: RelayFields.key
            )
            return []
        }
        return entries.compactMap(relay)
    }

    private func relay(_ entry: YAMLTree.Entry) -> RelaySettings? {
        let path = "\(RelayFields.key).\(YAMLTree.shortened(entry.key))"
        let errors = findings.errors.count
        do {
            _ = try Scalar<String>.name.read(entry.key)
        } catch {
            findings.add(error, at: entry.position, path: path)
        }
        guard let section = Section(entry.value, path: path, table: RelayFields.table, findings: findings) else {
            return nil
        }
        let delay = section.value(RelayFields.delay)
        let location = section.value(RelayFields.location)
        guard let like = section.value(RelayFields.like), let base = ServerProfile[like]?.configuration else {
            return nil
        }
        let packet = section.value(RelayFields.costPerPacket)
        let byte = section.value(RelayFields.costPerByte)
        let setUp = section.value(RelayFields.costPerSetUp)
        func costs(_ base: ServerCosts) -> ServerCosts {
            ServerCosts(
                perPacket: packet ?? base.perPacket,
                perByte: byte ?? base.perByte,
                perSetUp: setUp ?? base.perSetUp
            )
        }
        let server = ServerConfiguration(
            workers: section.value(RelayFields.workers) ?? base.workers,
            costs: costs(base.costs),
            backlog: section.value(RelayFields.backlog) ?? base.backlog,
            variability: base.variability
        )
        guard findings.errors.count == errors, let delay else { return nil }
        var relay = RelaySettings(name: entry.key, server: server, delay: delay, location: location)
        // One that is like nothing serves each client by how it comes.
        if !section.has(RelayFields.like.key) {
            relay.costsOverTCP = costs(ServerProfile.turnOverTCP.configuration.costs)
            relay.costsOverTLS = costs(ServerProfile.turnOverTLS.configuration.costs)
        }
        return relay
    }
}

/// Reads `route` of a group.
struct RouteDecoding {
    let findings: Findings
    /// The side of the group, whose shares hold where none are given.
    let party: Party

    /// How the group's routes are found; without the key directly, or as a network has it that lets one way out.
    ///
    /// `nil` with an error where the key is wrong.
    func route(_ tree: YAMLTree?, path: String, on network: AccessNetwork? = nil) -> RouteSetting? {
        guard let tree else {
            let usual = network?.onlyRoute ?? .direct
            findings.note(path, usual.rawValue, .default)
            return .always(usual)
        }
        let setting = setting(tree, path: path)
        if let setting, let network, let only = network.onlyRoute, setting.mayGo(otherThan: only) {
            let complaint = Complaint(
                "the firewall of \(network.name) lets nothing out but \(only.rawValue), and this takes calls past it",
                hint: "leave route out, or write route: \(only.rawValue)"
            )
            findings.warn(complaint, at: tree.position, path: path)
        }
        return setting
    }

    private func setting(_ tree: YAMLTree, path: String) -> RouteSetting? {
        guard case .mapping = tree.content else { return word(tree, path: path) }
        let errors = findings.errors.count
        guard let section = Section(tree, path: path, table: RouteFields.table, findings: findings) else { return nil }
        let assumed = RouteShares.assumed(for: party)
        func share(_ field: Field<Double>, _ other: Probability) -> Probability {
            section.value(field).map { Probability(clamping: $0) } ?? other
        }
        let shares = RouteShares(
            relay: share(RouteFields.relay, assumed.relay),
            stream: share(RouteFields.tcp, assumed.stream),
            tls: share(RouteFields.tls, assumed.tls),
            proxy: share(RouteFields.proxy, assumed.proxy)
        )
        return findings.errors.count == errors ? .drawn(shares) : nil
    }

    private func word(_ tree: YAMLTree, path: String) -> RouteSetting? {
        Section.value(RouteFields.word, of: tree, path: path, findings: findings).map { word in
            switch word {
            case .direct: .always(.direct)
            case .turnUDP: .always(.turnUDP)
            case .turnTCP: .always(.turnTCP)
            case .turnTLS: .always(.turnTLS)
            case .turnTLSViaProxy: .always(.turnTLSViaProxy)
            case .blocked: .blocked
            case .drawn: .drawn(.assumed(for: party))
            }
        }
    }
}
