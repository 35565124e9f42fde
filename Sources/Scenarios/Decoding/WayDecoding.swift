import NetworkEmulation
import QualityModels
import Units

/// How a group's packets leave its access: over which shared links, by which route, to which relay.
struct Way {
    var via: [Int] = []
    var route = RouteSetting.always(.direct)
    /// The place of the relay in the file; `nil` for one that is never busy.
    var relay: Int?
}

/// Reads `via`, `route` and `relay` of a group.
struct WayDecoding {
    let section: Section
    let links: NetworkDecoding
    let relays: [RelaySettings]
    let sfu: Int?
    let party: Party
    let network: AccessNetwork?

    /// `nil` with an error where something is wrong.
    func way() -> Way? {
        let via = ViaDecoding(section: section, links: links).via()
        let route = RouteDecoding(findings: section.findings, party: party).route(
            section.tree[RouteFields.key],
            path: section.path(RouteFields.key),
            on: network
        )
        guard let relay = relay(), let via, let route else { return nil }
        if section.has(GroupFields.relay.key), !route.mayUseRelay {
            section.complain(
                "a relay that no route uses",
                hint: "write route: turn-udp, or leave the relay out",
                at: GroupFields.relay.key
            )
            return nil
        }
        // One relay serves everybody who needs one and does not say which.
        let others = relays.indices.filter { $0 != sfu }
        let usual = route.mayUseRelay && others.count == 1 ? others[0] : nil
        return Way(via: via, route: route, relay: relay.place ?? usual)
    }

    private func relay() -> (place: Int?, isGiven: Bool)? {
        guard section.has(GroupFields.relay.key) else { return (nil, false) }
        guard let name = section.value(GroupFields.relay) else { return nil }
        if let place = relays.firstIndex(where: { $0.name == name }) { return (place, true) }
        section.complain(
            "there is no relay '\(YAMLTree.shortened(name))'",
            hint: Suggestion.nearest(to: name, among: relays.map(\.name)).map { "did you mean \($0)?" }
                ?? "define it at the top: relays: { \(YAMLTree.shortened(name)): { like: turn } }",
            at: GroupFields.relay.key
        )
        return nil
    }
}
