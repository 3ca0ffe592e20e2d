using System.Collections.Immutable;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>A function of one byte, element by element.</summary>
internal sealed class TableReference(ImmutableArray<byte> table, Operand input, ArenaSlice output) : PreparedOperator
{
    /// <inheritdoc/>
    public override void Invoke(Arena arena)
    {
        ReadOnlySpan<byte> source = input.Read<byte>(arena);
        Span<byte> destination = arena.Span<byte>(output);
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = table[source[i]];
        }
    }
}
