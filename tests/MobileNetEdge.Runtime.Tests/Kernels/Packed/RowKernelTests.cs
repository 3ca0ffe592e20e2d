using System.Collections.Immutable;
using MobileNetEdge.Runtime.Kernels;
using MobileNetEdge.Runtime.Numerics;

namespace MobileNetEdge.Runtime.Tests.Kernels;

/// <summary>Kernels over rows of elements against the law, byte for byte, on every path of this machine.</summary>
public sealed unsafe class RowKernelTests
{
    private const sbyte Untouched = 0x55;

    private static readonly int[] Counts = [.. Enumerable.Range(0, 70), 95, 96, 97, 127, 128, 129, 255, 256, 257, 1000, 2689];
    private static readonly int[] ZeroPoints = [-128, -5, 0, 3, 127];

    public static TheoryData<ExecutionPath> Paths => PackedPaths.Each;

    /// <summary>Scales of the two operands relative to the output's.</summary>
    public static TheoryData<float, float> Scales => new()
    {
        { 0.5f, 0.7f }, { 0.99f, 0.01f }, { 1f, 1f }, { 1.9f, 0.3f }, { 3f, 2f }, { 0.001f, 0.002f }, { 100f, 1f }, { 15000f, 9000f },
    };

    [Theory]
    [MemberData(nameof(Paths))]
    public void Table_gives_its_value_for_every_byte(ExecutionPath path)
    {
        Random random = new(7);
        ImmutableArray<byte> table = [.. Enumerable.Range(0, 256).Select(_ => (byte)random.Next(256))];
        RowTable? kernel = PackedPaths.Kernels(path).Table(table);
        Assert.NotNull(kernel);
        foreach (int count in Counts)
        {
            sbyte[] source = [.. Enumerable.Range(0, count).Select(i => count >= 256 ? (sbyte)i : (sbyte)random.Next(256))];
            sbyte[] expected = [.. source.Select(x => (sbyte)table[(byte)x])];
            CheckUnary(source, expected, (from, to) => kernel.Run((byte*)from, (byte*)to, count), $"{path}, {count} bytes");
        }
    }

    [Theory]
    [MemberData(nameof(Scales))]
    public void Sum_gives_the_bytes_of_the_law(float a, float b)
    {
        Random random = new(11);
        foreach (ExecutionPath path in PackedPaths.Available)
        {
            foreach (BinaryFunction function in new[] { BinaryFunction.Add, BinaryFunction.Sub })
            {
                foreach (FusedActivation activation in new[] { FusedActivation.None, FusedActivation.Relu, FusedActivation.ReluN1To1 })
                {
                    CheckSum(path, new SumArithmetic(Operands(random, function, a, b, activation, out OutputStage stage), stage), random);
                }
            }
        }
    }

    [Theory]
    [InlineData(0.004f, 0.9f)]
    [InlineData(0.05f, 0.03f)]
    [InlineData(0.0001f, 0.0001f)]
    [InlineData(0.99f, 0.99f)]
    [InlineData(1.1f, 1.2f)]
    [InlineData(9f, 13f)]
    [InlineData(100f, 1.2f)]
    [InlineData(100f, 60f)]
    public void Gate_gives_the_bytes_of_the_law(float a, float b)
    {
        Random random = new(13);
        foreach (ExecutionPath path in PackedPaths.Available)
        {
            foreach (FusedActivation activation in new[] { FusedActivation.None, FusedActivation.ReluN1To1 })
            {
                ProductArithmetic arithmetic = new(Operands(random, BinaryFunction.Mul, a, b, activation, out OutputStage stage), stage);
                RowGate? kernel = PackedPaths.Kernels(path).Gate(arithmetic);
                Assert.True(kernel is not null || arithmetic.Multiplier.LeftShift > 0, $"{path} has no gate");
                if (kernel is not null)
                {
                    CheckGate(kernel, arithmetic, random, $"{path}, scales {a} and {b}, {activation}");
                    CheckPairs(new RowProduct(kernel), arithmetic.Apply, random, $"{path}, scales {a} and {b}, {activation}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Channel_sums_add_to_what_is_there(ExecutionPath path)
    {
        RowChannelSums? kernel = PackedPaths.Kernels(path).ChannelSums;
        Assert.NotNull(kernel);
        Random random = new(17);
        foreach (int pixels in new[] { 0, 1, 2, 3, 4, 5, 7, 49, 255, 256, 257, 511, 513, 1030 })
        {
            foreach (int channels in new[] { 1, 3, 7, 8, 9, 15, 16, 17, 24, 32, 40, 72 })
            {
                CheckSums(kernel, pixels, channels, 0, channels, () => (sbyte)random.Next(-128, 128), random);
                CheckSums(kernel, pixels, channels, channels / 3, channels, () => sbyte.MinValue, random);
                CheckSums(kernel, pixels, channels, channels / 16 * 8, channels, () => sbyte.MaxValue, random);
            }
        }
    }

    private static Binary Operands(
        Random random, BinaryFunction function, float a, float b, FusedActivation activation, out OutputStage stage)
    {
        Shape shape = new(1, 1);
        Tensor left = Make.Int8(shape, a, ZeroPoints[random.Next(ZeroPoints.Length)], "a");
        Tensor right = Make.Int8(shape, b, ZeroPoints[random.Next(ZeroPoints.Length)], "b");

        // With an output scale of 1 a clamp to [-1, 1] leaves three values; the real ones lie between that and the whole range.
        Tensor output = Make.Int8(shape, 1f, ZeroPoints[random.Next(ZeroPoints.Length)], "output");
        stage = OutputStage.Of(activation, output.Quantization!);
        return new Binary(function, left, right, output, activation);
    }

    private static void CheckSum(ExecutionPath path, SumArithmetic arithmetic, Random random)
    {
        RowBinary? kernel = PackedPaths.Kernels(path).Sum(arithmetic);
        Assert.NotNull(kernel);
        CheckPairs(kernel, arithmetic.Apply, random, $"{path}");
    }

    private static void CheckPairs(RowBinary kernel, Func<sbyte, sbyte, sbyte> law, Random random, string context)
    {
        foreach (int count in Counts)
        {
            sbyte[] a = Values(random, count);
            sbyte[] b = Values(random, count);
            sbyte[] expected = [.. a.Zip(b, law)];
            fixed (sbyte* fixedA = a, fixedB = b)
            {
                sbyte* x = fixedA;
                sbyte* y = fixedB;
                CheckUnary(a, expected, (from, to) => kernel.Run(from, y, to, count), $"{context}, {count} elements");
                CheckUnary(b, expected, (from, to) => kernel.Run(x, from, to, count), $"{context}, {count} elements");
            }
        }
    }

    private static void CheckGate(RowGate kernel, ProductArithmetic arithmetic, Random random, string context)
    {
        foreach (int channels in new[] { 1, 2, 7, 8, 9, 15, 16, 17, 23, 24, 25, 31, 32, 40, 72 })
        {
            foreach (int pixels in new[] { 1, 2, 7, 14 })
            {
                sbyte[] source = Values(random, channels * pixels);
                sbyte[] gate = Values(random, channels);
                sbyte[] expected = [.. source.Select((x, i) => arithmetic.Apply(x, gate[i % channels]))];
                using FencedMemory fenced = new(channels + PackedGemm.ReadSlack);
                sbyte* gates = fenced.Last(channels + PackedGemm.ReadSlack);
                gate.CopyTo(new Span<sbyte>(gates, channels));
                RowAction run = (from, to) => kernel.Run(from, gates, to, pixels, channels);
                CheckUnary(source, expected, run, $"{context}, {pixels} pixels of {channels}");
            }
        }
    }

    private static void CheckSums(RowChannelSums kernel, int pixels, int channels, int first, int end, Func<sbyte> next, Random random)
    {
        int length = pixels * channels + PackedGemm.ReadSlack;
        using FencedMemory fenced = new(length);
        Span<sbyte> source = new(fenced.Last(length), length);
        foreach (ref sbyte value in source)
        {
            value = next();
        }

        int[] sums = [.. Enumerable.Range(0, channels + 8).Select(_ => random.Next(-1000, 1000))];
        int[] expected = [.. sums];
        for (int i = 0; i < pixels * channels; i++)
        {
            int channel = i % channels;
            expected[channel] += channel >= first && channel < end ? source[i] : 0;
        }

        fixed (int* pointer = sums)
        {
            kernel.Run(fenced.Last(length), pixels, channels, first, end, pointer);
        }

        Assert.True(expected.AsSpan().SequenceEqual(sums), $"{pixels} pixels, channels {first} to {end} of {channels}");
    }

    private static sbyte[] Values(Random random, int count)
    {
        int Next() => random.Next(4) == 0 ? random.Next(2) * 255 - 128 : random.Next(-128, 128);
        return [.. Enumerable.Range(0, count).Select(_ => (sbyte)Next())];
    }

    /// <summary>Runs with a destination of its own and in place; a byte beyond the end must stay as it is.</summary>
    private static void CheckUnary(sbyte[] source, sbyte[] expected, RowAction run, string context)
    {
        int count = source.Length;
        using FencedMemory from = new(count + PackedGemm.ReadSlack);
        using FencedMemory to = new(count + 1);
        sbyte* input = from.Last(count + PackedGemm.ReadSlack);
        sbyte* output = to.Last(count);
        source.CopyTo(new Span<sbyte>(input, count));
        output[-1] = Untouched;
        input[count] = Untouched;
        run(input, output);
        AssertSame(expected, new ReadOnlySpan<sbyte>(output, count), context);
        Assert.Equal(Untouched, output[-1]);
        run(input, input);
        AssertSame(expected, new ReadOnlySpan<sbyte>(input, count), $"{context}, in place");
        Assert.Equal(Untouched, input[count]);
    }

    private static void AssertSame(ReadOnlySpan<sbyte> expected, ReadOnlySpan<sbyte> actual, string context)
    {
        int same = expected.CommonPrefixLength(actual);
        Assert.True(same == expected.Length, $"{context}: element {same} is {(same < actual.Length ? actual[same] : 0)}");
    }

    private delegate void RowAction(sbyte* source, sbyte* destination);
}
