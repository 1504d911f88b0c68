/// The `Date` of responses, formatted once a second (IMF-fixdate, RFC 9110, 5.6.7).
struct DateCache {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private var second: Int64?
    private var text: [UInt8] = []

    /// Creates an empty cache.
    init() {}

    /// The date, 29 bytes, of a second since 1970-01-01T00:00:00Z, at least 0 and before the year 10000.
    mutating func bytes(atSecond second: Int64) -> [UInt8] {
        if self.second != second {
            text = Self.format(second)
            self.second = second
        }
        return text
    }

    private static func format(_ second: Int64) -> [UInt8] {
        let day = second / 86_400
        let time = Int(second % 86_400)
        let date = civilDate(day)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(29)
        bytes += days[Int(day % 7)].utf8
        bytes += ", ".utf8
        append(date.day, to: &bytes)
        bytes.append(ASCII.space)
        bytes += months[date.month - 1].utf8
        bytes.append(ASCII.space)
        append(date.year / 100, to: &bytes)
        append(date.year % 100, to: &bytes)
        bytes.append(ASCII.space)
        append(time / 3600, to: &bytes)
        bytes.append(ASCII.colon)
        append(time / 60 % 60, to: &bytes)
        bytes.append(ASCII.colon)
        append(time % 60, to: &bytes)
        bytes += " GMT".utf8
        return bytes
    }

    /// The date of a day counted from 1970-01-01, in the Gregorian calendar.
    ///
    /// Years are counted from March, so that the leap day comes last, in eras of 400 years, or 146,097 days
    /// (Hinnant, chrono-compatible low-level date algorithms, `civil_from_days`).
    private static func civilDate(_ daysSince1970: Int64) -> (year: Int, month: Int, day: Int) {
        let days = Int(daysSince1970) + 719_468
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    /// Appends a number below 100 as two digits.
    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        bytes.append(UInt8(0x30 + number / 10))
        bytes.append(UInt8(0x30 + number % 10))
    }
}
