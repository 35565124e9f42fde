import Foundation

/// A headless Chromium, spoken to by its debugging protocol over two pipes.
///
/// Messages are JSON with a zero byte behind each (the protocol's `--remote-debugging-pipe`).
final class Chromium {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static let path: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .flatMap { folder in ["chromium", "chromium-browser", "google-chrome"].map { "\(folder)/\($0)" } }
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    static var isInstalled: Bool { path != nil }

    private let process: pid_t
    private let input: Int32
    private let output: Int32
    private let profile: Workspace
    private var buffer: [UInt8] = []
    private var number = 0
    private var session: String?
    /// What the page said on its console, and what went wrong in it.
    private(set) var complaints: [String] = []

    init() throws {
        guard let path = Self.path else { throw Failure(description: "there is no chromium on this machine") }
        profile = try Workspace()
        let (commands, answers) = (try Self.pipe(), try Self.pipe())
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, commands.read, 3)
        posix_spawn_file_actions_adddup2(&actions, answers.write, 4)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        let arguments = [
            path, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
            "--no-first-run", "--disable-extensions", "--mute-audio", "--autoplay-policy=no-user-gesture-required",
            "--user-data-dir=\(profile.path)", "--remote-debugging-pipe", "about:blank",
        ]
        var process = pid_t()
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        let code = posix_spawn(&process, path, &actions, nil, &words, environ)
        close(commands.read)
        close(answers.write)
        (self.process, input, output) = (process, commands.write, answers.read)
        guard code == 0 else {
            throw Failure(description: "chromium does not start: \(String(cString: strerror(code)))")
        }
        let target = try call("Target.createTarget", ["url": "about:blank"])["targetId"] as? String ?? ""
        let attached = try call("Target.attachToTarget", ["targetId": target, "flatten": true])
        session = attached["sessionId"] as? String
        for domain in ["Page", "Runtime", "Log"] { _ = try call(domain + ".enable") }
    }

    deinit {
        close(input)
        close(output)
        kill(process, SIGKILL)
        var status: Int32 = 0
        waitpid(process, &status, 0)
    }

    /// Calls a method of the protocol and waits for its answer.
    @discardableResult
    func call(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
        number += 1
        var message: [String: Any] = ["id": number, "method": method, "params": parameters]
        if let session { message["sessionId"] = session }
        let bytes = [UInt8](try JSONSerialization.data(withJSONObject: message)) + [0]
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { write(input, $0.baseAddress?.advanced(by: sent), bytes.count - sent) }
            guard count > 0 else { throw Failure(description: "chromium takes no more commands") }
            sent += count
        }
        while true {
            let answer = try next(within: 30)
            guard answer["id"] as? Int == number else { continue }
            if let error = answer["error"] { throw Failure(description: "\(method): \(error)") }
            return answer["result"] as? [String: Any] ?? [:]
        }
    }

    /// The next message; what a page complains about is noted on the way.
    private func next(within seconds: Int) throws -> [String: Any] {
        while true {
            if let end = buffer.firstIndex(of: 0) {
                let data = Data(buffer[..<end])
                buffer.removeSubrange(...end)
                let message = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
                note(message)
                return message
            }
            var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, Int32(seconds * 1_000)) > 0 else {
                throw Failure(description: "chromium is silent")
            }
            let piece = [UInt8](unsafeUninitializedCapacity: 1 << 16) { bytes, count in
                count = max(read(output, bytes.baseAddress, 1 << 16), 0)
            }
            guard !piece.isEmpty else { throw Failure(description: "chromium has gone") }
            buffer += piece
        }
    }

    private func note(_ message: [String: Any]) {
        let parameters = message["params"] as? [String: Any] ?? [:]
        switch message["method"] as? String {
        case "Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled": complaints.append("\(parameters)")
        default: break
        }
    }

    /// Loads a page and waits until it is there.
    func load(_ path: String) throws {
        complaints = []
        try call("Page.navigate", ["url": URL(filePath: path).absoluteString])
        try wait("document.readyState === 'complete' && location.protocol === 'file:'")
    }

    /// Waits until something holds in the page.
    func wait(_ condition: String) throws {
        for _ in 0..<300 {
            if try evaluate(condition) as? Bool == true { return }
            usleep(50_000)
        }
        throw Failure(description: "it does not come about that \(condition)")
    }

    /// The value of an expression in the page; a promise is waited for.
    @discardableResult
    func evaluate(_ expression: String) throws -> Any? {
        let answer = try call(
            "Runtime.evaluate",
            ["expression": expression, "returnByValue": true, "awaitPromise": true, "userGesture": true]
        )
        if let fault = answer["exceptionDetails"] { throw Failure(description: "\(expression): \(fault)") }
        return (answer["result"] as? [String: Any])?["value"]
    }

    /// The size of the window in pixels, and whether the person likes it dark.
    func look(width: Int, height: Int = 900, isDark: Bool = false) throws {
        let size: [String: Any] = ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600]
        try call("Emulation.setDeviceMetricsOverride", size)
        let scheme = ["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"]
        try call("Emulation.setEmulatedMedia", ["features": [scheme]])
    }

    /// Presses a key; one that writes something says what.
    func press(_ key: String, code: Int, text: String? = nil) throws {
        for type in ["keyDown", "keyUp"] {
            var event: [String: Any] = ["type": type, "key": key, "code": key, "windowsVirtualKeyCode": code]
            if let text, type == "keyDown" { event["text"] = text }
            try call("Input.dispatchKeyEvent", event)
        }
    }

    /// Clicks where an element is, or only goes there.
    func point(at selector: String, clicks: Bool) throws {
        let place =
            try evaluate(
                """
                (function () {
                  var part = document.querySelector(\(Self.quoted(selector)));
                  part.scrollIntoView({ block: "center", behavior: "instant" });
                  var box = part.getBoundingClientRect();
                  return [box.left + box.width / 2, box.top + box.height / 2];
                }())
                """
            ) as? [Double] ?? []
        guard place.count == 2 else { throw Failure(description: "there is no \(selector)") }
        for type in ["mouseMoved"] + (clicks ? ["mousePressed", "mouseReleased"] : []) {
            var event: [String: Any] = ["type": type, "x": place[0], "y": place[1]]
            if type != "mouseMoved" { event.merge(["button": "left", "clickCount": 1]) { $1 } }
            try call("Input.dispatchMouseEvent", event)
        }
    }

    /// The page as a PNG file, all of it or what the window shows.
    func screenshot(isWhole: Bool = true) throws -> Data {
        let answer = try call("Page.captureScreenshot", ["format": "png", "captureBeyondViewport": isWhole])
        return Data(base64Encoded: answer["data"] as? String ?? "") ?? Data()
    }

    static func quoted(_ text: String) -> String {
        let data = try? JSONSerialization.data(withJSONObject: [text])
        return String(String(decoding: data ?? Data(), as: UTF8.self).dropFirst().dropLast())
    }

    /// A pipe whose ends stay out of the way of the numbers that the child's have, and of other children.
    private static func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        guard Foundation.pipe(&ends) == 0 else { throw Failure(description: "there are no pipes left") }
        let high = ends.map { fcntl($0, F_DUPFD_CLOEXEC, 100) }
        ends.forEach { close($0) }
        return (high[0], high[1])
    }
}
