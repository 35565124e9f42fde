/// Looks for what could tell who a patient is.
public enum IdentifierScan {
    /// What a text seems to hold.
    public enum Finding: String, Hashable, Sendable {
        case patientNumber = "a patient's number (ten digits with a valid check digit)"
        case date = "a date, such as one of birth"
        case postcode = "a postcode"
    }

    /// The first identifier in a text, or `nil`; `allowsDate` where a date is due.
    public static func finding(in text: String, allowsDate: Bool = false) -> Finding? {
        let characters = Array(text.uppercased().unicodeScalars)
        if holdsPatientNumber(characters) { return .patientNumber }
        if !allowsDate, holdsDate(characters) { return .date }
        return holdsPostcode(characters) ? .postcode : nil
    }

    /// Whether ten digits pass the modulus 11 check of the NHS number (NHS Data Dictionary).
    ///
    /// The first nine are weighted from 10 down to 2; 11 less the remainder is the tenth, 11 counts as 0, 10 is never valid.
    public static func isValidCheck(_ digits: [Int]) -> Bool {
        guard digits.count == 10 else { return false }
        let sum = digits.prefix(9).enumerated().reduce(0) { $0 + (10 - $1.offset) * $1.element }
        let check = 11 - sum % 11
        return check != 10 && (check == 11 ? 0 : check) == digits[9]
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool { ("A"..."Z").contains(scalar) }

    private static func value(_ scalar: Unicode.Scalar) -> Int { Int(scalar.value) - 48 }

    /// Ten digits in a row, perhaps with one blank, hyphen, dot or slash between them.
    private static func holdsPatientNumber(_ text: [Unicode.Scalar]) -> Bool {
        for start in text.indices where isDigit(text[start]) && (start == 0 || !isDigit(text[start - 1])) {
            var digits: [Int] = []
            var place = start
            while place < text.count, digits.count <= 10 {
                if isDigit(text[place]) {
                    digits.append(value(text[place]))
                } else if !" -./\u{A0}".unicodeScalars.contains(text[place])
                    || place + 1 >= text.count || !isDigit(text[place + 1])
                {
                    break
                }
                place += 1
            }
            if isValidCheck(digits) { return true }
        }
        return false
    }

    /// Day, month and year in figures, in any order with any of `-./` or blanks between, or eight figures that are one.
    private static func holdsDate(_ text: [Unicode.Scalar]) -> Bool {
        let groups = String(String.UnicodeScalarView(text)).split { !$0.isNumber }.map(String.init)
        for group in groups where group.count == 8 {
            if let whole = Int(group),
                isDate(whole / 10_000, whole / 100 % 100, whole % 100)
                    || isDate(whole % 10_000, whole / 100 % 100, whole / 1_000_000)
            {
                return true
            }
        }
        for place in groups.indices.dropLast(2) {
            let parts = groups[place...place + 2].compactMap { Int($0) }
            guard parts.count == 3 else { continue }
            if isDate(parts[0], parts[1], parts[2]) || isDate(parts[2], parts[1], parts[0])
                || isDate(parts[2], parts[0], parts[1])
            {
                return true
            }
        }
        return holdsNamedMonth(text)
    }

    private static func isDate(_ year: Int, _ month: Int, _ day: Int) -> Bool {
        (1_900...2_100).contains(year) && (1...12).contains(month) && (1...31).contains(day)
    }

    /// Such as 3 MAR 1961.
    private static func holdsNamedMonth(_ text: [Unicode.Scalar]) -> Bool {
        let months: Set = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
        let words = String(String.UnicodeScalarView(text)).split { !$0.isNumber && !$0.isLetter }.map(String.init)
        return words.contains { months.contains(String($0.prefix(3))) }
            && words.contains { Int($0).map { (1_900...2_100).contains($0) } ?? false }
    }

    /// A full postcode: one or two letters, a digit, perhaps one more letter or digit, a digit, two letters.
    private static func holdsPostcode(_ text: [Unicode.Scalar]) -> Bool {
        text.indices.contains { start in
            guard start == 0 || !isLetter(text[start - 1]) && !isDigit(text[start - 1]) else { return false }
            return (1...2).contains { letters in
                (0...1).contains { extra in isPostcode(text, from: start, letters: letters, extra: extra) }
            }
        }
    }

    private static func isPostcode(_ text: [Unicode.Scalar], from start: Int, letters: Int, extra: Int) -> Bool {
        var place = start
        func take(_ isRight: (Unicode.Scalar) -> Bool) -> Bool {
            guard place < text.count, isRight(text[place]) else { return false }
            place += 1
            return true
        }
        for _ in 0..<letters where !take(isLetter) { return false }
        guard take(isDigit) else { return false }
        for _ in 0..<extra where !take({ isLetter($0) || isDigit($0) }) { return false }
        while place < text.count, " -\u{A0}".unicodeScalars.contains(text[place]) { place += 1 }
        guard take(isDigit), take(isLetter), take(isLetter) else { return false }
        return place == text.count || !isLetter(text[place]) && !isDigit(text[place])
    }
}
