extension BinnedForest {
    /// The evaluation of one perfect tree for one tile.
    ///
    /// `levelN(i, j)` is the leaf slot below heap node i, N levels above the slots, where j is i's position in its level.
    /// Every level is its own function so that the compiler lays the whole tree out as one stretch of vector code.
    // SAFETY: both pointers are into buffers that outlive the evaluation, and nodes and columns are there: see `evaluate`.
    @unsafe
    struct Evaluation {
        let nodes: UnsafePointer<Node>
        let columns: UnsafePointer<Lanes>

        /// The slots of all rows in a tree of `depth` 1...6.
        func root(depth: Int) -> Lanes {
            switch depth {
            case 1: unsafe level1(0, 0)
            case 2: unsafe level2(0, 0)
            case 3: unsafe level3(0, 0)
            case 4: unsafe level4(0, 0)
            case 5: unsafe level5(0, 0)
            default: unsafe level6(0, 0)
            }
        }

        /// All bits of a lane where the row goes to the right.
        @inline(__always)
        private func goesRight(_ index: Int) -> Lanes {
            let node = unsafe nodes[index]
            let mask = unsafe columns[Int(node.column)] .> Lanes(repeating: node.bin)
            return unsafe unsafeBitCast(mask, to: Lanes.self)
        }

        /// `left` or, where the row goes to the right, `right`: whole words are several times faster than lanes here.
        @inline(__always)
        private func choose(_ index: Int, _ left: Lanes, _ right: Lanes) -> Lanes {
            let mask = unsafe unsafeBitCast(goesRight(index), to: SIMD8<UInt64>.self)
            let first = unsafe unsafeBitCast(left, to: SIMD8<UInt64>.self)
            let second = unsafe unsafeBitCast(right, to: SIMD8<UInt64>.self)
            return unsafe unsafeBitCast(first ^ ((first ^ second) & mask), to: Lanes.self)
        }

        @inline(__always)
        private func level1(_ node: Int, _ position: Int) -> Lanes {
            unsafe Lanes(repeating: Int8(truncatingIfNeeded: 2 &* position)) &- goesRight(node)
        }

        @inline(__always)
        private func level2(_ node: Int, _ position: Int) -> Lanes {
            let left = unsafe level1(2 &* node &+ 1, 2 &* position)
            return unsafe choose(node, left, level1(2 &* node &+ 2, 2 &* position &+ 1))
        }

        @inline(__always)
        private func level3(_ node: Int, _ position: Int) -> Lanes {
            let left = unsafe level2(2 &* node &+ 1, 2 &* position)
            return unsafe choose(node, left, level2(2 &* node &+ 2, 2 &* position &+ 1))
        }

        @inline(__always)
        private func level4(_ node: Int, _ position: Int) -> Lanes {
            let left = unsafe level3(2 &* node &+ 1, 2 &* position)
            return unsafe choose(node, left, level3(2 &* node &+ 2, 2 &* position &+ 1))
        }

        @inline(__always)
        private func level5(_ node: Int, _ position: Int) -> Lanes {
            let left = unsafe level4(2 &* node &+ 1, 2 &* position)
            return unsafe choose(node, left, level4(2 &* node &+ 2, 2 &* position &+ 1))
        }

        @inline(__always)
        private func level6(_ node: Int, _ position: Int) -> Lanes {
            let left = unsafe level5(2 &* node &+ 1, 2 &* position)
            return unsafe choose(node, left, level5(2 &* node &+ 2, 2 &* position &+ 1))
        }
    }
}
