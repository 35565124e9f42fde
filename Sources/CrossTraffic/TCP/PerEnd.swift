/// One value for each end of a connection.
struct PerEnd<Value: Sendable>: Sendable {
    private var client: Value
    private var server: Value

    init(client: Value, server: Value) {
        self.client = client
        self.server = server
    }

    init(both value: Value) { self.init(client: value, server: value) }

    subscript(end: TCPEnd) -> Value {
        _read { if end == .client { yield client } else { yield server } }
        _modify { if end == .client { yield &client } else { yield &server } }
    }
}
