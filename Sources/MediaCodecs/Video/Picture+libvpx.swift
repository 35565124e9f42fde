import CVPX
import RawMedia

extension vpx_image_t {
    /// Copies the visible part of each plane, row by row, into a picture of the same size.
    func copy(into frame: inout I420Frame?) throws(CodecError) {
        guard fmt == VPX_IMG_FMT_I420, let y = planes.0, let u = planes.1, let v = planes.2 else {
            throw .unsupportedPictureFormat
        }
        let (width, height) = (Int(d_w), Int(d_h))
        let (chromaWidth, chromaHeight) = ((width + 1) / 2, (height + 1) / 2)
        if frame?.width != width || frame?.height != height || frame?.y.count != width * height
            || frame?.u.count != chromaWidth * chromaHeight || frame?.v.count != chromaWidth * chromaHeight
        {
            frame = I420Frame(width: width, height: height)
        }
        frame?.y.copyRows(from: y, stride: Int(stride.0), width: width)
        frame?.u.copyRows(from: u, stride: Int(stride.1), width: chromaWidth)
        frame?.v.copyRows(from: v, stride: Int(stride.2), width: chromaWidth)
    }
}

extension [UInt8] {
    /// Fills the array with rows of `width` bytes that lie `stride` bytes apart.
    fileprivate mutating func copyRows(from source: UnsafePointer<UInt8>, stride: Int, width: Int) {
        withUnsafeMutableBufferPointer { rows in
            guard var target = rows.baseAddress else { return }
            var source = source
            for _ in 0..<(rows.count / width) {
                target.update(from: source, count: width)
                target += width
                source += stride
            }
        }
    }
}
