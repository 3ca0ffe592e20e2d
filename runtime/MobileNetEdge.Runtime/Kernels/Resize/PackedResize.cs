using System.Runtime.Intrinsics;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// RESIZE_BILINEAR with the bytes of <see cref="ResizeBilinearReference"/>: rows are widened once, and each row of the output mixes two of them.
/// </summary>
/// <remarks>
/// The sum of equation (20) in numerics.md is one of integers, so it may be taken in any order: h = 2^10 a + (b - a) w between columns, then
/// 2^10 h₀ + (h₁ - h₀) w between rows. |h| ≤ 2^17, so everything stays below 2^28.
/// </remarks>
internal sealed unsafe class PackedResize(Resize resize, PrepareContext context, ExecutionPath path) : PreparedOperator
{
    /// <summary>Widened elements that a thread holds: two rows of them.</summary>
    private const int MaxRowLength = 1 << 17;

    private const int Lanes = 16;
    private const int Half = 1 << (2 * ResizeAxis.WeightBits - 1);

    private readonly Shape _input = resize.Input.Shape;
    private readonly Shape _output = resize.Output.Shape;
    private readonly Operand _source = context.Operand(resize.Input);
    private readonly ArenaSlice _target = context.Slice(resize.Output);
    private readonly (int Lower, int Weight)[] _rows = ResizeAxis.Linear(resize.Input.Shape[1], resize.Output.Shape[1], resize);
    private readonly (int Lower, int Weight)[] _columns = ResizeAxis.Linear(resize.Input.Shape[2], resize.Output.Shape[2], resize);

    /// <inheritdoc/>
    public override ExecutionPath Path => path;

    /// <inheritdoc/>
    public override int MaxParts => _output[0] * _output[1];

    /// <inheritdoc/>
    public override int ScratchByteCount => 2 * RowLength * sizeof(int);

    private int RowLength => _output[2] * _output[3];

    /// <summary>Whether two widened rows are of a reasonable size.</summary>
    public static bool Fits(Resize resize)
    {
        return resize.Function == ResizeFunction.Bilinear && (long)resize.Output.Shape[2] * resize.Output.Shape[3] <= MaxRowLength;
    }

    /// <inheritdoc/>
    public override void Invoke(in Share share)
    {
        ReadOnlySpan<sbyte> source = _source.Read<sbyte>(share.Arena);
        Span<sbyte> target = share.Arena.Int8(_target);
        int* even = (int*)share.Scratch.At(0);
        int* odd = even + RowLength;
        (int evenRow, int oddRow) = (-1, -1);
        (int first, int end) = share.Of(MaxParts);
        for (int row = first; row < end; row++)
        {
            (int picture, int y) = Math.DivRem(row, _output[1]);
            (int lower, int weight) = _rows[y];
            int base0 = picture * _input[1] + lower;
            int base1 = picture * _input[1] + Math.Min(lower + 1, _input[1] - 1);

            // Rows lie in the buffer of their parity, so that the upper neighbour becomes the lower one where it is.
            int* h0 = Widened(source, base0, (base0 & 1) == 0 ? even : odd, ref (base0 & 1) == 0 ? ref evenRow : ref oddRow);
            int* h1 = base1 == base0 ? h0 : Widened(source, base1, (base1 & 1) == 0 ? even : odd, ref (base1 & 1) == 0 ? ref evenRow : ref oddRow);
            Mix(h0, h1, weight, target.Slice(row * RowLength, RowLength));
        }
    }

    /// <summary>A row of the input between its columns, unless the buffer holds it already.</summary>
    private int* Widened(ReadOnlySpan<sbyte> source, int row, int* buffer, ref int held)
    {
        if (held == row)
        {
            return buffer;
        }

        held = row;
        int channels = _input[3];
        ReadOnlySpan<sbyte> pixels = source.Slice(row * _input[2] * channels, _input[2] * channels);
        int* to = buffer;
        foreach ((int lower, int weight) in _columns)
        {
            ReadOnlySpan<sbyte> a = pixels.Slice(lower * channels, channels);
            ReadOnlySpan<sbyte> b = pixels.Slice(Math.Min(lower + 1, _input[2] - 1) * channels, channels);
            for (int c = 0; c < a.Length; c++)
            {
                *to++ = (a[c] << ResizeAxis.WeightBits) + (b[c] - a[c]) * weight;
            }
        }

        return buffer;
    }

    private static void Mix(int* h0, int* h1, int weight, Span<sbyte> target)
    {
        int i = 0;
        Vector128<int> weights = Vector128.Create(weight);
        for (; i <= target.Length - Lanes; i += Lanes)
        {
            Vector128<short> low = Vector128.Narrow(Mix(h0 + i, h1 + i, weights), Mix(h0 + i + 4, h1 + i + 4, weights));
            Vector128<short> high = Vector128.Narrow(Mix(h0 + i + 8, h1 + i + 8, weights), Mix(h0 + i + 12, h1 + i + 12, weights));
            Vector128.Narrow(low, high).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] = (sbyte)(((h0[i] << ResizeAxis.WeightBits) + (h1[i] - h0[i]) * weight + Half) >> (2 * ResizeAxis.WeightBits));
        }
    }

    private static Vector128<int> Mix(int* h0, int* h1, Vector128<int> weights)
    {
        Vector128<int> a = Vector128.Load(h0);
        Vector128<int> sum = (a << ResizeAxis.WeightBits) + (Vector128.Load(h1) - a) * weights + Vector128.Create(Half);
        return sum >> (2 * ResizeAxis.WeightBits);
    }
}
