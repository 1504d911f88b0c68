import ExplainCore
import Testing

@Suite struct SHA256Tests {
    private static let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    @Test(arguments: [
        ("", empty),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrst"
                + "nopqrstu",
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
    ])
    func nistVectors(message: String, digest: String) {
        var hash = SHA256()
        hash.update(message.utf8)
        #expect(SHA256.hex(hash.finalized()) == digest)
    }

    @Test(arguments: [1, 63, 64, 65, 1_000, 999_983])
    func oneMillionLettersInPiecesOfAnySize(piece: Int) {
        var hash = SHA256()
        var left = 1_000_000
        while left > 0 {
            hash.update([UInt8](repeating: UInt8(ascii: "a"), count: min(piece, left)))
            left -= min(piece, left)
        }
        #expect(
            hash.finalizedName() == "sha256:cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    /// Every length around the padding's boundaries, in one piece and byte by byte.
    @Test func piecesDoNotMatter() {
        for length in 0..<200 {
            let message = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7) }
            var whole = SHA256()
            whole.update(message)
            var single = SHA256()
            for byte in message { single.update(CollectionOfOne(byte)) }
            #expect(whole.finalized() == single.finalized())
        }
    }

    @Test func numbersAreLittleEndian() {
        var number = SHA256()
        number.update(0x0807_0605_0403_0201 as UInt64)
        var bytes = SHA256()
        bytes.update([1, 2, 3, 4, 5, 6, 7, 8])
        #expect(number.finalized() == bytes.finalized())
    }

    @Test func finalizingLeavesTheStreamOpen() {
        var hash = SHA256()
        #expect(SHA256.hex(hash.finalized()) == Self.empty)
        hash.update("abc".utf8)
        #expect(
            SHA256.hex(hash.finalized()) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}
