using MobileNetEdge.Devices.Camera;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Devices.Tests.Camera;

public sealed class SplitterTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly ColourEncoding Colours = new(ColourMatrix.Bt601, ColourRange.Full);

    [Fact]
    public void Pictures_are_found_however_the_stream_is_split()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            Random random = new(seed);
            byte[][] pictures = [.. Enumerable.Range(1, 5).Select(i => JpegSamples.Tiny((byte)i))];
            List<byte> stream = [];
            foreach (byte[] picture in pictures)
            {
                stream.AddRange(Enumerable.Range(0, random.Next(4)).Select(_ => (byte)random.Next(0xFF)));
                stream.AddRange(picture);
            }

            JpegSplitter splitter = new(FrameShape.Packed(2, 2, FrameFormat.Mjpeg));
            List<byte[]> found = Feed(splitter, [.. stream], () => random.Next(1, 60));
            Assert.True(found.Select(bytes => bytes[10]).SequenceEqual(new byte[] { 1, 2, 3, 4, 5 }), $"seed {seed}");
            Assert.All(found, bytes => Assert.Equal(pictures[0].Length, bytes.Length));
        }
    }

    [Fact]
    public void A_picture_that_is_none_is_counted_and_the_next_is_found()
    {
        byte[] picture = JpegSamples.Tiny(7);
        JpegSplitter splitter = new(default);
        List<byte[]> found = Feed(splitter, [.. picture[..20], .. picture, 0xFF, 0xD8, 0xFF, 0xE0, 0, 1, .. picture], () => 11);
        Assert.True(found.Count >= 1);
        Assert.True(splitter.Broken > 0);
        Assert.Equal(picture, found[^1]);
    }

    [Fact]
    public void A_picture_without_an_end_takes_bounded_memory()
    {
        JpegSplitter splitter = new(default);
        byte[] piece = new byte[1 << 16];
        Feed(splitter, [0xFF, 0xD8, 0xFF, 0xDA, 0, 2], () => 6);
        for (int i = 0; i < 600; i++)
        {
            Feed(splitter, piece, () => piece.Length);
        }

        Assert.InRange(splitter.Free.Length, 1 << 16, (JpegSplitter.MaxBytes * 2) + 1);
        Assert.Equal(1, splitter.Broken);
        Assert.Single(Feed(splitter, JpegSamples.Tiny(), () => 5));
    }

    [Fact]
    public void Random_bytes_are_no_picture_and_no_harm()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            byte[] bytes = new byte[2000];
            random.NextBytes(bytes);
            for (int i = 0; i < bytes.Length; i += 3)
            {
                bytes[i] = 0xFF;
            }

            foreach (byte[] picture in Feed(new JpegSplitter(default), bytes, () => random.Next(1, 300)))
            {
                Assert.Equal((0xFF, 0xD8, 0xFF, 0xD9), ((int)picture[0], (int)picture[1], (int)picture[^2], (int)picture[^1]));
            }
        }
    }

    [Theory]
    [InlineData(100, 64, 128)]
    [InlineData(100, 1, 100)]
    [InlineData(641, 32, 672)]
    [InlineData(640, 64, 640)]
    [InlineData(640, 256, 768)]
    [InlineData(256, 1, 256)]
    public void The_padding_of_rows_is_measured(int width, int alignment, int stride)
    {
        int padded = (width + alignment - 1) / alignment * alignment;
        FrameShape shape = FrameShape.Packed(width, 30, FrameFormat.I420, Colours) with { Stride = padded };
        PlanarSplitter splitter = new(width, 30, Colours, Pause);
        List<byte[]> found = [];
        for (int i = 0; i < 8; i++)
        {
            byte[] frame = new byte[shape.ByteCount];
            Array.Fill(frame, (byte)i);
            found.AddRange(Feed(splitter, frame, () => 1000, Pause * 2));
        }

        Assert.Equal(stride, splitter.Shape.Stride);
        Assert.InRange(found.Count, 4, 8);
        Assert.All(found, bytes => Assert.Equal(-1, bytes.AsSpan().IndexOfAnyExcept(bytes[0])));
        Assert.Equal(7, found[^1][0]);
    }

    [Fact]
    public void A_pause_in_the_middle_of_a_frame_does_not_mislead_the_measurement()
    {
        FrameShape shape = FrameShape.Packed(100, 30, FrameFormat.I420, Colours) with { Stride = 128 };
        PlanarSplitter splitter = new(100, 30, Colours, Pause);
        byte[] frame = new byte[shape.ByteCount];
        for (int i = 0; i < 6; i++)
        {
            Feed(splitter, frame[..4000], () => 1000, Pause * 2);
            Feed(splitter, frame[4000..], () => 1000, Pause * 2);
        }

        Assert.Equal(128, splitter.Shape.Stride);
    }

    /// <summary>Feeds bytes in pieces; only the first has a pause before it.</summary>
    private static List<byte[]> Feed(IFrameSplitter splitter, byte[] bytes, Func<int> size, TimeSpan pause = default)
    {
        List<byte[]> found = [];
        CameraFrame frame = new();
        for (int position = 0; position < bytes.Length;)
        {
            Span<byte> free = splitter.Free;
            int count = Math.Min(Math.Min(size(), bytes.Length - position), free.Length);
            bytes.AsSpan(position, count).CopyTo(free);
            splitter.Advance(count, position == 0 ? pause : TimeSpan.Zero);
            position += count;
            while (splitter.TryTake(frame))
            {
                found.Add(frame.Bytes.ToArray());
            }
        }

        return found;
    }
}
