import MediaTransport
import RTPWire
import TestSupport
import Testing
import Units

@Suite("Audio receiver")
struct ReceiverAudioTests {
    @Test("Before anything came there is silence, and nothing is counted")
    func silence() {
        var driver = ReceiverAudioDriver()
        for _ in 0..<10 { driver.pull() }
        #expect(driver.operations.allSatisfy { $0 == .silence })
        #expect(driver.audio == InboundAudioStatistics())
    }

    @Test("A steady stream is played without concealment, and each packet once and in order")
    func steadyStream() {
        var driver = ReceiverAudioDriver()
        driver.run(packetCount: 500) { _ in 20 }
        let audio = driver.audio
        #expect(audio.concealedSamples == 0)
        #expect(audio.packetsReceived == 499)
        #expect(audio.packetsDiscarded == 0)
        #expect(audio.packetsLost == 0)
        #expect(driver.decoded.map(\.rtpTimestamp) == driver.decoded.indices.map { 5_000 + UInt32($0) * 960 })
        // The start target of 80 ms is built up by stretching, then half a second later it is 20 ms.
        #expect(audio.insertedSamplesForDeceleration > 0)
        #expect(driver.receiver.audioTargetDelay == .milliseconds(20))
        #expect(audio.jitterBufferEmittedCount == driver.decoded.count * 960)
    }

    @Test("Samples are conserved: what came out is what was decoded, invented and stretched")
    func conservation() {
        var driver = ReceiverAudioDriver()
        var random = SplitMix64(seed: 5)
        driver.run(packetCount: 2_000) { _ in
            random.unitInterval() < 0.1 ? nil : 20 + Int64(random.unitInterval() * 60)
        }
        let audio = driver.audio
        let merges = driver.operations.filter { $0 == .merge }.count
        let firstPlayed = driver.operations.firstIndex { $0 != .silence } ?? 0
        let played = (driver.operations.count - firstPlayed) * 480
        let produced =
            driver.decoded.reduce(0) { $0 + $1.sampleCount } + audio.insertedSamplesForDeceleration
            - audio.removedSamplesForAcceleration
        // The counter takes merges back only against later concealment.
        let concealed = played + driver.buffered - produced
        #expect(audio.concealedSamples >= concealed)
        #expect(audio.concealedSamples <= concealed + merges * 100)
        #expect(audio.totalSamplesReceived == played - 480)
        #expect(audio.concealedSamples > 0)
    }

    @Test("One lost packet without a copy is one concealment of about its length")
    func singleLoss() {
        var driver = ReceiverAudioDriver()
        driver.run(packetCount: 500) { $0 == 300 ? nil : 20 }
        let audio = driver.audio
        #expect(audio.concealmentEvents == 1)
        // What was held when the gap came, and what the merge took back, decide within a step either way.
        #expect((480...1_440).contains(audio.concealedSamples))
        #expect(driver.operations.contains(.merge))
        #expect(driver.receiver.statistics.audioRepair.lostBeforeRepair == 1)
        #expect(driver.receiver.statistics.audioRepair.residual == 1)
        #expect(audio.packetsLost == 1)
    }

    @Test("One lost packet is replaced by the copy in the next, when that came in time")
    func lossWithCopy() {
        var driver = ReceiverAudioDriver()
        driver.run(packetCount: 600, hasFEC: true) { number in
            // Jitter of 45 ms twice a second keeps the target at 60 ms, so that the next packet is there in time.
            number == 400 ? nil : number % 25 == 24 ? 65 : 20
        }
        let copies = driver.decoded.filter { $0.isFEC && $0.rtpTimestamp > 5_000 + 200 * 960 }
        #expect(copies.map(\.rtpTimestamp) == [5_000 + 400 * 960])
        #expect(driver.audio.fecPacketsReceived == driver.audio.packetsReceived)
        let repair = driver.receiver.statistics.audioRepair
        #expect(repair.lostBeforeRepair == 1)
        #expect(repair.recoveredByFEC == 1)
        #expect(repair.residual == 0)
    }

    @Test("Of two packets lost in a row the copy brings back only the second")
    func burstWithCopy() {
        var driver = ReceiverAudioDriver()
        driver.run(packetCount: 600, hasFEC: true) { number in
            number == 401 || number == 402 ? nil : number % 25 == 24 ? 105 : 20
        }
        // Late packets are played by their copies, too.
        let lost: Set<UInt32> = [5_000 + 401 * 960, 5_000 + 402 * 960]
        let copies = driver.decoded.filter { $0.isFEC && lost.contains($0.rtpTimestamp) }
        #expect(copies.map(\.rtpTimestamp) == [5_000 + 402 * 960])
        #expect(driver.receiver.statistics.audioRepair.lostBeforeRepair == 2)
        #expect(driver.receiver.statistics.audioRepair.residual == 1)
    }

    @Test("The wrap of sequence numbers and time stamps changes nothing")
    func wrapAround() {
        var plain = ReceiverAudioDriver()
        var wrapping = ReceiverAudioDriver()
        let delay = { (number: Int) -> Int64? in number % 17 == 3 ? nil : Int64(20 + number % 5 * 9) }
        plain.run(packetCount: 600, delay: delay)
        wrapping.run(packetCount: 600, firstSequence: 65_400, firstTimestamp: .max - 100_000, delay: delay)
        #expect(plain.operations == wrapping.operations)
        #expect(plain.audio == wrapping.audio)
        #expect(plain.receiver.statistics == wrapping.receiver.statistics)
    }

    @Test("Duplicates are discarded and not played twice")
    func duplicates() {
        var driver = ReceiverAudioDriver()
        for number in 0..<200 {
            let packet = ReceiverAudioDriver.packet(number: number)
            driver.receive(packet, atMilliseconds: Int64(number) * 20)
            driver.receive(packet, atMilliseconds: Int64(number) * 20)
            driver.pull()
            driver.pull()
        }
        #expect(Set(driver.decoded.map(\.rtpTimestamp)).count == driver.decoded.count)
        #expect(driver.audio.packetsDiscarded >= 190)
        #expect(driver.receiver.statistics.audioRepair.residual == 0)
    }

    @Test("A buffer of 200 packets overflows by being emptied")
    func overflow() {
        var driver = ReceiverAudioDriver()
        for number in 0..<201 { driver.receive(ReceiverAudioDriver.packet(number: number), atMilliseconds: 0) }
        #expect(driver.audio.jitterBufferFlushes == 1)
        #expect(driver.audio.packetsDiscarded == 200)
        driver.pull()
        #expect(driver.decoded.map(\.rtpTimestamp) == [5_000 + 200 * 960])
    }

    @Test("Discontinuous transmission is filled with comfort noise, not with concealment")
    func discontinuousTransmission() {
        var driver = ReceiverAudioDriver()
        for step in 0..<400 {
            let number = step / 2
            // Speech for a second, then one packet each 400 ms.
            let isSpeech = number < 50
            if step % 2 == 0, isSpeech || (number - 50) % 20 == 0 {
                driver.receive(
                    ReceiverAudioDriver.packet(number: number, isDTX: !isSpeech),
                    atMilliseconds: Int64(step) * 10
                )
            }
            driver.pull()
        }
        #expect(driver.audio.concealedSamples == driver.audio.silentConcealedSamples)
        #expect(driver.audio.concealedSamples == 0)
        #expect(driver.operations.filter { $0 == .comfortNoise }.count > 200)
    }

    @Test("After an outage of ten seconds sound comes back, and the outage is one interruption")
    func outage() {
        var driver = ReceiverAudioDriver()
        driver.run(packetCount: 1_000) { (300..<800).contains($0) ? nil : 20 }
        let audio = driver.audio
        #expect(audio.interruptionCount == 1)
        #expect(audio.totalInterruptionDuration > 9.8 && audio.totalInterruptionDuration < 10.2)
        #expect(audio.silentConcealedSamples > 9 * 48_000)
        #expect(driver.decoded.last.map { $0.rtpTimestamp > 5_000 + 990 * 960 } == true)
        #expect(driver.receiver.statistics.audioRepair.lostBeforeRepair == 500)
        // Chromium takes a jump of more than 50 packets for a restart of the stream.
        #expect(audio.packetsLost == 0)
    }

    @Test("A delay far above the target is played off, at most 100 ms each second")
    func accelerates() {
        var driver = ReceiverAudioDriver()
        driver.pitchPeriod = 720
        // From packet 300 on the path is 100 ms faster: a buffer of 100 ms builds up at once.
        driver.run(packetCount: 1_200) { $0 < 300 ? 120 : 20 }
        let audio = driver.audio
        // What lies between a limit of 40 ms, or 60 with what a step moves, and 120 ms.
        #expect(audio.removedSamplesForAcceleration >= 60 * 48)
        #expect(audio.concealmentEvents <= 1)
        var lastStretch = -10
        for (step, operation) in driver.operations.enumerated() where operation == .accelerate(fast: false) {
            #expect(step - lastStretch >= 5)
            lastStretch = step
        }
    }

    @Test("A delay of four times what is allowed is played off without pauses between stretches")
    func acceleratesAtOnce() {
        var driver = ReceiverAudioDriver()
        driver.pitchPeriod = 720
        driver.run(packetCount: 1_200) { $0 < 300 ? 320 : 20 }
        #expect(driver.audio.removedSamplesForAcceleration >= 48_000 / 5)
        let steps = driver.operations.indices.filter { driver.operations[$0] == .accelerate(fast: true) }
        #expect(zip(steps, steps.dropFirst()).contains { $1 - $0 < 5 })
    }

    @Test("What is invented because the decoder refused a packet counts as concealment")
    func decoderError() {
        var driver = ReceiverAudioDriver()
        driver.run(packetCount: 200) { _ in 20 }
        let before = driver.audio
        driver.receive(ReceiverAudioDriver.packet(number: 199), atMilliseconds: 4_000)
        // Refuses everything until the sound that was held has run out.
        var concealed = 0
        while concealed == 0 {
            let now = Timestamp.start + .milliseconds(driver.pullCount * 10)
            _ = driver.receiver.pullAudio(at: now, decodedSampleCount: driver.buffered)
            concealed = max(0, 480 - driver.buffered)
            driver.buffered = max(0, driver.buffered - 480)
            let outcome = AudioOutcome(concealedSampleCount: concealed, bufferedSampleCount: driver.buffered)
            driver.receiver.completeAudio(outcome, at: now)
        }
        #expect(driver.audio.concealedSamples == before.concealedSamples + concealed)
        #expect(driver.audio.concealmentEvents == before.concealmentEvents + 1)
    }

    @Test("No order of packets and no driver's answer brings it down", arguments: 0..<20 as Range<UInt64>)
    func anyOrder(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var driver = ReceiverAudioDriver()
        var last = InboundAudioStatistics()
        for _ in 0..<2_000 {
            for _ in 0..<Int(random.next() % 3) {
                var packet = ReceiverAudioDriver.packet(
                    number: Int(random.next() % 400),
                    hasFEC: random.next() % 2 == 0,
                    isDTX: random.next() % 10 == 0
                )
                if random.next() % 50 == 0 { packet.header.timestamp = UInt32(truncatingIfNeeded: random.next()) }
                if random.next() % 50 == 0 { packet.header.sequenceNumber = UInt16(truncatingIfNeeded: random.next()) }
                driver.receive(packet, atMilliseconds: driver.pullCount * 10)
            }
            driver.pull()
            let audio = driver.audio
            #expect(audio.concealedSamples >= last.concealedSamples)
            #expect(audio.silentConcealedSamples <= audio.concealedSamples)
            #expect(audio.totalSamplesReceived >= last.totalSamplesReceived)
            last = audio
        }
    }
}
