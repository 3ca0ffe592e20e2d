using System.Collections.Immutable;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A function of one byte, element by element.</summary>
internal sealed class TableReference(ImmutableArray<byte> table, Operand input, ArenaSlice output) : PreparedOperator
{
    /// <inheritdoc/>
    public override void Invoke(in Share share)
    {
        ReadOnlySpan<byte> source = input.Read<byte>(share.Arena);
        Span<byte> destination = share.Arena.Span<byte>(output);
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = table[source[i]];
        }
    }
}
