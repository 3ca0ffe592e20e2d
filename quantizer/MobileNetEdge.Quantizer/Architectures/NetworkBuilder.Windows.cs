namespace MobileNetEdge.Quantizer.Architectures;

/// <summary>Sliding windows and their borders.</summary>
internal sealed partial class NetworkBuilder
{
    /// <summary>
    /// How the mean square grows where windows take the greatest: not at all between equal values, four times or more between independent
    /// ones.
    /// </summary>
    private const double MaximumGrowth = 2;

    /// <summary>The greatest of each channel in square windows; what is pooled is not negative, so that a border of zeros changes nothing.</summary>
    public Signal MaxPool(Signal input, int taps, int stride, WindowFit fit)
    {
        (Tensor source, Padding padding) = Fitted(input.Tensor, taps, stride, fit);
        Tensor output = WindowOutput(source, input.Channels, taps, stride, padding);
        _operators.Add(new Pool2D(PoolFunction.Max, source, output, taps, taps, stride, stride, padding, FusedActivation.None));
        return input with { Tensor = output, SecondMoment = input.SecondMoment * MaximumGrowth };
    }

    /// <summary>What windows slide over, and the rule that puts them where a network wants them.</summary>
    private (Tensor Source, Padding Padding) Fitted(Tensor input, int taps, int stride, WindowFit fit) => fit switch
    {
        WindowFit.Border => WithBorder(input, taps, stride),
        WindowFit.Covering when !IsCovered(input.Shape[1], taps, stride) => Covered(input, taps, stride),
        _ => (input, Padding.Valid),
    };

    /// <summary>torchvision's border as an operator of its own, where SAME would put it elsewhere.</summary>
    private (Tensor Source, Padding Padding) WithBorder(Tensor input, int taps, int stride)
    {
        int border = (taps - 1) / 2;
        return Options.Reference == ReferenceCode.TensorFlow || IsSymmetric(input.Shape[1], taps, stride, border)
            ? (input, Padding.Same)
            : (Bordered(input, border, border), Padding.Valid);
    }

    /// <summary>Whether the last window inside ends where the input does.</summary>
    private static bool IsCovered(int extent, int taps, int stride) => extent >= taps && (extent - taps) % stride == 0;

    /// <summary>Room for one more window at the end; SAME where it makes the same room.</summary>
    private (Tensor Source, Padding Padding) Covered(Tensor input, int taps, int stride)
    {
        int extent = input.Shape[1];
        int outputs = Math.Max(0, (extent - taps + stride - 1) / stride) + 1;
        WindowAxis axis = new(stride);
        bool isSame = axis.OutputExtent(extent, taps, Padding.Same) == outputs && axis.PaddingBefore(extent, taps, outputs, Padding.Same) == 0;
        return isSame ? (input, Padding.Same) : (Bordered(input, 0, (outputs - 1) * stride + taps - extent), Padding.Valid);
    }

    private Tensor Bordered(Tensor input, int before, int after)
    {
        Shape shape = input.Shape;
        Tensor padded = NewTensor(1, shape[1] + before + after, shape[2] + before + after, shape[3]);
        _operators.Add(new Pad(input, padded, [0, before, before, 0], [0, after, after, 0]));
        return padded;
    }

    /// <summary>Whether SAME puts as much before the first element; then all windows lie alike.</summary>
    private static bool IsSymmetric(int extent, int taps, int stride, int border)
    {
        WindowAxis axis = new(stride);
        return axis.PaddingBefore(extent, taps, (int)axis.OutputExtent(extent, taps, Padding.Same), Padding.Same) == border;
    }

    /// <exception cref="ArgumentException">The window does not fit.</exception>
    private Tensor WindowOutput(Tensor source, int channels, int taps, int stride, Padding padding)
    {
        long extent = new WindowAxis(stride).OutputExtent(source.Shape[1], taps, padding);
        return extent >= 1
            ? NewTensor(1, (int)extent, (int)extent, channels)
            : throw new ArgumentException($"the network does not fit a resolution of {Options.Resolution}: a window of {taps} slides over {source.Shape[1]}");
    }
}
