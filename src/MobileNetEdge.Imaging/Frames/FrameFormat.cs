namespace MobileNetEdge.Imaging;

/// <summary>How a camera's frame stands in memory. The names are those of the formats' four-character codes.</summary>
public enum FrameFormat
{
    /// <summary>Packed 4:2:2, 8 bits: Y0 U Y1 V for each two pixels.</summary>
    Yuyv,

    /// <summary>A plane of Y, then one of U and V by turns, a pair for each 2×2 pixels.</summary>
    Nv12,

    /// <summary>Planes of Y, U and V; U and V hold a sample for each 2×2 pixels.</summary>
    I420,

    /// <summary>Red, green, blue.</summary>
    Rgb24,

    /// <summary>Blue, green, red.</summary>
    Bgr24,

    /// <summary>Luma alone, full range.</summary>
    Grey,

    /// <summary>A JPEG picture for each frame.</summary>
    Mjpeg,
}

/// <summary>The luma weights of red, green and blue.</summary>
public enum ColourMatrix
{
    /// <summary>ITU-R BT.601: webcams, JPEG, standard definition.</summary>
    Bt601,

    /// <summary>ITU-R BT.709: high definition.</summary>
    Bt709,
}

/// <summary>The codes of black and white.</summary>
public enum ColourRange
{
    /// <summary>Y in 16..235, U and V in 16..240.</summary>
    Limited,

    /// <summary>All in 0..255, as in JPEG.</summary>
    Full,
}

/// <summary>What the bytes of Y, U and V mean as colours; means nothing for RGB formats.</summary>
public readonly record struct ColourEncoding(ColourMatrix Matrix, ColourRange Range);
