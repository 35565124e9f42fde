extension ControlMessage {
    /// Bytes that look like the message, as many as `length` says, which must be at least 36.
    ///
    /// STUN is whole, with a right fingerprint; DTLS records hold filler where keys and certificates would be. Only
    /// kind, transaction and size are modelled: a reader may tell the messages apart, and learns no more.
    public func serialised() -> [UInt8] {
        switch kind {
        case .stunBindingRequest: STUNBytes.message(type: 0x0001, transaction: transaction, length: length)
        case .stunBindingResponse: STUNBytes.message(type: 0x0101, transaction: transaction, length: length)
        case .dtlsFlight1: DTLSBytes.clientHello(transaction: transaction, length: length)
        case .dtlsFlight2: DTLSBytes.serverFlight(transaction: transaction, length: length)
        case .dtlsFlight3, .dtlsFlight4: DTLSBytes.finishedFlight(transaction: transaction, length: length)
        }
    }
}

/// STUN messages (RFC 8489, sections 5 and 14).
private enum STUNBytes {
    private static let magicCookie: UInt32 = 0x2112_A442
    private static let software: UInt16 = 0x8022
    private static let fingerprint: UInt16 = 0x8028
    private static let fingerprintMask: UInt32 = 0x5354_554E
    /// The header, the name of an attribute, and the fingerprint.
    private static let fixedLength = 20 + 4 + 8

    /// A message filled up with a SOFTWARE attribute and closed by a FINGERPRINT.
    static func message(type: UInt16, transaction: UInt32, length: Int) -> [UInt8] {
        precondition(length > fixedLength && length % 4 == 0, "a STUN message of \(length) bytes cannot be written")
        var bytes: [UInt8] = []
        bytes.append(bigEndian: type)
        bytes.append(bigEndian: UInt16(length - 20))
        bytes.append(bigEndian: magicCookie)
        bytes.appendZeros(8)
        bytes.append(bigEndian: transaction)
        let text = length - fixedLength
        bytes.append(bigEndian: software)
        bytes.append(bigEndian: UInt16(text))
        let name = Array("rehearsal".utf8)
        for index in 0..<text { bytes.append(index < name.count ? name[index] : UInt8(ascii: " ")) }
        let checksum = CRC32.value(bytes)
        bytes.append(bigEndian: fingerprint)
        bytes.append(bigEndian: UInt16(4))
        bytes.append(bigEndian: checksum ^ fingerprintMask)
        return bytes
    }
}

/// The checksum of ISO/IEC 8802-3 that a FINGERPRINT carries (RFC 8489, section 14.7).
enum CRC32 {
    static func value(_ bytes: [UInt8]) -> UInt32 {
        var remainder = UInt32.max
        for byte in bytes {
            remainder ^= UInt32(byte)
            for _ in 0..<8 { remainder = remainder & 1 == 0 ? remainder >> 1 : remainder >> 1 ^ 0xEDB8_8320 }
        }
        return ~remainder
    }
}

/// DTLS 1.2 records (RFC 6347, sections 4.1 and 4.2).
private enum DTLSBytes {
    private static let handshake: UInt8 = 22
    private static let changeCipherSpec: UInt8 = 20
    private static let version: UInt16 = 0xFEFD
    private static let recordHeaderLength = 13
    private static let messageHeaderLength = 12
    /// TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 (RFC 5289).
    private static let cipherSuite: UInt16 = 0xC02B
    /// The extension that fills a ClientHello up (RFC 7685).
    private static let padding: UInt16 = 21

    static func clientHello(transaction: UInt32, length: Int) -> [UInt8] {
        var body = helloStart(transaction)
        // No session and no cookie; one cipher suite; no compression.
        body += [0, 0]
        body.append(bigEndian: UInt16(2))
        body.append(bigEndian: cipherSuite)
        body += [1, 0]
        let room = length - recordHeaderLength - messageHeaderLength - body.count - 6
        precondition(room >= 0, "a ClientHello of \(length) bytes cannot be written")
        body.append(bigEndian: UInt16(room + 4))
        body.append(bigEndian: padding)
        body.append(bigEndian: UInt16(room))
        body.appendZeros(room)
        return record(type: handshake, epoch: 0, number: 0, message(type: 1, number: 0, body))
    }

    static func serverFlight(transaction: UInt32, length: Int) -> [UInt8] {
        var body = helloStart(transaction)
        body.append(0)
        body.append(bigEndian: cipherSuite)
        body.append(0)
        let hello = record(type: handshake, epoch: 0, number: 0, message(type: 2, number: 0, body))
        return hello + sealed(length: length - hello.count, number: 1)
    }

    static func finishedFlight(transaction: UInt32, length: Int) -> [UInt8] {
        let change = record(type: changeCipherSpec, epoch: 0, number: UInt32(transaction & 0xFF), [1])
        return change + sealed(length: length - change.count, number: 0)
    }

    /// Version and random of a hello.
    private static func helloStart(_ transaction: UInt32) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(bigEndian: version)
        bytes.append(bigEndian: transaction)
        bytes.appendZeros(28)
        return bytes
    }

    /// A handshake message in one fragment.
    private static func message(type: UInt8, number: UInt16, _ body: [UInt8]) -> [UInt8] {
        var bytes = [type, 0]
        bytes.append(bigEndian: UInt16(body.count))
        bytes.append(bigEndian: number)
        bytes += [0, 0, 0, 0]
        bytes.append(bigEndian: UInt16(body.count))
        return bytes + body
    }

    /// An encrypted handshake record of filler.
    private static func sealed(length: Int, number: UInt32) -> [UInt8] {
        precondition(length > recordHeaderLength, "\(length) bytes leave no room for a record")
        let filler = [UInt8](repeating: 0xA5, count: length - recordHeaderLength)
        return record(type: handshake, epoch: 1, number: number, filler)
    }

    private static func record(type: UInt8, epoch: UInt16, number: UInt32, _ fragment: [UInt8]) -> [UInt8] {
        var bytes = [type]
        bytes.append(bigEndian: version)
        bytes.append(bigEndian: epoch)
        bytes.append(bigEndian: UInt16(0))
        bytes.append(bigEndian: number)
        bytes.append(bigEndian: UInt16(fragment.count))
        return bytes + fragment
    }
}
