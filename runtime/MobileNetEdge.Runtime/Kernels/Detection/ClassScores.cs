using System.Runtime.Intrinsics;
using MobileNetEdge.Runtime.Lowering;
using MobileNetEdge.Runtime.Numerics;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Makes scores of stored values, numerics.md equations (22) and (23).</summary>
internal sealed class ClassScores
{
    private const int FractionBits = 30;
    private const int ByteValues = 256;

    private readonly Operand _stored;
    private readonly float[] _reals = [];
    private readonly int[] _exponentials = [];

    public ClassScores(DetectionStep step, PrepareContext context)
    {
        _stored = context.Operand(step.Scores);
        Depth = step.Original.Scores.Shape[2];
        ClassCount = step.Original.Options.ClassCount;
        QuantizationParameters quantization = step.Scores.Quantization!;
        if (step.Function.Kind == ScoreKind.Softmax)
        {
            double unit = (double)step.Function.Beta * quantization.Scale;
            _exponentials = [.. Enumerable.Range(0, 256).Select(d => (int)Math.Round(Math.ScaleB(PortableMath.Exp(-unit * d), FractionBits)))];
        }
        else
        {
            _reals = [.. Enumerable.Range(0, 256).Select(b => Real((sbyte)b))];
        }

        float Real(sbyte stored)
        {
            float real = quantization.Scale * (stored - quantization.ZeroPoint);
            return step.Function.Kind == ScoreKind.Logistic ? (float)PortableMath.Logistic(real) : real;
        }
    }

    /// <summary>Values stored for an anchor.</summary>
    public int Depth { get; }

    /// <summary>Classes without the background.</summary>
    public int ClassCount { get; }

    /// <summary>The place of class 0: after the background, if there is one.</summary>
    public int Offset => Depth - ClassCount;

    /// <summary>Whether a score depends on the other classes' values.</summary>
    public bool IsSoftmax => _exponentials.Length > 0;

    /// <summary>The stored values.</summary>
    public ReadOnlySpan<sbyte> Stored(Arena arena) => _stored.Read<sbyte>(arena);

    /// <summary>What a row's softmax needs to know; nothing otherwise.</summary>
    public ScoreRow Row(ReadOnlySpan<sbyte> row)
    {
        if (!IsSoftmax)
        {
            return default;
        }

        int max = Max(row);
        long sum = 0;
        ReadOnlySpan<int> exponentials = _exponentials.AsSpan(0, ByteValues);
        foreach (sbyte stored in row)
        {
            sum += exponentials[(byte)(max - stored)];
        }

        return new ScoreRow(max, sum);
    }

    /// <summary>The score of a stored value in its row.</summary>
    public float Score(sbyte stored, ScoreRow row)
    {
        return IsSoftmax ? (float)((double)_exponentials[row.Max - stored] / row.Sum) : _reals[(byte)stored];
    }

    /// <summary>The largest of a row's values.</summary>
    private static int Max(ReadOnlySpan<sbyte> row)
    {
        int max = sbyte.MinValue;
        if (row.Length < Vector128<sbyte>.Count)
        {
            foreach (sbyte stored in row)
            {
                max = Math.Max(max, stored);
            }

            return max;
        }

        Vector128<sbyte> all = Vector128.Create(row[^Vector128<sbyte>.Count..]);
        for (int i = 0; i < row.Length - Vector128<sbyte>.Count; i += Vector128<sbyte>.Count)
        {
            all = Vector128.Max(all, Vector128.Create(row[i..]));
        }

        // Halves upon halves: only the lowest bytes of what remains count.
        all = Vector128.Max(all, Vector128.Shuffle(all.AsInt64(), Vector128.Create(1L, 0)).AsSByte());
        all = Vector128.Max(all, (all.AsUInt64() >> 32).AsSByte());
        all = Vector128.Max(all, (all.AsUInt64() >> 16).AsSByte());
        return Vector128.Max(all, (all.AsUInt64() >> 8).AsSByte())[0];
    }
}

/// <summary>What a row's softmax needs to know.</summary>
/// <param name="Max">The largest stored value.</param>
/// <param name="Sum">The sum of the exponentials in units of 2^-30.</param>
internal readonly record struct ScoreRow(int Max, long Sum);
