using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Convolution by its definition, numerics.md equation (4).</summary>
internal sealed class ConvReference(ConvParameters parameters, Operand input, ArenaSlice output) : PreparedOperator
{
    /// <inheritdoc/>
    public override void Invoke(in Share share)
    {
        ReadOnlySpan<sbyte> source = input.Read<sbyte>(share.Arena);
        Span<sbyte> destination = share.Arena.Int8(output);
        WeightedSum sum = parameters.Sum;
        ReadOnlySpan<sbyte> weights = sum.Weights;
        int index = 0;
        for (int n = 0; n < parameters.Batch; n++)
        {
            for (int y = 0; y < parameters.Vertical.Output; y++)
            {
                for (int x = 0; x < parameters.Horizontal.Output; x++)
                {
                    for (int channel = 0; channel < parameters.OutputChannels; channel++)
                    {
                        int accumulator = sum.Bias[channel] + Window(source, weights, n, y, x, channel);
                        destination[index++] = sum.Output.Apply(accumulator, sum.Multipliers[channel]);
                    }
                }
            }
        }
    }

    private int Window(ReadOnlySpan<sbyte> source, ReadOnlySpan<sbyte> weights, int n, int y, int x, int channel)
    {
        int depth = parameters.Depth;
        int group = channel / (parameters.OutputChannels / parameters.Groups);
        int weightIndex = channel * parameters.Vertical.Taps * parameters.Horizontal.Taps * depth;
        int accumulator = 0;
        for (int ky = 0; ky < parameters.Vertical.Taps; ky++)
        {
            int inputY = parameters.Vertical.Position(y, ky);
            for (int kx = 0; kx < parameters.Horizontal.Taps; kx++, weightIndex += depth)
            {
                int inputX = parameters.Horizontal.Position(x, kx);
                if (parameters.Vertical.Contains(inputY) && parameters.Horizontal.Contains(inputX))
                {
                    int pixel = (n * parameters.Vertical.Input + inputY) * parameters.Horizontal.Input + inputX;
                    accumulator += Dot(
                        source.Slice(pixel * parameters.InputChannels + group * depth, depth),
                        weights.Slice(weightIndex, depth));
                }
            }
        }

        return accumulator;
    }

    private int Dot(ReadOnlySpan<sbyte> activations, ReadOnlySpan<sbyte> weights)
    {
        int inputZeroPoint = parameters.Sum.InputZeroPoint;
        int weightZeroPoint = parameters.Sum.WeightZeroPoint;
        int accumulator = 0;
        for (int c = 0; c < activations.Length; c++)
        {
            accumulator += (activations[c] - inputZeroPoint) * (weights[c] - weightZeroPoint);
        }

        return accumulator;
    }
}
