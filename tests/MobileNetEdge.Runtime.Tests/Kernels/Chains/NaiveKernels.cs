using System.Collections.Immutable;
using MobileNetEdge.Runtime.Kernels;

namespace MobileNetEdge.Runtime.Tests.Kernels.Chains;

/// <summary>Packed kernels by their definition, in plain loops, so that chains are tested apart from instruction sets.</summary>
internal sealed class NaiveKernels(int rowGranule, int columnGranule) : KernelSet
{
    public override ExecutionPath Path => ExecutionPath.Reference;

    public override RowChannelSums? ChannelSums { get; } = new NaiveChannelSums();

    public override PackedGemm? Gemm(WeightedSum sum, int depth) => new NaiveGemm(sum, depth, rowGranule, columnGranule);

    public override PackedDepthwise? Depthwise(WeightedSum sum, int channels, int taps, int stride)
    {
        return channels % PackedDepthwise.ChannelGranule == 0 ? new NaiveDepthwise(sum, channels, taps, stride) : null;
    }

    public override RowTable? Table(ImmutableArray<byte> table) => new NaiveTable(table);

    public override RowBinary? Sum(SumArithmetic arithmetic) => new NaiveSum(arithmetic);

    public override RowGate? Gate(ProductArithmetic arithmetic) => new NaiveGate(arithmetic);

    private sealed unsafe class NaiveGemm(WeightedSum sum, int depth, int rowGranule, int columnGranule) : PackedGemm(depth, sum.Bias.Length)
    {
        public override int ColumnGranule => columnGranule;

        public override int RowGranule => rowGranule;

        public override void Run(
            sbyte* input, nint inputPitch, sbyte* output, nint outputPitch, int rows, int firstColumn, int endColumn)
        {
            Assert.True(firstColumn % columnGranule == 0 && (endColumn % columnGranule == 0 || endColumn == Columns));
            ReadOnlySpan<sbyte> weights = sum.Weights;
            int zeroPoint = sum.InputZeroPoint;
            for (int row = 0; row < rows; row++)
            {
                for (int column = firstColumn; column < endColumn; column++)
                {
                    int accumulator = sum.Bias[column];
                    for (int k = 0; k < Depth; k++)
                    {
                        accumulator += (input[row * inputPitch + k] - zeroPoint) * weights[column * Depth + k];
                    }

                    output[row * outputPitch + column] = sum.Output.Apply(accumulator, sum.Multipliers[column]);
                }
            }
        }
    }

    private sealed unsafe class NaiveDepthwise(WeightedSum sum, int channels, int taps, int stride) : PackedDepthwise(channels, taps, stride)
    {
        public override void Run(sbyte** input, sbyte* output, nint outputPitch, int rows, int width, int firstChannel, int endChannel)
        {
            for (int row = 0; row < rows; row++)
            {
                for (int x = 0; x < width; x++)
                {
                    for (int channel = firstChannel; channel < endChannel; channel++)
                    {
                        int accumulator = sum.Bias[channel];
                        for (int tap = 0; tap < Taps * Taps; tap++)
                        {
                            sbyte* pixel = input[row * Stride + tap / Taps] + (x * Stride + tap % Taps) * Channels;
                            accumulator += (pixel[channel] - sum.InputZeroPoint) * sum.Weights[tap * Channels + channel];
                        }

                        output[row * outputPitch + x * Channels + channel] = sum.Output.Apply(accumulator, sum.Multipliers[channel]);
                    }
                }
            }
        }
    }

    private sealed unsafe class NaiveTable(ImmutableArray<byte> table) : RowTable
    {
        public override void Run(byte* source, byte* destination, nint count)
        {
            for (nint i = 0; i < count; i++)
            {
                destination[i] = table[source[i]];
            }
        }
    }

    private sealed unsafe class NaiveSum(SumArithmetic arithmetic) : RowBinary
    {
        public override void Run(sbyte* a, sbyte* b, sbyte* destination, nint count)
        {
            for (nint i = 0; i < count; i++)
            {
                destination[i] = arithmetic.Apply(a[i], b[i]);
            }
        }
    }

    private sealed unsafe class NaiveGate(ProductArithmetic arithmetic) : RowGate
    {
        public override void Run(sbyte* source, sbyte* gate, sbyte* destination, int pixels, int channels)
        {
            for (int i = 0; i < pixels * channels; i++)
            {
                destination[i] = arithmetic.Apply(source[i], gate[i % channels]);
            }
        }
    }

    private sealed unsafe class NaiveChannelSums : RowChannelSums
    {
        public override void Run(sbyte* source, int pixels, int channels, int firstChannel, int endChannel, int* sums)
        {
            for (int i = 0; i < pixels; i++)
            {
                for (int channel = firstChannel; channel < endChannel; channel++)
                {
                    sums[channel] += source[i * channels + channel];
                }
            }
        }
    }
}
