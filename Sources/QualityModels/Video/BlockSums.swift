/// Sums over the samples of two pictures for a row of blocks of 4 by 4.
///
/// They are kept as sums of a + b, a - b and their squares, from which all of SSIM follows with two squares a sample
/// instead of three products. In integers throughout: a block's squares stay below 2^23, a window's below 2^25.
struct BlockSums {
    /// Of a + b.
    let totals: UnsafeMutableBufferPointer<Int32>
    /// Of a - b.
    let differences: UnsafeMutableBufferPointer<Int32>
    let totalSquares: UnsafeMutableBufferPointer<Int32>
    let differenceSquares: UnsafeMutableBufferPointer<Int32>

    /// Borrows four times `blocks` integers at an offset.
    init(_ memory: UnsafeMutableBufferPointer<Int32>, at offset: Int, blocks: Int) {
        func part(_ number: Int) -> UnsafeMutableBufferPointer<Int32> {
            let begin = offset + number * blocks
            return UnsafeMutableBufferPointer(rebasing: memory[begin..<begin + blocks])
        }
        totals = part(0)
        differences = part(1)
        totalSquares = part(2)
        differenceSquares = part(3)
    }

    /// Sums the blocks of the four rows that begin at an offset into the planes.
    func sum(_ one: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>, from: Int, width: Int) {
        let (one, other) = (UnsafeRawBufferPointer(one), UnsafeRawBufferPointer(other))
        var block = 0
        while block + 4 <= totals.count {
            sumFour(one, other, from: from &+ 4 &* block, width: width, into: block)
            block &+= 4
        }
        while block < totals.count {
            sumOne(one, other, from: from &+ 4 &* block, width: width, into: block)
            block &+= 1
        }
    }

    /// Four blocks beside each other: sixteen columns at once.
    @inline(__always)
    private func sumFour(
        _ one: UnsafeRawBufferPointer,
        _ other: UnsafeRawBufferPointer,
        from: Int,
        width: Int,
        into block: Int
    ) {
        var (sumOne, sumOther) = (SIMD8<UInt16>(repeating: 0), SIMD8<UInt16>(repeating: 0))
        var (centredSquare, differenceSquare) = (SIMD4<UInt32>(repeating: 0), SIMD4<UInt32>(repeating: 0))
        var place = from
        for _ in 0..<4 {
            let a = SampleLanes(one, at: place)
            let b = SampleLanes(other, at: place)
            sumOne &+= a.even &+ a.odd
            sumOther &+= b.even &+ b.odd
            let middle = SIMD8<UInt16>(repeating: 255)
            centredSquare &+= SampleLanes.squares(a.even &+ b.even &- middle)
            centredSquare &+= SampleLanes.squares(a.odd &+ b.odd &- middle)
            differenceSquare &+= SampleLanes.squares(a.even &- b.even)
            differenceSquare &+= SampleLanes.squares(a.odd &- b.odd)
            place &+= width
        }
        let ones = SIMD4<Int32>(truncatingIfNeeded: SampleLanes.pairs(sumOne))
        let others = SIMD4<Int32>(truncatingIfNeeded: SampleLanes.pairs(sumOther))
        let total = ones &+ others
        store(total, in: totals, at: block)
        store(ones &- others, in: differences, at: block)
        // (a + b)^2 = (a + b - 255)^2 + 510 (a + b) - 255^2, sixteen times.
        let centred = SIMD4<Int32>(truncatingIfNeeded: centredSquare)
        let offset = SIMD4<Int32>(repeating: 16 * 255 * 255)
        store(centred &+ total &* SIMD4<Int32>(repeating: 510) &- offset, in: totalSquares, at: block)
        store(SIMD4<Int32>(truncatingIfNeeded: differenceSquare), in: differenceSquares, at: block)
    }

    private func sumOne(
        _ one: UnsafeRawBufferPointer,
        _ other: UnsafeRawBufferPointer,
        from: Int,
        width: Int,
        into block: Int
    ) {
        var (total, difference, totalSquare, differenceSquare): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        for row in 0..<4 {
            for column in 0..<4 {
                let place = from &+ row &* width &+ column
                let (a, b) = (Int32(one[place]), Int32(other[place]))
                total &+= a &+ b
                difference &+= a &- b
                totalSquare &+= (a &+ b) &* (a &+ b)
                differenceSquare &+= (a &- b) &* (a &- b)
            }
        }
        (totals[block], differences[block]) = (total, difference)
        (totalSquares[block], differenceSquares[block]) = (totalSquare, differenceSquare)
    }

    @inline(__always)
    private func store(_ values: SIMD4<Int32>, in sums: UnsafeMutableBufferPointer<Int32>, at block: Int) {
        UnsafeMutableRawBufferPointer(sums).storeBytes(of: values, toByteOffset: 4 &* block, as: SIMD4<Int32>.self)
    }
}
