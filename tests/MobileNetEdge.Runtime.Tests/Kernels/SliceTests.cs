namespace MobileNetEdge.Runtime.Tests.Kernels;

/// <summary>SLICE takes the elements that its definition names, and only from inside.</summary>
public sealed class SliceTests
{
    private const int Seed = 61;

    [Theory]
    [InlineData(new[] { 1, 3, 4, 6 }, new[] { 0, 1, 0, 2 }, new[] { 1, 2, 4, 3 })]
    [InlineData(new[] { 2, 5 }, new[] { 1, 4 }, new[] { 1, 1 })]
    [InlineData(new[] { 7 }, new[] { 2 }, new[] { 5 })]
    [InlineData(new[] { 3, 2, 2 }, new[] { 0, 0, 0 }, new[] { 3, 2, 2 })]
    public void Slice_takes_what_its_definition_names(int[] input, int[] begin, int[] extents)
    {
        Tensor x = Make.Int8(new Shape(input), 0.5f, 3, "x");
        Tensor y = Make.Int8(new Shape(extents), 0.5f, 3, "y");
        sbyte[] values = Make.Random(new Random(Seed), x.Shape.ElementCount);

        Assert.Equal(Expected(values, input, begin, extents), Running.Run(new Slice(x, y, [.. begin]), values));
    }

    [Fact]
    public void Slice_rescales()
    {
        Tensor x = Make.Int8(new Shape(4), 0.5f, 0, "x");
        Tensor y = Make.Int8(new Shape(2), 1, 1, "y");

        Assert.Equal([2, 21], Running.Run(new Slice(x, y, [1]), new sbyte[] { -128, 1, 40, 127 }));
    }

    [Theory]
    [InlineData(new[] { -1 }, 2)]
    [InlineData(new[] { 3 }, 2)]
    [InlineData(new[] { int.MaxValue }, 2)]
    [InlineData(new[] { 0 }, 5)]
    [InlineData(new[] { 0, 0 }, 2)]
    public void Slice_from_outside_is_invalid(int[] begin, int extent)
    {
        Slice slice = new(Make.Int8(new Shape(4), 1, 0, "x"), Make.Int8(new Shape(extent), 1, 0, "y"), [.. begin]);
        using Model model = Make.Model(slice);

        Assert.Contains("SLICE", Assert.Throws<InvalidModelException>(() => PreparedModel.Prepare(model)).Message, StringComparison.Ordinal);
    }

    private static sbyte[] Expected(sbyte[] values, int[] input, int[] begin, int[] extents)
    {
        sbyte[] result = new sbyte[extents.Aggregate(1, (product, extent) => product * extent)];
        for (int i = 0; i < result.Length; i++)
        {
            int source = 0;
            int stride = 1;
            for (int d = input.Length - 1, rest = i; d >= 0; d--)
            {
                (rest, int coordinate) = Math.DivRem(rest, extents[d]);
                source += (begin[d] + coordinate) * stride;
                stride *= input[d];
            }

            result[i] = values[source];
        }

        return result;
    }
}
