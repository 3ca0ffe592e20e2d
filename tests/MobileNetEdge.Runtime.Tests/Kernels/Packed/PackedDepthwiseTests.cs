using MobileNetEdge.Runtime.Kernels;

namespace MobileNetEdge.Runtime.Tests.Kernels;

/// <summary>Packed depthwise kernels against the law, byte for byte, on every path of this machine.</summary>
public sealed unsafe class PackedDepthwiseTests
{
    private const sbyte Untouched = 0x55;
    private const int OutputGap = 8;

    private static readonly int[] Widths = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 17, 28, 29, 57];
    private static readonly int[] ChannelCounts = [8, 16, 24, 40];
    private static readonly DepthwiseForm[] Forms = Enum.GetValues<DepthwiseForm>();

    /// <summary>Window and stride of kernels that MobileNets need, then of some that take any.</summary>
    public static TheoryData<ExecutionPath, int, int> Windows
    {
        get
        {
            TheoryData<ExecutionPath, int, int> data = [];
            foreach (ExecutionPath path in PackedPaths.Available)
            {
                foreach ((int taps, int stride) in new[] { (3, 1), (3, 2), (5, 1), (5, 2), (1, 1), (2, 2), (3, 3), (4, 1), (7, 1), (7, 2) })
                {
                    data.Add(path, taps, stride);
                }
            }

            return data;
        }
    }

    /// <summary>Channels, width of the output, window and stride of MobileNet layers at 224.</summary>
    public static TheoryData<int, int, int, int> Layers => new()
    {
        { 32, 112, 3, 1 }, { 64, 56, 3, 2 }, { 144, 56, 3, 1 }, { 144, 28, 3, 2 }, { 512, 14, 3, 1 }, { 960, 7, 3, 1 }, { 240, 14, 3, 2 },
        { 72, 28, 5, 2 }, { 120, 28, 5, 1 }, { 288, 7, 5, 2 }, { 576, 7, 5, 1 },
    };

    [Theory]
    [MemberData(nameof(Windows))]
    public void Every_form_of_values_gives_the_bytes_of_the_law(ExecutionPath path, int taps, int stride)
    {
        int seed = 1;
        foreach (DepthwiseForm form in Forms)
        {
            foreach (int width in Widths)
            {
                int channels = ChannelCounts[seed % ChannelCounts.Length];
                Check(path, new DepthwiseCase(seed, channels, taps, stride, form), width, $"seed {seed}, {form}");
                seed++;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Layers_of_MobileNets_give_the_bytes_of_the_law(int channels, int width, int taps, int stride)
    {
        foreach (ExecutionPath path in PackedPaths.Available)
        {
            Check(path, new DepthwiseCase(channels + width, channels, taps, stride, DepthwiseForm.Unsigned), width, "layer");
        }
    }

    [Theory]
    [MemberData(nameof(PackedPaths.Each), MemberType = typeof(PackedPaths))]
    public void Channels_that_are_no_whole_granules_have_no_kernel(ExecutionPath path)
    {
        DepthwiseCase layer = new(1, 12, 3, 1, DepthwiseForm.Random);
        Assert.Null(PackedPaths.Kernels(path).Depthwise(layer.Sum, 12, 3, 1));
    }

    /// <summary>One row and two rows, all channels at once and in two parts.</summary>
    private static void Check(ExecutionPath path, DepthwiseCase layer, int width, string context)
    {
        PackedDepthwise? kernel = ShiftedDepthwise.Around(
            PackedPaths.Kernels(path).Depthwise(layer.Sum.WithoutShifts(), layer.Channels, layer.Taps, layer.Stride), layer.Sum);
        Assert.True(kernel is not null, $"{path} has no kernel for {layer.Taps}×{layer.Taps}, stride {layer.Stride}");
        context = $"{path}, {layer.Channels} channels, {layer.Taps}×{layer.Taps}, stride {layer.Stride}, {width} pixels, {context}";
        for (int rows = 1; rows <= PackedDepthwise.MaxRows; rows++)
        {
            using Rows input = new(layer, rows, width);
            int middle = layer.Channels / 16 * 8;
            CheckPart(kernel, layer, input, 0, layer.Channels, context);
            CheckPart(kernel, layer, input, 0, middle, context);
            CheckPart(kernel, layer, input, middle, layer.Channels, context);
        }
    }

    private static void CheckPart(PackedDepthwise kernel, DepthwiseCase layer, Rows input, int first, int end, string context)
    {
        int rowBytes = input.Width * layer.Channels;
        int pitch = rowBytes + OutputGap;
        using FencedMemory memory = new(pitch + rowBytes);
        sbyte* output = memory.Last((input.Count - 1) * pitch + rowBytes);
        new Span<sbyte>(memory.Last(memory.Length), memory.Length).Fill(Untouched);
        kernel.Run(input.Pointers, output, pitch, input.Count, input.Width, first, end);

        Span<sbyte> expected = new sbyte[memory.Length];
        expected.Fill(Untouched);
        Span<sbyte> stored = expected[^((input.Count - 1) * pitch + rowBytes)..];
        for (int row = 0; row < input.Count; row++)
        {
            for (int i = 0; i < rowBytes; i++)
            {
                int channel = i % layer.Channels;
                stored[row * pitch + i] = channel >= first && channel < end ? input.Expected[row * rowBytes + i] : Untouched;
            }
        }

        ReadOnlySpan<sbyte> actual = new(memory.Last(memory.Length), memory.Length);
        AssertSame(expected, actual, $"{context}, {input.Count} rows, channels {first} to {end}");
    }

    private static void AssertSame(ReadOnlySpan<sbyte> expected, ReadOnlySpan<sbyte> actual, string context)
    {
        int same = expected.CommonPrefixLength(actual);
        Assert.True(same == expected.Length, $"{context}: byte {same} of {expected.Length} is wrong");
    }

    /// <summary>Input rows, each with no more behind it than a kernel may read, and the results by the law.</summary>
    private sealed class Rows : IDisposable
    {
        private readonly FencedMemory[] _memory;
        private readonly FencedMemory _pointers;

        public Rows(DepthwiseCase layer, int rows, int width)
        {
            (Count, Width) = (rows, width);
            int pixels = (width - 1) * layer.Stride + layer.Taps;
            int bytes = pixels * layer.Channels + PackedDepthwise.ReadSlack;
            _memory = [.. Enumerable.Range(0, (rows - 1) * layer.Stride + layer.Taps).Select(_ => new FencedMemory(bytes))];
            _pointers = new FencedMemory(_memory.Length * sizeof(sbyte*));
            Pointers = (sbyte**)_pointers.Last(_pointers.Length);
            for (int row = 0; row < _memory.Length; row++)
            {
                Pointers[row] = _memory[row].Last(bytes);
                foreach (ref sbyte value in new Span<sbyte>(Pointers[row], bytes))
                {
                    value = layer.NextInput();
                }
            }

            Expected = [.. Enumerable.Range(0, rows * width * layer.Channels).Select(i => Result(layer, i))];
        }

        public int Count { get; }

        public int Width { get; }

        public sbyte** Pointers { get; }

        public sbyte[] Expected { get; }

        public void Dispose()
        {
            Array.ForEach(_memory, memory => memory.Dispose());
            _pointers.Dispose();
        }

        private sbyte Result(DepthwiseCase layer, int index)
        {
            int channel = index % layer.Channels;
            int x = index / layer.Channels % Width;
            int y = index / layer.Channels / Width;
            (int top, int left) = (y * layer.Stride, x * layer.Stride);
            return layer.Apply(channel, (row, column) => Pointers[top + row][(left + column) * layer.Channels + channel]);
        }
    }
}
