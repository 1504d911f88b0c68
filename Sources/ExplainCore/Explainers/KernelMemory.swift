/// Memory of a kernel that grows and is read and written without checks; trivial elements only.
// SAFETY: `first` and `count` belong together from the allocation to the end, and nobody else frees them.
@safe
struct KernelMemory<Element: BitwiseCopyable>: ~Copyable {
    /// The first element.
    private(set) var first: UnsafeMutablePointer<Element>
    /// The number of elements.
    private(set) var count: Int
    private let filler: Element

    /// Memory of `count` elements equal to `filler`.
    init(count: Int = 1, filler: Element) {
        precondition(count > 0, "memory has an element")
        self.count = count
        self.filler = filler
        unsafe first = .allocate(capacity: count)
        unsafe first.initialize(repeating: filler, count: count)
    }

    /// Makes room for `count` elements; where there was too little, all are equal to the filler afterwards.
    mutating func reserve(_ count: Int) {
        if count > self.count { self = KernelMemory(count: count, filler: filler) }
    }

    /// Makes room for `count` elements and sets them to the filler.
    mutating func clear(_ count: Int) {
        reserve(count)
        unsafe first.update(repeating: filler, count: count)
    }

    deinit {
        unsafe first.deallocate()
    }
}
