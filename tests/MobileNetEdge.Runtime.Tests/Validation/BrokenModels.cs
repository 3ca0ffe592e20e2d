namespace MobileNetEdge.Runtime.Tests.Validation;

/// <summary>A model for each rule of Validation/ that breaks that rule only.</summary>
internal static class BrokenModels
{
    private static readonly Shape Picture = new(1, 4, 4, 2);

    /// <summary>What breaks, the operator that the message must name, whether the model is invalid rather than unsupported, the model.</summary>
    public static (string Rule, string Named, bool IsInvalid, Model Model)[] All { get; } =
    [
        .. Networks(), .. Types(), .. Weights(), .. Windows(), .. Shapes(), .. Factors(),
    ];

    private static Tensor X => Make.Int8(Picture, 0.5f, 0, "x");

    private static Tensor Y => Make.Int8(Picture, 0.5f, 0, "y");

    private static IEnumerable<(string, string, bool, Model)> Networks()
    {
        (Tensor x, Tensor y, Tensor z) = (X, Y, Y);
        Unary step = new(UnaryFunction.Relu, x, y);
        Tensor constant = Make.Constant(new Shape(1), 1, 0, 5);
        yield return ("reads what is not yet written", "RELU", true, Make.Model([x], [y], new Unary(UnaryFunction.Relu, z, y), new Unary(UnaryFunction.Relu, x, z)));
        yield return ("writes twice", "RELU", true, Make.Model([x], [y], step, step));
        yield return ("writes an input", "TANH", true, Make.Model([x], [x], new Unary(UnaryFunction.Tanh, x, x)));
        yield return ("writes a constant", "RELU", true, Make.Model([Make.Int8(new Shape(1))], [constant], new Unary(UnaryFunction.Relu, constant, constant)));
        yield return ("input twice", "input", true, Make.Model([x, x], [y], step));
        yield return ("constant input", "input", true, Make.Model([constant], [y], step));
        yield return ("output of nothing", "output", true, Make.Model([x], [z], step));
        yield return ("constant output", "constant", false, Make.Model([x], [constant], step));
        Tensor reshaped = Make.Int8(new Shape(1, 1), 1, 0, "reshaped");
        yield return ("reshaped constant output", "reshaped", false, Make.Model([], [reshaped], new Reshape(constant, reshaped)));
        yield return ("unknown operator", "CUMSUM", false, Make.Model(new UnknownOperator("CUMSUM", "not known", [x], [y])));
        yield return ("foreign operator", "EXOTIC", false, Make.Model(new Exotic(x, y)));
        yield return ("too many operators", "4097", false, Make.Model([x], [y], [.. Enumerable.Repeat(step, 4097)]));
        yield return ("too many operands", "operands", false, Make.Model([x], [y], new Concatenation([.. Enumerable.Repeat(x, 16_385)], y, 0, FusedActivation.None)));
        yield return ("too many conversions", "operators", false, Make.Model(
            new Concatenation([.. Enumerable.Range(0, 5000).Select(i => Make.Int8(new Shape(1), 1 + i, 0))], Make.Int8(new Shape(5000)), 0, FusedActivation.None)));
    }

    private static IEnumerable<(string, string, bool, Model)> Types()
    {
        Tensor number = new("number", ElementType.Int32, Picture);
        Tensor unscaled = new("unscaled", ElementType.Int8, Picture);
        Tensor perChannel = new("channels", ElementType.Int8, Picture, new QuantizationParameters([1, 2], [0, 0], 3));
        yield return ("beta of 0", "SOFTMAX", true, Make.Model(new Softmax(X, Make.Int8(Picture, 1f / 256, -128), 0)));
        yield return ("beta not a number", "SOFTMAX", true, Make.Model(new Softmax(X, Y, float.NaN)));
        yield return ("conversion without an 8-bit side", "QUANTIZE", false, Make.Model(new Conversion(Make.Float(Picture), number)));
        yield return ("conversion to int32", "QUANTIZE", false, Make.Model(new Conversion(X, number)));
        yield return ("float constant", "QUANTIZE", false, Make.Model(
            new Conversion(new Tensor("c", ElementType.Float32, new Shape(1), data: new byte[4]), Make.Int8(new Shape(1)))));
        yield return ("float activation", "RELU", false, Make.Model(new Unary(UnaryFunction.Relu, Make.Float(Picture), Make.Float(Picture))));
        yield return ("activation without scale", "MEAN", false, Make.Model(new Mean(unscaled, Y, [], true)));
        yield return ("per-channel activation", "TANH", false, Make.Model(new Unary(UnaryFunction.Tanh, perChannel, Y)));
        yield return ("zero point above int8", "TANH", true, Make.Model(new Unary(UnaryFunction.Tanh, Make.Int8(Picture, 1, 128), Y)));
        yield return ("zero point below uint8", "TANH", true, Make.Model(new Unary(UnaryFunction.Tanh, Make.UInt8(Picture, 1, -1), Y)));
        yield return ("zero point at the end of int", "CONV_2D", true, Make.Model(Conv(X, Make.Constant(new Shape(2, 1, 1, 2), 1, int.MinValue, 1, 1, 1, 1), null, Y)));
    }

    private static IEnumerable<(string, string, bool, Model)> Weights()
    {
        Shape square = new(2, 1, 1, 2);
        sbyte[] ones = [1, 1, 1, 1];
        Tensor weights = Make.Constant(square, 1, 0, ones);
        Tensor unsigned = new("weights", ElementType.UInt8, square, new QuantizationParameters([1, 2], [0, 0], 0), new byte[4]);
        Tensor offset = new("weights", ElementType.Int8, square, new QuantizationParameters([1, 2], [0, 1], 0), new byte[4]);
        Tensor flat = Make.Constant(new Shape(2, 2), 1, 0, ones);
        Tensor row = Make.Int8(new Shape(1, 2), 1, 0);
        Tensor filters = Make.Constant(new Shape(1, 1, 1, 2), 1, 0, 1, 1);
        Tensor wrongBias = new("bias", ElementType.Int32, new Shape(2), new QuantizationParameters(9, 0), new byte[8]);
        yield return ("computed weights", "CONV_2D", false, Make.Model(Conv(X, Make.Int8(square), null, Y)));
        yield return ("float weights", "CONV_2D", false, Make.Model(Conv(X, new Tensor("w", ElementType.Float32, square, data: new byte[16]), null, Y)));
        yield return ("scales along another dimension", "CONV_2D", true, Make.Model(Conv(X, Make.PerChannel(square, 3, [1, 2], ones), null, Y)));
        yield return ("per-channel uint8", "CONV_2D", true, Make.Model(Conv(X, unsigned, null, Y)));
        yield return ("per-channel zero points", "CONV_2D", false, Make.Model(Conv(X, offset, null, Y)));
        yield return ("fewer scales than channels", "CONV_2D", true, Make.Model(Conv(X, Make.PerChannel(new Shape(4, 1, 1, 1), 0, [1, 2], ones), null, Y)));
        yield return ("computed bias", "CONV_2D", false, Make.Model(Conv(X, weights, new Tensor("b", ElementType.Int32, new Shape(2)), Y)));
        yield return ("int8 bias", "CONV_2D", false, Make.Model(Conv(X, weights, Make.Constant(new Shape(2), 1, 0, 1, 1), Y)));
        yield return ("short bias", "CONV_2D", true, Make.Model(Conv(X, weights, Make.Bias(1), Y)));
        yield return ("bias of another scale", "CONV_2D", true, Make.Model(Conv(X, weights, wrongBias, Y)));
        yield return ("input of rank 2", "CONV_2D", true, Make.Model(Conv(row, weights, null, Y)));
        yield return ("depth that does not divide", "CONV_2D", true, Make.Model(Conv(X, Make.Constant(new Shape(1, 1, 1, 3), 1, 0, 1, 1, 1), null, Y)));
        yield return ("groups that do not divide", "CONV_2D", true, Make.Model(Conv(X, Make.Constant(new Shape(3, 1, 1, 1), 1, 0, 1, 1, 1), null, Y)));
        yield return ("weights of rank 2", "DEPTHWISE_CONV_2D", true, Make.Model(Depthwise(X, flat, Y)));
        yield return ("several depthwise outputs", "DEPTHWISE_CONV_2D", true, Make.Model(Depthwise(X, Make.Constant(new Shape(2, 1, 1, 2), 1, 0, ones), Y)));
        yield return ("unequal filters", "DEPTHWISE_CONV_2D", true, Make.Model(Depthwise(X, Make.Constant(new Shape(1, 1, 1, 3), 1, 0, 1, 1, 1), Y)));
        yield return ("depthwise output", "DEPTHWISE_CONV_2D", true, Make.Model(Depthwise(X, filters, Make.Int8(new Shape(1, 4, 4, 3)))));
        yield return ("connected weights of rank 4", "FULLY_CONNECTED", true, Make.Model(Connected(row, weights, row)));
        yield return ("connected depth", "FULLY_CONNECTED", true, Make.Model(Connected(Make.Int8(new Shape(1, 3)), flat, Make.Int8(new Shape(1, 2)))));
        yield return ("connected output", "FULLY_CONNECTED", true, Make.Model(Connected(row, flat, Make.Int8(new Shape(1, 3)))));
    }

    private static IEnumerable<(string, string, bool, Model)> Windows()
    {
        Tensor wide = Make.Constant(new Shape(2, 1, 2, 2), 1, 0, new sbyte[8]);
        Conv2D conv = Conv(X, wide, null, Y);
        Pool2D pool = new(PoolFunction.Max, X, Y, 2, 2, 1, 1, Padding.Same, FusedActivation.None);
        yield return ("output extent", "CONV_2D", true, Make.Model(conv with { Padding = Padding.Valid }));
        yield return ("stride of 0", "CONV_2D", true, Make.Model(conv with { Vertical = new(0) }));
        yield return ("negative dilation", "CONV_2D", true, Make.Model(conv with { Horizontal = new(1, -1) }));
        yield return ("span", "CONV_2D", false, Make.Model(conv with { Horizontal = new(1, 1 << 24) }));
        yield return ("window larger than the input", "CONV_2D", true, Make.Model(conv with { Padding = Padding.Valid, Horizontal = new(1, 9) }));
        yield return ("pool of rank 2", "MAX_POOL_2D", true, Make.Model(pool with { Input = Make.Int8(new Shape(2, 2)) }));
        yield return ("pool output", "MAX_POOL_2D", true, Make.Model(pool with { StrideHeight = 2 }));
        yield return ("pool stride of 0", "MAX_POOL_2D", true, Make.Model(pool with { StrideWidth = 0 }));
        yield return ("window of 0", "AVERAGE_POOL_2D", true, Make.Model(pool with { Function = PoolFunction.Average, WindowHeight = 0 }));
        yield return ("negative window", "AVERAGE_POOL_2D", true, Make.Model(pool with { Function = PoolFunction.Average, WindowHeight = -7, WindowWidth = -7 }));
        yield return ("endless window", "MAX_POOL_2D", false, Make.Model(pool with { WindowHeight = 1 << 24, WindowWidth = 1 << 24 }));
        yield return ("window of 65537", "MAX_POOL_2D", false, Make.Model(pool with { WindowHeight = 65537, WindowWidth = 1 }));
    }

    private static IEnumerable<(string, string, bool, Model)> Shapes()
    {
        Tensor other = Make.Int8(new Shape(1, 4, 4, 3));
        Tensor large = Make.Int8(new Shape(1, 1 << 12, 1 << 12, 1));
        Resize resize = new(ResizeFunction.Bilinear, X, Y, false, false);
        yield return ("unary shape", "LOGISTIC", true, Make.Model(new Unary(UnaryFunction.Logistic, X, other)));
        yield return ("softmax shape", "SOFTMAX", true, Make.Model(new Softmax(X, other, 1)));
        yield return ("conversion shape", "DEQUANTIZE", true, Make.Model(new Conversion(X, Make.Float(new Shape(31)))));
        yield return ("reshape count", "RESHAPE", true, Make.Model(new Reshape(X, other)));
        yield return ("broadcast", "ADD", true, Make.Model(Make.Add(X, other, other)));
        yield return ("broadcast rank", "MUL", true, Make.Model(Make.Mul(X, X, Make.Int8(new Shape(1, 1, 4, 4, 2)))));
        yield return ("broadcast output", "ADD", true, Make.Model(Make.Add(X, X, other)));
        yield return ("mean axis", "MEAN", true, Make.Model(new Mean(X, Y, [4], true)));
        yield return ("negative mean axis", "MEAN", true, Make.Model(new Mean(X, Y, [-1], true)));
        yield return ("mean output", "MEAN", true, Make.Model(new Mean(X, Y, [1], true)));
        yield return ("mean of 2^24", "MEAN", false, Make.Model(new Mean(large, Make.Int8(new Shape(1)), [1, 2], false)));
        yield return ("pad growth", "PAD", true, Make.Model(new Pad(X, Y, [0, 1, 0, 0], [0, 0, 0, 0])));
        yield return ("negative pad", "PAD", true, Make.Model(new Pad(X, Y, [0, 1, 0, 0], [0, -1, 0, 0])));
        yield return ("pad rank", "PAD", true, Make.Model(new Pad(X, Y, [0, 0], [0, 0])));
        yield return ("endless pad", "PAD", true, Make.Model(new Pad(X, Y, [0, int.MaxValue, 0, 0], [0, int.MaxValue, 0, 0])));
        yield return ("permutation", "TRANSPOSE", true, Make.Model(new Transpose(X, Y, [0, 1, 1, 3])));
        yield return ("transposed extents", "TRANSPOSE", true, Make.Model(new Transpose(X, Y, [0, 3, 2, 1])));
        yield return ("concatenation axis", "CONCATENATION", true, Make.Model(new Concatenation([X], Y, 4, FusedActivation.None)));
        yield return ("concatenation sum", "CONCATENATION", true, Make.Model(new Concatenation([X, X], Y, 3, FusedActivation.None)));
        yield return ("concatenation extents", "CONCATENATION", true, Make.Model(new Concatenation([X], other, 1, FusedActivation.None)));
        yield return ("concatenation of nothing", "CONCATENATION", true, Make.Model(new Concatenation([], Y, 3, FusedActivation.None)));
        yield return ("resized channels", "RESIZE_BILINEAR", true, Make.Model(resize with { Output = other }));
        yield return ("two resize rules", "RESIZE_BILINEAR", false, Make.Model(resize with { AlignCorners = true, HalfPixelCenters = true }));
        yield return ("endless resize", "RESIZE_BILINEAR", false, Make.Model(new Resize(
            ResizeFunction.Bilinear, Make.Int8(new Shape(1, 1, 1, 1)), Make.Int8(new Shape(1, 3_000_000, 1, 1)), false, false)));
    }

    private static IEnumerable<(string, string, bool, Model)> Factors()
    {
        Tensor huge = Make.Int8(Picture, 1e30f);
        Tensor tiny = Make.Int8(Picture, 1e-30f);
        yield return ("sum factor", "ADD", false, Make.Model(Make.Add(huge, X, Y)));
        yield return ("product factor", "MUL", false, Make.Model(Make.Mul(huge, X, Y)));
        yield return ("vanishing product factor", "MUL", false, Make.Model(Make.Mul(tiny, X, Y)));
        yield return ("mean factor", "MEAN", false, Make.Model(new Mean(huge, Make.Int8(new Shape(1, 1, 1, 2)), [1, 2], true)));
        yield return ("pool factor", "AVERAGE_POOL_2D", false, Make.Model(new Pool2D(PoolFunction.Average, huge, Y, 2, 2, 1, 1, Padding.Same, FusedActivation.None)));
        yield return ("convolution factor", "CONV_2D", false, Make.Model(Conv(huge, Make.Constant(new Shape(2, 1, 1, 2), 1, 0, 1, 1, 1, 1), null, Y)));
    }

    private static Conv2D Conv(Tensor input, Tensor weights, Tensor? bias, Tensor output)
    {
        return new Conv2D(input, weights, bias, output, new(1), new(1), Padding.Same, FusedActivation.None);
    }

    private static DepthwiseConv2D Depthwise(Tensor input, Tensor weights, Tensor output)
    {
        return new DepthwiseConv2D(input, weights, null, output, new(1), new(1), Padding.Same, FusedActivation.None);
    }

    private static FullyConnected Connected(Tensor input, Tensor weights, Tensor output)
    {
        return new FullyConnected(input, weights, null, output, false, FusedActivation.None);
    }
}
