namespace MobileNetEdge.Runtime.SelfTesting;

/// <summary>
/// What <see cref="SelfTest.Checksum"/> gives for each family on the reference path, recorded on x64.
/// </summary>
/// <remarks>
/// A value changes when cases of its family change, or when the arithmetic does, and the arithmetic is law. After a change of cases, the
/// test <c>SelfTestTests.Reference_gives_the_recorded_checksum</c> fails and names the new value; or print
/// <c>SelfTest.Checksum(family, ExecutionPath.Reference)</c> for each of <c>SelfTest.Families</c>.
/// </remarks>
internal static class RecordedChecksums
{
    /// <summary>The recorded checksum; 0 for a family that has none.</summary>
    public static ulong Of(string family) => family switch
    {
        "conv1x1" => 0xC511AC5692276F62,
        "conv" => 0x6A52588534C5FB13,
        "conv-grouped" => 0x7CEA4351E733B7B0,
        "depthwise" => 0x7F1654CE725A30B3,
        "fully-connected" => 0x855CCE8408857B8C,
        "binary" => 0xDE6010232CE874CA,
        "table" => 0x3AB28B055D6F540F,
        "softmax" => 0x384BB956D78B415A,
        "conversion" => 0xCF663F1F58352B9E,
        "pool" => 0x5AF0FA9D65760DE3,
        "mean" => 0xA7B79908DB428A8C,
        "resize" => 0xD6C5E2AE0D977E41,
        "move" => 0x2DD287869773B243,
        "network" => 0xF04B1F27B70A0798,
        "detection" => 0xCA8815B7E01CC1CA,
        "conv-filtered" => 0xCD6DAD1C699979C7,
        "conv-wide" => 0xA5600A84746F0215,
        "pool-bordered" => 0x42E7B6C5E041DB3D,
        "shuffle" => 0x64FA12FDC8EFF1B4,
        _ => 0,
    };
}
