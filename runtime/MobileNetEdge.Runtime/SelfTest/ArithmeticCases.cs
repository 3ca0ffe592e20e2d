namespace MobileNetEdge.Runtime.SelfTesting;

/// <summary>Arithmetic of two operands in every form of broadcasting, tables and their chains, softmax, conversions.</summary>
internal static class ArithmeticCases
{
    private static readonly (Shape A, Shape B)[] Pairs =
    [
        (new(1, 3, 5, 1), new(1, 3, 5, 1)),
        (new(1, 3, 5, 17), new(1, 3, 5, 17)),
        (new(2, 3, 5, 8), new(2, 3, 5, 8)),
        (new(1, 4, 4, 40), new(1, 1, 1, 40)),
        (new(1, 1, 1, 33), new(1, 3, 3, 33)),
        (new(1, 3, 4, 9), new(9)),
        (new(1, 3, 4, 9), new(1, 3, 4, 1)),
        (new(3, 1, 5), new(1, 4, 1)),
        (new(64), new(64)),
        (new(), new(2, 3)),
    ];

    private static readonly FusedActivation[] Activations = Enum.GetValues<FusedActivation>();

    public static IEnumerable<SelfTestCase> All() => [.. Binaries(), .. Tables(), .. Chains(), .. Softmaxes(), .. Conversions()];

    private static IEnumerable<SelfTestCase> Binaries()
    {
        foreach (BinaryFunction function in Enum.GetValues<BinaryFunction>())
        {
            for (int i = 0; i < Pairs.Length; i++)
            {
                foreach (bool isConstant in new[] { false, true })
                {
                    yield return Binary(function, Pairs[i].A, Pairs[i].B, isConstant, Activations[i % Activations.Length], ElementType.Int8, 1);
                }
            }

            foreach (int times in new[] { 16, 64 })
            {
                yield return Binary(function, new(1, 2, 2, 24), new(1, 2, 2, 24), false, FusedActivation.None, ElementType.Int8, times);
            }

            yield return Binary(function, new(1, 3, 3, 10), new(1, 3, 3, 10), false, FusedActivation.Relu6, ElementType.UInt8, 1);
        }
    }

    /// <param name="function">The function.</param>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second operand.</param>
    /// <param name="isConstant">Whether the model fixes the second operand.</param>
    /// <param name="activation">The clamp.</param>
    /// <param name="type">The type of all three tensors.</param>
    /// <param name="times">How much finer the output's steps are than usual; large ones make factors of 1 or more.</param>
    private static SelfTestCase Binary(
        BinaryFunction function, Shape a, Shape b, bool isConstant, FusedActivation activation, ElementType type, int times)
    {
        string name = $"{function} {a} and {(isConstant ? "constant " : "")}{b}, {activation}, {type}, factor {times}";
        return new SelfTestCase("binary", name, builder =>
        {
            Tensor left = builder.Input(a, type);
            Tensor right = isConstant ? builder.Constant(b, builder.Scale(64)) : builder.Input(b, type);
            float scale = builder.Scale(function == BinaryFunction.Mul ? 32 : 48) / times;
            Tensor output = builder.Activation(Broadcast(a, b), scale, type);
            return builder.Add(new Binary(function, left, right, output, activation));
        });
    }

    private static Shape Broadcast(Shape a, Shape b)
    {
        int[] extents = new int[Math.Max(a.Rank, b.Rank)];
        for (int i = 1; i <= extents.Length; i++)
        {
            extents[^i] = Math.Max(i <= a.Rank ? a[^i] : 1, i <= b.Rank ? b[^i] : 1);
        }

        return new Shape(extents);
    }

    private static IEnumerable<SelfTestCase> Tables()
    {
        foreach (UnaryFunction function in Enum.GetValues<UnaryFunction>())
        {
            foreach (ElementType type in new[] { ElementType.Int8, ElementType.UInt8 })
            {
                yield return new SelfTestCase("table", $"{function} {type}", builder =>
                {
                    Tensor input = builder.Input(new Shape(1, 8, 8, 17), type, builder.Scale(16));
                    Tensor output = builder.Activation(input.Shape, builder.Scale(128), type);
                    return builder.Add(new Unary(function, input, output));
                });
            }
        }
    }

    private static IEnumerable<SelfTestCase> Chains()
    {
        yield return new SelfTestCase("table", "chain", builder =>
        {
            Tensor x = builder.Input(new Shape(1, 8, 8, 9), scale: builder.Scale(16));
            Tensor swish = builder.Add(new Unary(UnaryFunction.HardSwish, x, builder.Activation(x.Shape, builder.Scale(24))));
            Tensor logistic = builder.Add(new Unary(UnaryFunction.Logistic, swish, builder.Activation(x.Shape, builder.Scale(128))));
            return builder.Add(new Unary(UnaryFunction.Tanh, logistic, builder.Activation(x.Shape, builder.Scale(128))));
        });
        yield return new SelfTestCase("table", "hard swish spelled out", builder =>
        {
            Tensor x = builder.Input(new Shape(1, 8, 8, 9), scale: builder.Scale(16));
            Tensor sum = builder.Activation(x.Shape, builder.Scale(16));
            builder.Add(new Binary(BinaryFunction.Add, x, builder.Constant(Shape.Scalar, builder.Scale(32)), sum, FusedActivation.None));
            Tensor clamped = builder.Add(new Unary(UnaryFunction.Relu6, sum, builder.Activation(x.Shape, builder.Scale(32))));
            Tensor product = builder.Activation(x.Shape, builder.Scale(8));
            builder.Add(new Binary(BinaryFunction.Mul, x, clamped, product, FusedActivation.None));
            Tensor output = builder.Activation(x.Shape, builder.Scale(16));
            return builder.Add(new Binary(BinaryFunction.Mul, product, builder.Constant(new Shape(1), builder.Scale(512)), output, FusedActivation.None));
        });
    }

    private static IEnumerable<SelfTestCase> Softmaxes()
    {
        foreach (int depth in new[] { 1, 2, 3, 10, 17, 100 })
        {
            foreach (int halves in new[] { 1, 2, 4 })
            {
                yield return new SelfTestCase("softmax", $"3x{depth} beta {halves}/2", builder =>
                {
                    Tensor input = builder.Input(new Shape(3, depth), scale: builder.Scale(depth));
                    Tensor fixedScale = new("output", ElementType.Int8, input.Shape, new QuantizationParameters(1f / 256, -128));
                    return builder.Add(new Softmax(input, halves == 2 ? fixedScale : builder.Activation(input.Shape, builder.Scale(200)), halves / 2f));
                });
            }
        }
    }

    private static IEnumerable<SelfTestCase> Conversions()
    {
        ElementType[] types = [ElementType.Int8, ElementType.UInt8, ElementType.Float32];
        foreach ((ElementType from, ElementType to) in types.SelectMany(from => types.Select(to => (from, to))).Where(pair => pair != (types[2], types[2])))
        {
            yield return new SelfTestCase("conversion", $"{from} to {to}", builder =>
            {
                Tensor input = builder.Input(new Shape(5, 33), from);
                Tensor output = to == ElementType.Float32
                    ? new Tensor("output", to, input.Shape)
                    : builder.Activation(input.Shape, builder.Scale(48), to);
                return builder.Add(new Conversion(input, output));
            });
        }
    }
}
