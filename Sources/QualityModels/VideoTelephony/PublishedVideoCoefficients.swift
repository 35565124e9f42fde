extension VideoCoefficientSet {
    /// The sets of ITU-T G.1070 (06/2018), Annex B, that implementations quote.
    ///
    /// Those of MPEG agree with memory too. As one implementation says, H.264 VGA holds from 400 kbit/s to 2 Mbit/s,
    /// and H.264 baseline from 8 to 30 fps with losses to 3 %.
    public static let published = [
        Self(
            "mpeg4_qvga_4.2in",
            "MPEG-4",
            "QVGA",
            4.2,
            .published(table: nil, quotedBy: 1),
            VideoCoefficients([1.431, 0.02228, 3.759, 184.1, 1.161, 1.446, 0.0003881, 2.116, 467.4, 2.736, 15.28, 4.17])
        ),
        Self(
            "mpeg4_qqvga_2.1in",
            "MPEG-4",
            "QQVGA",
            2.1,
            .published(table: nil, quotedBy: 1),
            VideoCoefficients([
                7.16, 0.02215, 3.461, 111.9, 2.091, 1.382, 0.0005881, 0.8401, 113.9, 6.047, 46.87, 10.87,
            ])
        ),
        Self(
            "mpeg2_vga_9.2in",
            "MPEG-2",
            "VGA",
            9.2,
            .published(table: nil, quotedBy: 1),
            VideoCoefficients([4.78, 0.0122, 2.614, 51.68, 1.063, 0.898, 0.0006923, 0.7846, 85.15, 1.32, 539.48, 356.6])
        ),
        Self(
            "mpeg4_vga_9.2in",
            "MPEG-4",
            "VGA",
            9.2,
            .published(table: nil, quotedBy: 1),
            VideoCoefficients([
                1.182, 0.0111, 4.286, 607.86, 1.184, 2.738, -0.000998, 0.896, 187.24, 5.212, 254.11, 268.24,
            ])
        ),
        Self(
            "h264_vga_9.2in",
            "H.264",
            "VGA",
            9.2,
            .published(table: "table B.2, 5", quotedBy: 3),
            VideoCoefficients([
                5.517, 0.0129, 3.459, 178.53, 1.02, 1.15, 0.000355, 0.114, 513.77, 0.736, -6.451, 13.684,
            ])
        ),
        Self(
            "h264bp_vga_6in",
            "H.264 baseline",
            "VGA",
            6,
            .published(table: "table B.4, 1", quotedBy: 1),
            VideoCoefficients([
                6.743, 0.009998, 3.051, 168.1, 1.766, 1.13, 0.001834, 1.232, 53.25, 3.353, 6.025, 80.752,
            ])
        ),
        Self(
            "h264bp_vga_65in",
            "H.264 baseline",
            "VGA",
            65,
            .published(table: "table B.6, 1", quotedBy: 1),
            VideoCoefficients([
                5.643, 0.01042, 2.862, 178.2, 1.972, 1.263, 0.0011026, 1.125, 49.34, 3.047, 5.824, 92.465,
            ])
        ),
    ]
}
