import ArgumentParser

@main
enum Entry {
    static func main() async {
        StandardStreams.prepare()
        await Rehearsal.main()
    }
}
