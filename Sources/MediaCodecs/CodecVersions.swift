import COpus
import CVPX

/// Which codec libraries this process uses.
///
/// Another version may give other bytes for the same input: these belong into the manifest of every run and the key
/// of every cache of encoded media.
public enum CodecVersions {
    /// Such as `libopus 1.3.1`.
    public static let opus = String(cString: opus_get_version_string())
    /// Such as `v1.12.0`.
    public static let vpx = String(cString: vpx_codec_version_str())
}
