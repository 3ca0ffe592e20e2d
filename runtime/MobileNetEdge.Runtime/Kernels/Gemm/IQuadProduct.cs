using System.Runtime.Intrinsics;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// The innermost step of a matrix product in 256-bit registers: four activations of a row times the weights of four rows and the eight
/// columns of
/// a panel, added to eight accumulators.
/// </summary>
/// <typeparam name="TActivations">Four activations, spread over registers.</typeparam>
/// <typeparam name="TWeights">Weights of a panel in registers.</typeparam>
internal unsafe interface IQuadProduct<TActivations, TWeights>
{
    /// <summary>What is added to activations before they are multiplied.</summary>
    static abstract int InputOffset { get; }

    /// <summary>Most rows of a tile of two panels that fit the registers.</summary>
    static abstract int MaxRows { get; }

    /// <summary>Bytes of packed weights a step.</summary>
    static abstract int WeightBytes { get; }

    /// <summary>Packs one weight.</summary>
    /// <param name="step">Packed weights of the step.</param>
    /// <param name="place">The dword of the accumulators that the column is added to.</param>
    /// <param name="depth">Which of the four.</param>
    /// <param name="weight">Its value.</param>
    static abstract void Pack(byte* step, int place, int depth, sbyte weight);

    /// <summary>Reads four activations.</summary>
    static abstract TActivations Spread(sbyte* activations);

    /// <summary>Reads weights.</summary>
    static abstract TWeights Load(byte* step);

    /// <summary>The accumulators with the step's products added.</summary>
    static abstract Vector256<int> Add(Vector256<int> accumulators, TActivations activations, TWeights weights);
}
