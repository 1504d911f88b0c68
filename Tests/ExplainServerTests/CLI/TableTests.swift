import Testing

@testable import explainctl

@Suite struct TableTests {
    @Test func columnsAlign() {
        var table = Table([("NAME", .left), ("COUNT", .right), ("NOTE", .left)])
        table.append(["a", "1", ""])
        table.append(["longer", "12345678", "yes"])
        #expect(
            table.rendered() == """
                NAME       COUNT  NOTE
                a              1
                longer  12345678  yes

                """)
    }

    @Test func controlCharactersNeverReachTheTerminal() {
        var table = Table([("A", .left)])
        table.append(["\u{1B}[31mred\n"])
        #expect(table.rendered() == "A\n?[31mred?\n")
    }

    @Test(arguments: [
        (0, "0"), (1, "1"), (-1.5, "-1.5"), (0.41234, "0.4123"), (0.41236, "0.4124"), (12.3456, "12.35"),
        (999.96, "1000"), (123_456.7, "123457"), (1e-4, "0.0001"), (1.23456e-9, "1.235e-09"), (2.5e12, "2.5e+12"),
        (1e300, "1e+300"), (.leastNonzeroMagnitude, "5e-324"), (.infinity, "inf"), (.nan, "nan"),
    ])
    func numbersAreShort(value: Double, text: String) {
        #expect(Number.short(value) == text)
    }

    @Test func attributionsCarryTheirSign() {
        #expect([0.5, -0.5, 0].map(Number.signed) == ["+0.5", "-0.5", "0"])
    }
}
