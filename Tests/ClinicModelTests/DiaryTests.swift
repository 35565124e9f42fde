import ClinicModel
import Testing
import Units
import VirtualTime

@Suite("Importing a clinic's diary")
struct DiaryTests {
    private static func read(_ text: String) throws -> Diary { try Diary(parsing: Array(text.utf8)) }

    private static func fault(_ text: String) -> DiaryFault? {
        do {
            _ = try Diary(parsing: Array(text.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test("Columns in any order, quoted cells, either line end, dates or none")
    func reading() throws {
        let diary = try Self.read(
            "clinic,start,duration,mode,outcome\r\n\"dia-1\",2026-03-03T09:20,14.5,video,\r\ndia-1,2026-03-02 10:00,9 min,,dna\r\n\n"
        )
        #expect(diary.days == 2)
        #expect(diary.entries.map(\.day) == [1, 2])
        #expect(diary.entries.map(\.length) == [.seconds(540), .seconds(870)])
        #expect(diary.entries.map(\.outcome) == [.missed, nil])
        #expect(diary.entries[1].start == .seconds(9 * 3_600 + 20 * 60))
        #expect(try Self.read("start;duration\n9:05;20\n").entries[0].clinic == "clinic")
    }

    @Test("Entries of one clinic that overlap are different clinicians', and only calls by video are calls")
    func schedule() throws {
        let diary = try Self.read(
            """
            start,duration,clinic,mode,outcome
            09:00,30,a,video,
            09:10,30,a,video,completed_video
            09:30,10,a,phone,
            09:40,10,a,,dna
            09:45,10,b,,fallback_phone
            """
        )
        let appointments = ClinicSchedule(diary, clinician: "gp").appointments
        #expect(appointments.map(\.clinicianNumber) == [1, 2, 1, nil, 1])
        #expect(appointments.map { $0.calls.count } == [1, 1, 0, 0, 0])
        #expect(appointments.map(\.outcome) == [nil, nil, .completedPhone, .missed, .fallbackPhone])
        #expect(
            appointments[1].calls == [Appointment.PlannedCall(start: .start + .seconds(600), length: .seconds(1_800))]
        )
    }

    /// The numbers are made up; their check digits are right or wrong as the test needs.
    @Test(
        "What looks like an identifier is refused with its place, and never repeated",
        arguments: [
            ("start,duration,clinic\n09:00,10,9434765919\n", "943476", 3),
            ("start,duration,clinic\n09:00,10,x 943 476 5919\n", "943", 3),
            ("start,duration,clinic\n09:00,943-476-5919,a\n", "943", 2),
            ("start,duration,clinic\n09:00,10,1961-03-02\n", "1961", 3),
            ("start,duration,clinic\n09:00,10,02/03/1961\n", "1961", 3),
            ("start,duration,clinic\n09:00,10,2 March 1961\n", "1961", 3),
            ("start,duration,clinic\n09:00,10,19610302\n", "1961", 3),
            ("start,duration,outcome\n09:00,10,AB1 2CD\n", "AB1", 3),
            ("start,duration,outcome\n09:00,10,ab12cd\n", "ab12", 3),
        ]
    )
    func identifiers(text: String, secret: String, column: Int) throws {
        let fault = try #require(Self.fault(text))
        #expect(fault.row == 2 && fault.column == column)
        #expect(fault.message.hasPrefix("this looks like a"))
        #expect(!fault.message.contains(secret) && !fault.advice.contains(secret))
    }

    @Test("Ten digits with a wrong check digit, clinic codes and times are no identifiers")
    func innocent() {
        for text in ["9434765918", "diabetes-am", "room-12", "clinic_7B", "completed_video", "0123", "14.5"] {
            #expect(IdentifierScan.finding(in: text) == nil, "\(text)")
        }
        #expect(IdentifierScan.finding(in: "2026-03-02T09:20", allowsDate: true) == nil)
        #expect(IdentifierScan.finding(in: "2026-03-02T09:20") == .date)
    }

    @Test("Any bytes are read or refused, and no refusal repeats what stands in the file")
    func anyBytes() {
        let pieces = [
            "start", "duration", "clinic", ",", ",", "\n", "\n", "\"", "09:00", "12", "x", ";", "é", "\r\n", "-", " ",
        ]
        for owner in UInt32(0)..<300 {
            var random = RandomStream(seed: 1, owner: owner, cause: .assignment)
            var text = owner.isMultiple(of: 2) ? "start,duration,clinic\n" : ""
            for _ in 0..<random.index(below: 40) { text += pieces[random.index(below: pieces.count)] }
            var bytes = Array(text.utf8) + Array("SECRET".utf8)
            if owner.isMultiple(of: 5), !bytes.isEmpty {
                bytes[random.index(below: bytes.count)] = UInt8(random.index(below: 256))
            }
            do {
                #expect(!(try Diary(parsing: bytes).entries.isEmpty))
            } catch {
                #expect(!error.message.contains("SECRET") && error.row >= 1)
            }
        }
    }

    @Test("The check digit is modulus 11: 0 for 11, and none for 10")
    func checkDigit() {
        #expect(IdentifierScan.isValidCheck([9, 4, 3, 4, 7, 6, 5, 9, 1, 9]))
        // 11 x anything leaves nothing: the check digit is 0.
        #expect(IdentifierScan.isValidCheck([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]))
        // 2 x 6 leaves 1: the check would be 10, and no tenth digit is valid.
        for last in 0...9 { #expect(!IdentifierScan.isValidCheck([0, 0, 0, 0, 0, 0, 0, 0, 6, last])) }
    }

    @Test(
        "What is wrong is said with its place and how to mend it",
        arguments: [
            ("start,duration,name\n", "row 1 column 3: this column is none that may be read"),
            ("start,start,duration\n", "row 1 column 2: the column start is there twice"),
            ("start,clinic\n", "row 1: there is no column duration"),
            ("start,duration\n", "row 1: nothing follows the header"),
            ("start,duration\n25:00,10\n", "row 2 column 1: this is no time to start at"),
            ("start,duration\n2026-03-02,10\n", "row 2 column 1: this is no time to start at"),
            ("start,duration\n09:00,0\n", "row 2 column 2: this is no duration"),
            ("start,duration\n09:00\n", "row 2: the row has 1 cells, and the header has 2"),
            ("start,duration,mode\n09:00,10,fax\n", "row 2 column 3: this is no mode"),
            ("start,duration,outcome\n09:00,10,happy\n", "row 2 column 3: this is no outcome"),
            ("start,duration,clinic\n09:00,10,a b\n", "row 2 column 3: this is no clinic's code"),
            (
                "start,duration\n09:00,10\n2026-03-02T09:00,10\n",
                "row 3 column 1: some rows have a date and some have none"
            ),
            ("start,duration\n\"09:00,10\n", "row 2: a quotation mark is not closed"),
        ]
    )
    func faults(text: String, expected: String) throws {
        let fault = try #require(Self.fault(text))
        let column = fault.column.map { " column \($0)" } ?? ""
        #expect("row \(fault.row)\(column): \(fault.message)" == expected)
        #expect(!fault.advice.isEmpty)
    }
}
