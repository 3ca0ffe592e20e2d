using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Architectures.Safetensors;

/// <summary>A tensor as the header describes it.</summary>
/// <param name="Type">The elements' type, such as <c>F32</c>.</param>
/// <param name="Shape">The extents, outermost first; none negative.</param>
/// <param name="Begin">Where its bytes begin, from the end of the header.</param>
/// <param name="End">Where they end.</param>
internal sealed record SafetensorsEntry(string Type, ImmutableArray<long> Shape, long Begin, long End);
