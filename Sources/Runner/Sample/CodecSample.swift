import CallSimulation
import Results
import Scenarios
import Units

/// The calls of a packet-tier run that are run again with codecs: which, how, and what of them a shard holds.
struct CodecSample: Sendable {
    /// The drawn calls of one partition, which run together; or one call by itself.
    struct Job: Sendable {
        let partition: Int
        var calls: [Int]
    }

    let drawn: MediaSamplePlan
    /// Plays traces.
    private let packet: CallPlanner
    /// Encodes and decodes.
    private let codecs: CallPlanner

    /// Draws a sample.
    ///
    /// - Parameter library: has the sounds and pictures that the encoders take, and no traces.
    init(count: Int, of planner: CallPlanner, library: MediaLibrary) {
        drawn = planner.mediaSample(count: count)
        (packet, codecs) = (planner, planner.playing(library))
    }

    /// Of a call that was drawn with codecs, of another that shares its partition with traces.
    func plan(of number: Int) -> CallPlan {
        drawn.calls.contains(number) ? codecs.plan(of: number) : packet.plan(of: number)
    }

    func partitionPlan(_ partition: Int) -> PartitionPlan? { packet.partitionPlan(partition) }

    /// The drawn calls among those of a shard, by partition, each where its first call stands.
    func jobs(_ content: ShardContent) -> [Job] {
        var jobs: [Job] = []
        var places: [Int: Int] = [:]
        for number in content.calls where drawn.calls.contains(number) {
            let partition = packet.partition(ofCall: number)
            if let place = places[partition] {
                jobs[place].calls.append(number)
            } else {
                places[partition] = jobs.count
                jobs.append(Job(partition: partition, calls: [number]))
            }
        }
        return jobs
    }

    /// The simulated seconds of everything that has to run for a job.
    func seconds(of job: Job, _ consultations: Consultations) -> Double {
        (partitionPlan(job.partition)?.calls ?? job.calls).reduce(0) { $0 + consultations.length(of: $1).seconds }
    }
}
