using System.Runtime.Intrinsics;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// Vertical quads of a depthwise convolution in 256-bit registers: four pixels above one another of eight channels, and their products.
/// </summary>
/// <typeparam name="TQuads">Quads in registers.</typeparam>
/// <typeparam name="TWeights">Weights in registers.</typeparam>
internal unsafe interface IQuadWindow<TQuads, TWeights>
{
    /// <summary>What is added to activations before they are multiplied.</summary>
    static abstract int InputOffset { get; }

    /// <summary>Bytes of eight quads, and of their weights.</summary>
    static abstract int QuadBytes { get; }

    /// <summary>Packs one weight.</summary>
    /// <param name="weights">Weights of eight quads.</param>
    /// <param name="channel">Of the eight.</param>
    /// <param name="row">Of the four.</param>
    /// <param name="weight">Its value.</param>
    static abstract void Pack(byte* weights, int channel, int row, sbyte weight);

    /// <summary>Stored activations in the form in which they are interleaved.</summary>
    static abstract Vector256<byte> Offset(Vector256<byte> activations);

    /// <summary>Writes eight quads.</summary>
    static abstract void Store(byte* destination, Vector256<byte> quads);

    /// <summary>Reads eight quads.</summary>
    static abstract TQuads Load(byte* quads);

    /// <summary>Reads their weights.</summary>
    static abstract TWeights LoadWeights(byte* weights);

    /// <summary>The accumulators with four products each added.</summary>
    static abstract Vector256<int> Add(Vector256<int> accumulators, TQuads quads, TWeights weights);
}
