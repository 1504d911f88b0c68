import Testing

@testable import ExplainServer

@Suite struct AddressRuleTests {
    @Test(arguments: [
        "127.0.0.1", "10.1.2.3", "192.168.0.9", "172.16.0.1", "93.184.216.34", "::1", "fd12::1", "2606::1",
        "64:ff9b::10.0.0.1",
    ])
    func modelServersMayBeThere(_ text: String) throws { #expect(AddressRule.allows(try Self.bytes(text))) }

    @Test(arguments: [
        "169.254.169.254", "169.254.0.1", "0.0.0.0", "0.1.2.3", "224.0.0.1", "255.255.255.255", "::", "fe80::1",
        "febf::1",
        "ff02::1", "fd00:ec2::254", "::ffff:169.254.169.254", "64:ff9b::169.254.169.254", "2002:a9fe:a9fe::1",
        "::ffff:0.0.0.0", "::169.254.169.254", "64:ff9b:1::169.254.169.254",
    ])
    func noModelServerIsThere(_ text: String) throws { #expect(!AddressRule.allows(try Self.bytes(text))) }

    @Test func anAddressHasALength() {
        #expect(!AddressRule.allows([]))
        #expect(!AddressRule.allows([127, 0, 0]))
    }

    private static func bytes(_ text: String) throws -> [UInt8] {
        switch try ListenAddress(host: text) {
        case .version4(let bytes), .version6(let bytes): bytes
        }
    }
}
