/// The still parts of the scene: the room, the torso and the head, drawn once by formula.
///
/// Lengths are in units of the picture's height; luma and chroma in 8-bit studio range.
struct Portrait: Sendable {
    let width: Int
    let height: Int
    let texture: Double

    private let wall = ValueNoise(seed: 1)
    private let cloth = ValueNoise(seed: 2)
    private let skin = ValueNoise(seed: 3)
    private let books = ValueNoise(seed: 4)
    private let painting = ValueNoise(seed: 5)

    /// Half width and half height of the head with its hair.
    static let headRadius = (x: 0.165, y: 0.235)
    /// The box of a sprite around the pivot: left and right, above, below.
    static let headBox = (side: 0.20, above: 0.27, below: 0.27)
    static let torsoBox = (side: 0.56, above: 0.24, below: 0.34)
    /// The torso's pivot below the middle of the face.
    static let torsoPivot = 0.34

    private struct Colour {
        var luma: Double
        var blue = 128.0
        var red = 128.0
    }

    init(width: Int, height: Int, texture: Double) {
        (self.width, self.height, self.texture) = (width, height, texture)
    }

    /// The room without the person, with an even number of pixels more on each side than the picture.
    func background(margin: Int) -> I420Frame {
        var frame = I420Frame(width: width + 2 * margin, height: height + 2 * margin)
        let unit = 1 / Double(height)
        let edge = Double(margin)
        func limited(_ value: Double) -> UInt8 { UInt8(min(240, max(16, value + 0.5))) }
        for row in 0..<frame.height {
            for column in 0..<frame.width {
                let colour = room((Double(column) - edge + 0.5) * unit, (Double(row) - edge + 0.5) * unit)
                frame.y[row * frame.width + column] = limited(colour.luma)
            }
        }
        for row in 0..<frame.chromaHeight {
            for column in 0..<frame.chromaWidth {
                let colour = room((Double(column) * 2 - edge + 1) * unit, (Double(row) * 2 - edge + 1) * unit)
                frame.u[row * frame.chromaWidth + column] = limited(colour.blue)
                frame.v[row * frame.chromaWidth + column] = limited(colour.red)
            }
        }
        return frame
    }

    /// The head, with its pivot in the middle of the face.
    func head() -> Sprite {
        sprite(side: Self.headBox.side, above: Self.headBox.above, below: Self.headBox.below, face)
    }

    /// Neck and shoulders.
    func torso() -> Sprite {
        sprite(side: Self.torsoBox.side, above: Self.torsoBox.above, below: Self.torsoBox.below, body)
    }

    private func sprite(
        side: Double,
        above: Double,
        below: Double,
        _ draw: (Double, Double) -> (Colour, coverage: Double)
    ) -> Sprite {
        let unit = 1 / Double(height)
        func plane(_ step: Double, _ part: (Colour) -> Double) -> SpritePlane {
            let columns = Int(2 * side / (unit * step)) + 2
            let rows = Int((above + below) / (unit * step)) + 2
            return SpritePlane(width: columns, height: rows) { column, row in
                let (colour, coverage) = draw(
                    (Double(column) + 0.5) * unit * step - side,
                    (Double(row) + 0.5) * unit * step - above
                )
                return (part(colour), coverage)
            }
        }
        return Sprite(luma: plane(1, \.luma), blue: plane(2, \.blue), red: plane(2, \.red))
    }

    /// A wall with a bookshelf on the right and a picture on the left.
    private func room(_ x: Double, _ y: Double) -> Colour {
        let aspect = Double(width) / Double(height)
        let (right, left) = (x - (aspect - 0.42), x - 0.12)
        if right > 0, right < 0.36, y > 0.1, y < 0.72 { return shelf(right, y - 0.1) }
        if left > 0, left < 0.3, y > 0.14, y < 0.42 {
            let frame = left < 0.015 || left > 0.285 || y < 0.155 || y > 0.405
            if frame { return Colour(luma: 150 - 60 * min(1, texture), blue: 118, red: 138) }
            let paint = painting.layers(4, left * 14, y * 14)
            return Colour(luma: 130 + 70 * texture * paint, blue: 128 - 20 * paint, red: 124 + 16 * paint)
        }
        let plaster = wall.layers(3, x * 60, y * 60)
        return Colour(luma: 158 - 22 * y + 28 * texture * plaster, blue: 124, red: 131)
    }

    private func shelf(_ x: Double, _ y: Double) -> Colour {
        let board = 0.155
        let (shelf, depth) = (Int(y / board), y - board * (y / board).rounded(.down))
        if depth < 0.014 || x < 0.012 || x > 0.348 { return Colour(luma: 96, blue: 118, red: 138) }
        let book = Int(x / 0.026)
        let shade = books.value(Double(book) + 0.5 + Double(shelf) * 31, 0.5)
        let tone = books.value(Double(book) * 3 + 0.5, Double(shelf) * 7 + 0.5)
        if depth < 0.035 + 0.02 * tone { return Colour(luma: 52) }
        let spine = books.layers(2, x * 90, y * 45)
        return Colour(
            luma: 110 + 55 * min(1.3, texture) * shade + 30 * texture * spine,
            blue: 128 + 18 * tone,
            red: 128 - 18 * shade
        )
    }

    /// Hair above, skin below; eyes and mouth are drawn later.
    private func face(_ x: Double, _ y: Double) -> (Colour, coverage: Double) {
        let (across, down) = (x / Self.headRadius.x, y / Self.headRadius.y)
        let distance = across * across + down * down
        let coverage = min(1, max(0, (1 - distance) * 14))
        let line = -0.105 - 0.05 * (1 - across * across * 1.3)
        let hairLine = min(1, max(0, (line - y) * 90 + max(0, across.magnitude - 0.86) * 14))
        let pores = skin.layers(3, x * 75, y * 75)
        var colour = Colour(luma: 168 - 34 * across * across + 12 * across, blue: 110, red: 152)
        colour.luma += 32 * texture * pores
        // Nose, brows and cheeks.
        colour.luma -= 26 * Self.bump(x, y - 0.055, 0.022, 0.014) - 12 * Self.bump(x, y - 0.015, 0.012, 0.05)
        colour.luma -= 60 * Self.bump(x.magnitude - 0.064, y + 0.068, 0.03, 0.009)
        colour.red += 5 * Self.bump(x.magnitude - 0.085, y - 0.05, 0.04, 0.03)
        let strands = skin.layers(3, x * 110 + 9, y * 22)
        let hair = Colour(luma: 66 + 60 * texture * strands, blue: 122, red: 134)
        return (mix(colour, hair, hairLine), coverage)
    }

    /// 1 in the middle of an ellipse, 0 outside it.
    private static func bump(_ x: Double, _ y: Double, _ radiusX: Double, _ radiusY: Double) -> Double {
        max(0, 1 - (x / radiusX) * (x / radiusX) - (y / radiusY) * (y / radiusY))
    }

    private func body(_ x: Double, _ y: Double) -> (Colour, coverage: Double) {
        let neck = min(1, max(0, (0.085 - x.magnitude) * 120)) * (y < 0.02 ? 1 : 0)
        let reach = (x / 0.5) * (x / 0.5)
        let shoulder = 0.02 + 0.08 * reach + 0.14 * reach * reach * reach * reach
        let cloth =
            min(1, max(0, (y + 0.10 - shoulder + 0.06 * max(0, 0.1 - x.magnitude)) * 120))
            * min(1, max(0, (0.5 - x.magnitude) * 60))
        let pores = skin.layers(2, x * 75 + 40, y * 75)
        let skinColour = Colour(luma: 138 + 28 * texture * pores, blue: 112, red: 150)
        let weave = self.cloth.layers(3, x * 70, y * 70)
        let check = (Int((x + 4) * 22) + Int((y + 4) * 22)) % 2 == 0 ? 1.0 : -1.0
        let fabric = Colour(luma: 92 + texture * (56 * weave + 12 * check), blue: 142, red: 120)
        // A collar in the shape of a V.
        let collar = min(1, max(0, (y + 0.09 - 0.9 * (0.075 - x.magnitude)) * 80))
        return (mix(skinColour, fabric, cloth * collar), max(neck, cloth))
    }

    private func mix(_ first: Colour, _ second: Colour, _ share: Double) -> Colour {
        Colour(
            luma: first.luma + (second.luma - first.luma) * share,
            blue: first.blue + (second.blue - first.blue) * share,
            red: first.red + (second.red - first.red) * share
        )
    }
}
