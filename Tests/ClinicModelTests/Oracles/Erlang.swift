import Statistics

/// Erlang's formulas for `servers` in common, offered `load` erlang.
enum Erlang {
    /// The share of arrivals that find all servers busy where nobody waits (Erlang B).
    ///
    /// B(A, 0) = 1, B(A, c) = A B / (c + A B).
    static func blocking(load: Double, servers: Int) -> Double {
        var blocking = 1.0
        for count in 0..<servers { blocking = load * blocking / (Double(count + 1) + load * blocking) }
        return blocking
    }

    /// The fewest servers that keep blocking at or below a share.
    static func servers(load: Double, blockingMax: Double) -> Int {
        var (servers, blocking) = (0, 1.0)
        while blocking > blockingMax {
            servers += 1
            blocking = load * blocking / (Double(servers) + load * blocking)
        }
        return servers
    }

    /// The share of arrivals that wait where everybody does (Erlang C); 1 where the load is too much.
    static func waiting(load: Double, servers: Int) -> Double {
        let c = Double(servers)
        guard load < c else { return 1 }
        let blocking = blocking(load: load, servers: servers)
        return c * blocking / (c - load * (1 - blocking))
    }

    /// The mean wait of one server in units of the service's mean, for any law of service (Pollaczek and Khinchine).
    static func meanWait(load: Double, variation: Double) -> Double {
        load / (1 - load) * (1 + variation * variation) / 2
    }
}

/// A queue whose patients leave after an exponential patience (Palm's Erlang A).
struct ErlangA: Hashable, Sendable {
    /// The share of arrivals that do not find a free server.
    let delayed: Double
    /// The share of arrivals that leave unseen.
    let abandoned: Double
    /// The mean number who wait.
    let queueLength: Double
    /// The mean wait of all arrivals, those who leave included.
    let meanWait: Double

    /// Arrivals at `rate`, each served at `service`, giving up at `abandonment` (all per unit of time), by `servers`.
    ///
    /// Birth and death: deaths in state n at min(n, c) mu + max(n - c, 0) theta.
    init(rate: Double, service: Double, abandonment: Double, servers: Int) {
        precondition(rate > 0 && service > 0 && abandonment > 0 && servers > 0, "no queue with patience")
        // Scaled to the state of all servers busy, and from there both ways, so that nothing overflows.
        var (below, term) = (0.0, 1.0)
        for state in stride(from: servers, to: 0, by: -1) {
            term *= Double(state) * service / rate
            below += term
        }
        var (above, queue) = (1.0, 0.0)
        term = 1
        var waiting = 1.0
        while true {
            term *= rate / (Double(servers) * service + waiting * abandonment)
            above += term
            queue += term * waiting
            if term * waiting <= 1e-18 * max(queue, above), rate < Double(servers) * service + waiting * abandonment {
                break
            }
            waiting += 1
        }
        let all = below + above
        delayed = above / all
        queueLength = queue / all
        abandoned = abandonment * queueLength / rate
        meanWait = queueLength / rate
    }
}
