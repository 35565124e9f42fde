public import Results

/// What `Scripts/validate network` measured.
public struct NetworkResults: Hashable, Sendable {
    /// The comparison with a kernel's queues, from the last run that could make it.
    public struct Kernel: Hashable, Sendable {
        /// The kernel's release.
        public let release: String
        public let checks: [NetworkCheck]

        public init(release: String, checks: [NetworkCheck]) {
            self.release = release
            self.checks = checks
        }
    }

    public let checks: [NetworkCheck]
    public var kernel: Kernel?

    public init(checks: [NetworkCheck], kernel: Kernel?) {
        self.checks = checks
        self.kernel = kernel
    }

    public var json: JSONValue {
        var object: JSONObject = ["checks": .array(checks.map(\.json))]
        if let kernel {
            object.append(
                "kernel",
                .object(["release": .string(kernel.release), "checks": .array(kernel.checks.map(\.json))])
            )
        }
        return .object(object)
    }

    /// - Throws: `ValidationError` where the bytes are not what `Scripts/validate network` writes.
    public init(parsing bytes: [UInt8], place: String) throws(ValidationError) {
        func unusable(_ message: String) -> ValidationError {
            ValidationError(place, message, hint: "Scripts/validate network writes it")
        }
        func checks(_ value: JSONValue?, _ path: String) throws(ValidationError) -> [NetworkCheck] {
            guard case .array(let elements)? = value else { throw unusable("\(path) is no list") }
            var checks: [NetworkCheck] = []
            for (index, element) in elements.enumerated() {
                guard let check = NetworkCheck(element) else { throw unusable("\(path)[\(index)] is no check") }
                checks.append(check)
            }
            return checks
        }
        let root: JSONValue
        do { root = try JSONValue(parsing: bytes) } catch { throw unusable(error.description) }
        guard case .object(let object) = root else { throw unusable("an object is due here") }
        self.checks = try checks(object["checks"], "checks")
        guard let value = object["kernel"] else { return }
        guard case .object(let kernel) = value, case .string(let release)? = kernel["release"] else {
            throw unusable("kernel has no release")
        }
        self.kernel = Kernel(release: release, checks: try checks(kernel["checks"], "kernel.checks"))
    }
}
