using MobileNetEdge.Runtime.Kernels;

namespace MobileNetEdge.Runtime.Tests.Kernels;

/// <summary>Matrix products of every path against the law, byte for byte.</summary>
public sealed unsafe class PackedGemmTests
{
    private const sbyte Untouched = 0x5A;

    public static TheoryData<ExecutionPath> Paths => PackedPaths.Each;

    /// <summary>Columns and depth of the pointwise and fully connected layers of V1, V2, V3-Large and V3-Small, and of the gathered stem.</summary>
    public static TheoryData<int, int> Layers => new()
    {
        { 16, 27 }, { 32, 27 }, { 64, 32 }, { 128, 64 }, { 128, 128 }, { 256, 128 }, { 256, 256 }, { 512, 256 }, { 512, 512 }, { 1024, 512 },
        { 16, 32 }, { 96, 16 }, { 24, 96 }, { 144, 24 }, { 24, 144 }, { 32, 144 }, { 192, 32 }, { 64, 192 }, { 384, 64 }, { 96, 384 },
        { 576, 96 }, { 160, 576 }, { 960, 160 }, { 320, 960 }, { 1280, 320 }, { 1001, 1280 },
        { 16, 16 }, { 64, 16 }, { 72, 24 }, { 40, 72 }, { 24, 72 }, { 120, 40 }, { 40, 120 }, { 240, 40 }, { 80, 240 }, { 200, 80 }, { 184, 80 },
        { 80, 184 }, { 80, 200 }, { 480, 80 }, { 112, 480 }, { 672, 112 }, { 160, 672 }, { 88, 24 }, { 24, 88 }, { 96, 40 }, { 48, 120 },
        { 144, 48 }, { 288, 48 }, { 96, 288 }, { 8, 16 }, { 8, 24 }, { 64, 240 }, { 32, 120 }, { 1000, 1024 },
    };

    public static TheoryData<GemmForm> Forms => [.. Enum.GetValues<GemmForm>()];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Products_of_every_row_count_follow_the_law(ExecutionPath path)
    {
        foreach (int columns in new[] { 8, 16, 24, 32, 40, 72 })
        {
            for (int rows = 1; rows <= 20; rows++)
            {
                Check(path, new GemmCase(rows * columns, rows, columns, 24));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Products_of_every_column_count_follow_the_law(ExecutionPath path)
    {
        for (int columns = 1; columns <= 100; columns++)
        {
            Check(path, new GemmCase(columns, 7, columns, 20));
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Products_of_every_depth_follow_the_law(ExecutionPath path)
    {
        for (int depth = 1; depth <= 70; depth++)
        {
            Check(path, new GemmCase(depth, 6, 40, depth));
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Products_of_every_kind_of_value_follow_the_law(GemmForm form)
    {
        foreach (ExecutionPath path in PackedPaths.Available)
        {
            foreach ((int rows, int columns) in new[] { (1, 40), (6, 16), (8, 8), (7, 24), (13, 96), (5, 13) })
            {
                for (int seed = 0; seed < 8; seed++)
                {
                    Check(path, new GemmCase(seed, rows, columns, 9 + (seed * 8), form));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Products_of_the_networks_follow_the_law(int columns, int depth)
    {
        foreach (ExecutionPath path in PackedPaths.Available)
        {
            foreach (int rows in new[] { 1, 7, 14 })
            {
                Check(path, new GemmCase(columns ^ depth, rows, columns, depth, GemmForm.Unsigned));
            }
        }
    }

    /// <summary>More rows, columns or accumulators than kernels keep in their buffers at once.</summary>
    [Theory]
    [MemberData(nameof(Paths))]
    public void Products_larger_than_any_buffer_follow_the_law(ExecutionPath path)
    {
        foreach ((int rows, int columns, int depth) in new[] { (1000, 24, 3), (1, 9000, 5), (131, 100, 9), (3, 2500, 4), (30, 20, 2000) })
        {
            Check(path, new GemmCase(rows + columns, rows, columns, depth));
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Threads_may_share_the_columns(ExecutionPath path)
    {
        foreach (int columns in new[] { 8, 40, 48, 72, 96, 100, 144, 200, 240 })
        {
            GemmCase test = new(columns, 5, columns, 36);
            int granule = PackedPaths.Kernels(path).Gemm(test.Sum.WithoutShifts(), test.Depth)!.ColumnGranule;
            for (int split = granule; split < columns; split += granule)
            {
                Check(path, test, split);
            }
        }
    }

    /// <summary>
    /// Runs a case with rows that begin at odd addresses and end where memory ends, all columns at once or in two parts, and compares every byte
    /// of the results and of the gaps between them.
    /// </summary>
    private static void Check(ExecutionPath path, GemmCase test, int split = 0)
    {
        PackedGemm? gemm = ShiftedGemm.Around(PackedPaths.Kernels(path).Gemm(test.Sum.WithoutShifts(), test.Depth), test.Sum);
        Assert.True(gemm is not null, $"{path} has no kernel for {test.Name}");
        int inputPitch = test.Depth + (test.Rows % 4);
        int outputPitch = test.Columns + (test.Depth % 5);
        int inputBytes = ((test.Rows - 1) * inputPitch) + test.Depth + PackedGemm.ReadSlack;
        int outputBytes = ((test.Rows - 1) * outputPitch) + test.Columns + PackedGemm.ReadSlack;
        using FencedMemory inputMemory = new(inputBytes);
        using FencedMemory outputMemory = new(outputBytes);
        sbyte* input = inputMemory.Last(inputBytes);
        sbyte* output = outputMemory.Last(outputBytes);
        new Span<sbyte>(output, outputBytes).Fill(Untouched);
        for (int i = 0; i < inputBytes; i++)
        {
            int row = i / inputPitch;
            int place = i % inputPitch;
            input[i] = row < test.Rows && place < test.Depth ? test.Activations[(row * test.Depth) + place] : test.NextActivation();
        }

        if (split > 0)
        {
            gemm.Run(input, inputPitch, output, outputPitch, test.Rows, split, test.Columns);
        }

        gemm.Run(input, inputPitch, output, outputPitch, test.Rows, 0, split > 0 ? split : test.Columns);
        for (int i = 0; i < outputBytes; i++)
        {
            int row = i / outputPitch;
            int column = i % outputPitch;
            sbyte expected = row < test.Rows && column < test.Columns ? test.Expected(row, column) : Untouched;
            Assert.True(expected == output[i], $"{path}, {test.Name}, split {split}: row {row}, column {column} is {output[i]}, should be {expected}");
        }
    }
}
