import Foundation

/// Chosen by the environment, so that one build serves every parser.
private let target = ProcessInfo.processInfo.environment["REHEARSAL_FUZZ_TARGET"].flatMap(FuzzTarget.init(rawValue:))

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let target else {
        preconditionFailure("set REHEARSAL_FUZZ_TARGET to one of \(FuzzTarget.allCases.map(\.rawValue))")
    }
    target.run(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
