import Testing
import Units

@testable import NetworkEmulation

/// Test 8 of the network reference's section 7.
@Suite("netem's distribution tables")
struct NetemTableTests {
    private static let shipped: [(name: String, table: NetemTable)] = [
        ("normal", .normal), ("pareto", .pareto), ("paretonormal", .paretoNormal),
    ]

    @Test("The digest that the tables are held to knows the answers of FIPS 180-4")
    func digest() {
        #expect(
            SHA256.hexadecimal(of: "abc".utf8) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
        #expect(
            SHA256.hexadecimal(of: "".utf8) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        )
    }

    @Test("The tables are regenerated bit by bit as iproute2 ships them")
    func regenerated() throws {
        let vectors = try Vectors.netem().tables
        for (name, table) in Self.shipped {
            let vector = try #require(vectors[name])
            #expect(table.values.count == vector.n)
            #expect(Array(table.values.prefix(8)) == vector.first8)
            #expect(Array(table.values.suffix(8)) == vector.last8)
            let text = table.values.map { String($0) }.joined(separator: ",")
            #expect(SHA256.hexadecimal(of: text.utf8) == vector.sha256_of_comma_joined, "\(name)")
        }
    }

    /// Netem's own faults among them: pareto has 0.820 of the standard deviation that was asked for, paretonormal 0.834.
    @Test("Their moments and quantiles are the vectors'")
    func moments() throws {
        let vectors = try Vectors.netem().tables
        for (name, table) in Self.shipped {
            let vector = try #require(vectors[name])
            let values = table.values.map { Double($0) / Double(NetemTable.scale) }
            let (mean, deviation) = (table.mean, table.standardDeviation)
            func moment(_ power: Int) -> Double {
                values.reduce(0) { sum, value in
                    sum + (0..<power).reduce(1.0) { product, _ in product * (value - mean) / deviation }
                } / Double(values.count)
            }
            // The vectors have 8 digits, skew and kurtosis 6.
            #expect(abs(mean - vector.mean_sigma) < 1e-8)
            #expect(abs(deviation - vector.sd_sigma) < 1e-7)
            #expect(abs(moment(3) - vector.skew) < 1e-5)
            #expect(abs(moment(4) - 3 - vector.excess_kurtosis) < 1e-5)
            #expect(abs((values.min() ?? 0) - vector.min) < 1e-7)
            #expect(abs((values.max() ?? 0) - vector.max) < 1e-7)
            let sorted = values.sorted()
            for (share, value) in vector.q {
                let index = Int((try #require(Double(share)) * Double(values.count)).rounded(.down))
                // The vectors' convention is not told: a neighbour on either side may be meant.
                let near = sorted[max(0, index - 1)]...sorted[min(sorted.count - 1, index + 1)]
                #expect(near.lowerBound - 1e-5 <= value && value <= near.upperBound + 1e-5, "\(name) \(share)")
            }
        }
    }

    @Test("Delays from random numbers are the kernel's, to the nanosecond")
    func delays() throws {
        for vector in try Vectors.netem().tabledist_vectors {
            func delay(_ distribution: Netem.Distribution) -> Int64 {
                NetemDelay.tabledist(
                    mu: vector.mu_ns,
                    sigma: vector.sigma_ns,
                    random: vector.rnd,
                    table: distribution.table?.values
                )
            }
            #expect(delay(.uniform) == vector.uniform)
            #expect(delay(.normal) == vector.normal)
            #expect(delay(.pareto) == vector.pareto)
            #expect(delay(.paretoNormal) == vector.paretonormal)
        }
        #expect(NetemDelay.tabledist(mu: 7, sigma: 0, random: 12, table: nil) == 7)
        #expect(NetemDelay.tabledist(mu: 0, sigma: .max, random: .max, table: nil) == -Int64(Int32.max) + 1)
    }

    @Test("A packet's time at a rate counts overhead and cells as the kernel does")
    func packetTimes() throws {
        for vector in try Vectors.netem().packet_time_ns {
            let rate = Netem.Rate(
                DataRate(bitsPerSecond: vector.rate_Bps * 8),
                packetOverhead: vector.overhead,
                cellSize: vector.cell,
                cellOverhead: vector.cell_overhead
            )
            #expect(NetemDelay.packetTime(length: vector.len, rate: rate) == vector.ns)
        }
    }

    @Test("Correlated numbers are the kernel's, bit by bit")
    func correlatedNumbers() throws {
        for vector in try Vectors.netem().crandom_vectors {
            var numbers = CorrelatedRandom(correlation: vector.rho_u32, last: vector.start_last)
            #expect(vector.v.map { numbers.next($0) } == vector.out)
        }
        var plain = CorrelatedRandom(correlation: 0, last: 5)
        #expect([3, .max].map { plain.next($0) } == [3, .max])
        #expect(UInt32(netem: .always) == .max)
        #expect(UInt32(netem: Probability(clamping: 0.25)) == 1_073_741_824)
        #expect(UInt32(netem: Probability(clamping: 0.5)) == 2_147_483_648)
    }
}

@Suite("Reading a netem distribution")
struct NetemTableTextTests {
    private func fault(_ text: String) -> TextFault? {
        do {
            _ = try NetemTable(text: Array(text.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test("Numbers, blanks and comments are read as tc reads them")
    func format() throws {
        let table = try NetemTable(text: Array("# name\n\n -32768 0\t5\r\n32767\n#7\n".utf8))
        #expect(table.values == [-32_768, 0, 5, 32_767])
        let text = NetemTable.pareto.values.map { String($0) }.joined(separator: " ")
        #expect(try NetemTable(text: Array(text.utf8)) == .pareto)
    }

    @Test("What is no table names its line and the rule")
    func faults() {
        #expect(fault("") == TextFault(line: 1, message: "there is no value"))
        #expect(fault("# only\n# comments\n")?.message == "there is no value")
        #expect(fault("1 2\n3 x 4\n")?.line == 2)
        #expect(fault("1\n2\n40000\n")?.line == 3)
        #expect(fault("1.5")?.message == "'1.5' is no whole number from -32768 to 32767")
        #expect(fault("1\n\u{0}\u{1}\n")?.line == 2)
        #expect(fault(String(repeating: "1 ", count: 16_385))?.message == "there are more than 16384 values")
        #expect(fault(String(repeating: "#", count: 1_000_001)) != nil)
        #expect(NetemTable(values: []) == nil)
    }
}
