import RTPWire
import RawMedia
import Scenarios
import Testing
import Units

@testable import CallSimulation
@testable import MediaTransport

@Suite("Camera and screen")
struct CameraTests {
    private static func plan(_ degradation: String) throws -> CallPlan {
        let text = """
            rehearsal: 1
            name: camera
            patients: [{ name: home, network: fttc }]
            media: { video: { size: 480x270, source: busy, degradation: \(degradation) } }
            """
        let scenario = try ScenarioReader.read(bytes: Array(text.utf8), file: "camera.yaml").scenario
        return CallPlanner(scenario, library: MediaLibrary(for: scenario)).plan(of: 1)
    }

    private static func camera(_ plan: CallPlan, kilobits: Int64) throws -> Camera {
        var camera = try Camera(
            source: try #require(plan.makeVideoSource(of: .clinician)),
            plan: try #require(plan.video),
            firstTimestamp: 7,
            at: .start
        )
        camera.start(at: .start)
        let rate = DataRate.kilobitsPerSecond(kilobits)
        let target = EncoderTarget(
            videoBitrate: rate,
            videoLinkAllocation: rate,
            audioBitrate: .kilobitsPerSecond(32),
            frameRate: 30,
            expectedLoss: .never
        )
        camera.setTarget(target, at: .start)
        return camera
    }

    @Test("On a rate that is too low the pictures become smaller from a key frame on, and are scored at full size")
    func smallerPictures() throws {
        let plan = try Self.plan("maintain-framerate")
        var camera: Camera? = try Self.camera(plan, kilobits: 40)
        let screen = try Screen(plan: try #require(plan.video), keepsPictures: false)
        var sizes: [FrameSize] = []
        var shown: [(number: Int, picture: DecodedPicture)] = []
        for _ in 0..<30 * 8 where shown.count < 3 {
            guard let frame = try camera?.capture(mouthOpening: 0.5) else { continue }
            let size = FrameSize(width: frame.width, height: frame.height)
            if size != sizes.last {
                #expect(frame.isKeyFrame)
                sizes.append(size)
            }
            // The new size begins with a key frame, so a screen can come in there.
            if sizes.count == 2, let decoded = screen.decode(ReceivedVideoFrame(frame), from: &camera) {
                shown.append(decoded)
            }
        }
        #expect(sizes == [FrameSize(width: 480, height: 270), FrameSize(width: 320, height: 180)])
        #expect(shown.map(\.picture.width) == [320, 320, 320] && shown.map(\.picture.height) == [180, 180, 180])
        #expect(shown.allSatisfy { (1...127).contains($0.picture.quantizer) })
        let first = try #require(shown.first.flatMap { screen.take($0.number) })
        // The right source frame, blurred: another frame of a busy head would be far below.
        #expect((20...40).contains(first.score.psnr))
        #expect(camera?.control.limitation.reason == .bandwidth)
        #expect(camera?.control.limitation.resolutionChanges == 1)
    }

    @Test("Without adaptation the size stays, whatever the rate")
    func sameSize() throws {
        var camera = try Self.camera(try Self.plan("none"), kilobits: 40)
        for _ in 0..<30 * 5 {
            guard let frame = try camera.capture(mouthOpening: 0) else { continue }
            #expect(frame.width == 480 && frame.height == 270)
        }
        #expect(camera.control.limitation.reason == .none)
    }
}

extension ReceivedVideoFrame {
    /// A frame as it arrives when nothing is lost.
    fileprivate init(_ frame: EncodedVideoFrame) {
        self.init(
            payload: frame.payload,
            rtpTimestamp: frame.rtpTimestamp,
            pictureID: 0,
            isKeyFrame: frame.isKeyFrame,
            renderTime: frame.captureTime,
            firstPacketTime: frame.captureTime,
            completeTime: frame.captureTime,
            wasRetransmitted: false,
            packetCount: 1,
            lastSequence: 0,
            referenceDistances: []
        )
    }
}
