namespace MobileNetEdge.Runtime;

/// <summary>An instruction set together with the layout of packed weights that its kernels read.</summary>
public enum ExecutionPath
{
    /// <summary>Portable loops: the law that every other path must match byte for byte.</summary>
    Reference,

    /// <summary>ARM64 with the dot product extension: SDOT, as on Cortex-A76 (Raspberry Pi 5).</summary>
    Dp,

    /// <summary>ARM64 with NEON alone, as on Cortex-A72 and A53 (Raspberry Pi 4, 3 and Zero 2 W).</summary>
    AdvSimd,

    /// <summary>x64 with AVX2 and the 256-bit form of VPDPBUSD.</summary>
    AvxVnni,

    /// <summary>x64 with AVX2.</summary>
    Avx2,
}
