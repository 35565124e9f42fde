/// Sums over the samples of two pictures, one for each column or block of a strip four rows high.
///
/// Plain loops over 32-bit integers in borrowed memory, so that the compiler can work on many at a time. A block's
/// sums stay below 2^22, a window's below 2^24.
struct BlockSums {
    let first: UnsafeMutableBufferPointer<Int32>
    let second: UnsafeMutableBufferPointer<Int32>
    /// Squares of both pictures together.
    let squares: UnsafeMutableBufferPointer<Int32>
    let products: UnsafeMutableBufferPointer<Int32>

    /// Borrows four times `columns` integers at an offset.
    init(_ memory: UnsafeMutableBufferPointer<Int32>, at offset: Int, columns: Int) {
        func part(_ number: Int) -> UnsafeMutableBufferPointer<Int32> {
            let begin = offset + number * columns
            return UnsafeMutableBufferPointer(rebasing: memory[begin..<begin + columns])
        }
        first = part(0)
        second = part(1)
        squares = part(2)
        products = part(3)
    }

    /// Sums each column of the four rows that begin at an offset into the planes.
    func sumColumns(_ one: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>, from: Int, width: Int) {
        let (r1, r2, r3) = (from &+ width, from &+ 2 &* width, from &+ 3 &* width)
        for column in 0..<first.count {
            let a0 = Int32(one[from &+ column])
            let a1 = Int32(one[r1 &+ column])
            let a2 = Int32(one[r2 &+ column])
            let a3 = Int32(one[r3 &+ column])
            let b0 = Int32(other[from &+ column])
            let b1 = Int32(other[r1 &+ column])
            let b2 = Int32(other[r2 &+ column])
            let b3 = Int32(other[r3 &+ column])
            first[column] = a0 &+ a1 &+ a2 &+ a3
            second[column] = b0 &+ b1 &+ b2 &+ b3
            let ownFirst = a0 &* a0 &+ a1 &* a1 &+ a2 &* a2 &+ a3 &* a3
            let ownSecond = b0 &* b0 &+ b1 &* b1 &+ b2 &* b2 &+ b3 &* b3
            squares[column] = ownFirst &+ ownSecond
            products[column] = a0 &* b0 &+ a1 &* b1 &+ a2 &* b2 &+ a3 &* b3
        }
    }

    /// Sums the columns of a strip in fours.
    func sumBlocks(of strip: BlockSums) {
        Self.sumFours(strip.first, into: first)
        Self.sumFours(strip.second, into: second)
        Self.sumFours(strip.squares, into: squares)
        Self.sumFours(strip.products, into: products)
    }

    private static func sumFours(
        _ columns: UnsafeMutableBufferPointer<Int32>,
        into blocks: UnsafeMutableBufferPointer<Int32>
    ) {
        for block in 0..<blocks.count {
            let column = 4 &* block
            blocks[block] =
                columns[column] &+ columns[column &+ 1] &+ columns[column &+ 2] &+ columns[column &+ 3]
        }
    }
}
