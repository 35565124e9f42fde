/// The descriptor and the payload of a packet: in two words where both are short, else behind a reference.
@usableFromInline struct PacketBody: Hashable, Sendable {
    /// What two words cannot hold: media bytes, copies and parity.
    @usableFromInline final class Long: Hashable, Sendable {
        @usableFromInline let descriptor: PayloadDescriptor
        @usableFromInline let payload: Payload

        @usableFromInline init(_ descriptor: PayloadDescriptor, _ payload: Payload) {
            self.descriptor = descriptor
            self.payload = payload
        }

        @usableFromInline static func == (left: Long, right: Long) -> Bool {
            left === right || (left.descriptor == right.descriptor && left.payload == right.payload)
        }

        @usableFromInline func hash(into hasher: inout Hasher) {
            hasher.combine(descriptor)
            hasher.combine(payload)
        }
    }

    /// The payload's length in the upper half, and which frame it describes in the lower.
    @usableFromInline let payloadWord: UInt64
    @usableFromInline let shape: DescriptorWord
    @usableFromInline let long: Long?

    @inlinable @inline(__always)
    init(_ descriptor: PayloadDescriptor, _ payload: Payload) {
        shape = DescriptorWord(descriptor)
        let isLong = shape.kind == .opusRED || shape.kind == .ulpfec
        if case .described(let length, let frame) = payload, !isLong {
            payloadWord = UInt64(UInt32(length)) << 32 | UInt64(frame)
            long = nil
        } else {
            payloadWord = UInt64(UInt32(payload.length)) << 32
            long = Long(descriptor, payload)
        }
    }

    @inlinable var payloadLength: Int { Int(payloadWord >> 32) }

    @inlinable var descriptor: PayloadDescriptor { long?.descriptor ?? shape.descriptor }

    @inlinable var payload: Payload {
        long?.payload ?? .described(length: payloadLength, frame: UInt32(truncatingIfNeeded: payloadWord))
    }
}
