import Units

/// One value for each end of a connection.
struct PerEnd<Value: Sendable>: Sendable {
    private(set) var client: Value
    private(set) var server: Value

    init(client: Value, server: Value) {
        self.client = client
        self.server = server
    }

    init(both value: Value) { self.init(client: value, server: value) }

    /// Reads a part of one end's value without a copy of all of it.
    @inline(__always)
    func part<Part>(of end: TCPEnd, _ read: (borrowing Value) -> Part) -> Part {
        end == .client ? read(client) : read(server)
    }

    subscript(end: TCPEnd) -> Value {
        get { end == .client ? client : server }
        _modify { if end == .client { yield &client } else { yield &server } }
    }
}

extension Timestamp {
    /// The earlier of two times that there may be.
    static func earlier(_ left: Timestamp?, _ right: Timestamp?) -> Timestamp? {
        guard let left else { return right }
        guard let right else { return left }
        return min(left, right)
    }
}
