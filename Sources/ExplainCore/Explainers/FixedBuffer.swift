/// An array that no longer changes, whose elements stay in one place for as long as it lives.
///
/// Loops over many small trees read several of these for each: the closures and reference counts that arrays need for that
/// would take as long as the loops.
// SAFETY: nobody writes after the initializer.
@safe final class FixedBuffer<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
    /// The first element.
    let base: UnsafePointer<Element>
    /// The number of elements.
    let count: Int

    /// The memory taken.
    var bytes: Int { count * MemoryLayout<Element>.stride }

    /// Copies an array.
    init(_ elements: [Element]) {
        count = elements.count
        let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: max(1, count))
        _ = unsafe memory.initialize(from: elements)
        // SAFETY: a buffer that was allocated has a base address, unless it is empty, which is ruled out.
        unsafe base = UnsafePointer(memory.baseAddress.unsafelyUnwrapped)
    }

    deinit { unsafe base.deallocate() }

    /// Element `index`, which is checked.
    subscript(index: Int) -> Element {
        precondition(index >= 0 && index < count, "the element exists")
        return unsafe base[index]
    }
}
