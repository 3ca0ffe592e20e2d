using MobileNetEdge.Runtime.Kernels;

namespace MobileNetEdge.Runtime.Tests.Kernels;

/// <summary>Minimal filtering, forced on shapes of any size, against the definition of a convolution, byte for byte.</summary>
public sealed class WinogradTests
{
    /// <summary>Output pixels of a tile along each side, and whether registers have 512 bits.</summary>
    public static TheoryData<int, bool> Forms
    {
        get
        {
            TheoryData<int, bool> forms = [];
            foreach (bool isWide in new[] { false, true })
            {
                forms.Add(2, isWide);
                forms.Add(4, isWide);
            }

            return forms;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Maps_of_every_size_follow_the_law(int outputs, bool isWide)
    {
        for (int height = 1; height <= 9; height++)
        {
            for (int width = 1; width <= 9; width += 2)
            {
                Check(outputs, isWide, new(height * width, 1 + height % 2, height, width, 32, 32, (height + width) % 2 == 0));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_number_of_channels_follows_the_law(int outputs, bool isWide)
    {
        foreach ((int channels, int columns) in new[] { (32, 64), (64, 32), (96, 96), (128, 32), (32, 160), (256, 64) })
        {
            Check(outputs, isWide, new(channels + columns, 1, 6, 5, channels, columns, IsBordered: true));
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Blocks_of_many_tiles_follow_the_law(int outputs, bool isWide)
    {
        Check(outputs, isWide, new(5, 3, 41, 37, 64, 32, IsBordered: true));
        Check(outputs, isWide, new(6, 1, 30, 31, 288, 32, IsBordered: false));
    }

    /// <summary>The largest sums that are admitted, with every sign: what overflows on the way must come back.</summary>
    [Theory]
    [MemberData(nameof(Forms))]
    public void Largest_sums_follow_the_law(int outputs, bool isWide)
    {
        sbyte[] extremes = [sbyte.MinValue, sbyte.MaxValue];
        foreach (sbyte weight in extremes)
        {
            foreach (sbyte activation in extremes)
            {
                WinogradCase test = new(weight ^ activation, 1, 7, 8, 224, 32, IsBordered: true) { Weight = weight, Activation = activation };
                Check(outputs, isWide, test);
            }
        }

        Check(outputs, isWide, new(9, 1, 7, 8, 224, 32, IsBordered: true) { IsExtreme = true });
    }

    [Fact]
    public void Sums_beyond_the_bound_are_not_filtered_by_large_tiles()
    {
        Assert.SkipUnless(ForcedWinograd.Widths.Any(), "this machine has no kernel for it");
        WinogradCase test = new(1, 1, 16, 16, 256, 32, IsBordered: true) { Weight = sbyte.MinValue };

        Assert.True(WinogradChoice.MaxWeightSum(test.Sum) >= Winograd4.MaxWeightSum);
        WinogradKernel? kernel = WinogradChoice.Create(test.Sum, test.Geometry, WinogradChoice.WordProductRate);
        Assert.NotEqual(Winograd4.Outputs, kernel?.Outputs);
    }

    [Fact]
    public void Threads_change_no_byte()
    {
        foreach (bool isWide in ForcedWinograd.Widths)
        {
            WinogradCase small = new(2, 1, 14, 14, 64, 96, IsBordered: true);
            WinogradCase large = new(3, 1, 50, 50, 32, 32, IsBordered: true);
            foreach (int threads in new[] { 2, 3, 5 })
            {
                Check(4, isWide, small, threads);
                Check(4, isWide, large, threads);
            }
        }
    }

    private static void Check(int outputs, bool isWide, WinogradCase test, int threads = 1)
    {
        Assert.SkipUnless(ForcedWinograd.Widths.Contains(isWide), "this machine has no kernel for it");
        PrepareOptions options = new() { Threads = threads, AllowOversubscription = true };
        ExecutionPath path = ExecutionPaths.Available[0];
        using Model model = Make.Model(test.Conv);
        using PreparedModel reference = PreparedModel.Prepare(model, new PrepareOptions { Path = ExecutionPath.Reference, Threads = 1 });
        sbyte[] expected = (sbyte[])Running.Run(reference, test.Input)[0];
        using PreparedModel prepared = PreparedModel.Prepare(model, options, path, new ForcedWinograd(KernelSets.Of(path)!, outputs, isWide));
        Assert.Equal("WinogradChain", prepared.Operators[0].GetType().Name);
        sbyte[] actual = (sbyte[])Running.Run(prepared, test.Input)[0];
        int equal = expected.AsSpan().CommonPrefixLength(actual);
        Assert.True(equal == expected.Length, $"{test}, tiles of {outputs}, wide {isWide}, {threads} threads: byte {equal} of {expected.Length}");
    }
}
