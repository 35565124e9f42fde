/// What a machine gave back, by everything that was put into it up to then: a tree, whose paths are histories.
///
/// Histories are compared input by input and never by a digest, so that two that differ cannot be taken for one. Not to
/// be used by several threads at once.
final class SharedHistory<Input: Equatable, Output> {
    private struct Node {
        let parent: Int
        let step: (input: Input, output: Output)?
        var children: [Int] = []
    }

    /// How many results are written down.
    var resultCount: Int { nodes.count - 1 }

    /// Where nothing was put in yet.
    static var root: Int { 0 }

    private var nodes = [Node(parent: 0, step: nil)]
    private var bytesLeft: Int
    /// How often a result was taken from here.
    private(set) var hitCount = 0

    /// - Parameter byteLimit: what is kept at most; a history that would take more is not written down.
    init(byteLimit: Int) { bytesLeft = byteLimit }

    /// What came of an input after a history, if that was tried before.
    func result(of input: Input, after node: Int) -> (node: Int, output: Output)? {
        for child in nodes[node].children {
            if let step = nodes[child].step, step.input == input {
                hitCount += 1
                return (child, step.output)
            }
        }
        return nil
    }

    /// Writes down what came of an input; `nil` where there is no room left.
    func add(_ input: Input, _ output: Output, byteCount: Int, after node: Int) -> Int? {
        guard byteCount <= bytesLeft else { return nil }
        bytesLeft -= byteCount
        nodes.append(Node(parent: node, step: (input, output)))
        nodes[node].children.append(nodes.count - 1)
        return nodes.count - 1
    }

    /// The inputs between two places of one history, in order.
    func inputs(from start: Int, to end: Int) -> [Input] {
        var inputs: [Input] = []
        var node = end
        while node != start, let step = nodes[node].step {
            inputs.append(step.input)
            node = nodes[node].parent
        }
        return inputs.reversed()
    }
}

/// One machine on its way through shared histories: it rests while others have done the same before, and catches up
/// where it is the first.
struct SharedWork<Input: Equatable, Output> {
    private let history: SharedHistory<Input, Output>
    /// Where its inputs have led; `nil` once it went where there was no room.
    private var place: Int? = SharedHistory<Input, Output>.root
    /// How far the machine itself has come.
    private var machine = SharedHistory<Input, Output>.root

    init(_ history: SharedHistory<Input, Output>) { self.history = history }

    /// What comes of an input.
    ///
    /// - Parameters:
    ///   - byteCount: what input and output take.
    ///   - catchUp: puts an input into the machine whose result is known.
    ///   - work: puts the new one in.
    mutating func result(
        of input: Input,
        byteCount: (Output) -> Int,
        catchUp: (Input) throws -> Void,
        work: (Input) throws -> Output
    ) rethrows -> Output {
        guard let known = place else { return try work(input) }
        if let found = history.result(of: input, after: known) {
            place = found.node
            return found.output
        }
        for missed in history.inputs(from: machine, to: known) { try catchUp(missed) }
        let output = try work(input)
        place = history.add(input, output, byteCount: byteCount(output), after: known)
        machine = place ?? known
        return output
    }
}
