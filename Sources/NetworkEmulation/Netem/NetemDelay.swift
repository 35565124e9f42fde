import Units

/// netem's arithmetic of delays (`tabledist` and `packet_time_ns` of Linux 6.18, `net/sched/sch_netem.c`).
enum NetemDelay {
    /// The delay of one packet in nanoseconds, from a random number: uniform within `sigma` on either side of `mu`, or by a table.
    ///
    /// May be negative. `sigma` is from 0 to 2^31 - 1. The number is taken modulo, which undoes what correlation it had.
    static func tabledist(mu: Int64, sigma: Int32, random: UInt32, table: [Int16]?) -> Int64 {
        guard sigma > 0 else { return mu }
        guard let table else { return Int64(random % (2 * UInt32(sigma))) + mu - Int64(sigma) }
        let t = Int64(table[Int(random % UInt32(table.count))])
        let (whole, part) = Int64(sigma).quotientAndRemainder(dividingBy: NetemTable.scale)
        let product = part * t
        let half = NetemTable.scale / 2
        return (product + (product >= 0 ? half : -half)) / NetemTable.scale + whole * t + mu
    }

    /// How long a packet of `length` bytes takes at a rate in bytes a second, in whole nanoseconds.
    static func packetTime(length: Int64, rate: Netem.Rate) -> Int64 {
        var length = max(0, length + rate.packetOverhead)
        if rate.cellSize > 0 {
            let cells = (length + rate.cellSize - 1) / rate.cellSize
            length = max(0, cells * (rate.cellSize + rate.cellOverhead))
        }
        return length * 1_000_000_000 / rate.bytesPerSecond
    }
}
