using System.Buffers.Binary;
using System.Diagnostics;

namespace MobileNetEdge.Imaging.Tests;

/// <summary>Mutated files give a picture or an <see cref="ImageException"/>, in bounded memory and without a hang.</summary>
/// <remarks>The environment variable MOBILENET_EDGE_FUZZ sets the number of mutations.</remarks>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int DefaultMutations = 3000;

    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(2);

    private static readonly uint[] Extremes =
        [0, 1, 2, 0x7F, 0x80, 0xFF, 0x100, 0x3FFF, 0x4000, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFE, 0x7FFFFFFF, 0x80000000, 0x80000001, 0xFFFFFFFF];

    private static int Mutations =>
        int.TryParse(Environment.GetEnvironmentVariable("MOBILENET_EDGE_FUZZ"), out int count) ? count : DefaultMutations;

    [Fact]
    public void Mutated_PNG_BMP_and_PNM_files_give_a_picture_or_a_typed_error()
    {
        byte[][] corpus = [.. Pngs(), .. Bmps(), .. Pnms()];
        Run(corpus, Mutations, new() { MaxPixels = 16_000_000 }, 64L << 20);
    }

    [Fact]
    public void Mutated_JPEG_files_give_a_picture_or_a_typed_error()
    {
        byte[][] corpus =
        [
            JpegSamples.Colour,
            JpegSamples.Progressive,
            JpegSamples.Cmyk,
            JpegSamples.Grey,
            JpegTests.WithExif(JpegSamples.Colour, JpegTests.Exif(6, little: true)),
        ];
        Run(corpus, Mutations / 4, new() { MaxPixels = 1_000_000 }, 64L << 20);
    }

    private void Run(byte[][] corpus, int mutations, ImageLimits limits, long memory)
    {
        foreach (byte[] file in corpus)
        {
            ImageFile.Decode(file, limits);
        }

        (int decoded, long mostMemory, TimeSpan longest) = (0, 0, TimeSpan.Zero);
        for (int seed = 0; seed < mutations; seed++)
        {
            Random random = new(seed);
            byte[] file = Mutate(random, corpus[random.Next(corpus.Length)]);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Stopwatch watch = Stopwatch.StartNew();
            decoded += Decode(file, limits, seed) ? 1 : 0;
            (TimeSpan time, long taken) = (watch.Elapsed, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.True(taken < memory + (4L * file.Length), $"seed {seed}: {taken} bytes of memory for a file of {file.Length}");
            Assert.True(time < Hang, $"seed {seed}: {time}");
            (mostMemory, longest) = (Math.Max(mostMemory, taken), time > longest ? time : longest);
        }

        output.WriteLine($"{mutations} mutations of {corpus.Length} files: {decoded} decoded, {mutations - decoded} refused; "
            + $"at most {mostMemory} bytes, {longest.TotalMilliseconds:f0} ms");
    }

    private static bool Decode(byte[] file, ImageLimits limits, int seed)
    {
        try
        {
            ImageFile.Decode(file, limits);
            return true;
        }
        catch (ImageException)
        {
            return false;
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"seed {seed}: {exception.GetType().Name} from {Convert.ToBase64String(file)}", exception);
        }
    }

    private static byte[] Mutate(Random random, byte[] original)
    {
        byte[] file = [.. original];
        for (int count = random.Next(1, 5); count > 0 && file.Length > 4; count--)
        {
            file = MutateOnce(random, file);
        }

        // Without right CRCs almost no mutation of a PNG file would get past them.
        if (file.AsSpan().StartsWith(PngWriter.Signature) && random.Next(4) != 0)
        {
            PngWriter.RepairCrcs(file);
        }

        return file;
    }

    private static byte[] MutateOnce(Random random, byte[] file)
    {
        // The start of a file is where the lengths stand.
        int range = random.Next(2) == 0 ? Math.Min(64, file.Length) : file.Length;
        int at = random.Next(range - 3);
        uint extreme = Extremes[random.Next(Extremes.Length)];
        switch (random.Next(7))
        {
            case 0:
                file[at] ^= (byte)(1 << random.Next(8));
                return file;
            case 1:
                file[at] = (byte)random.Next(256);
                return file;
            case 2:
                BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at), extreme);
                return file;
            case 3:
                BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), extreme);
                return file;
            case 4:
                BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), (ushort)extreme);
                return file;
            case 5:
                return file[..random.Next(file.Length)];
            default:
                int end = Math.Min(file.Length, at + random.Next(1, 40));
                return random.Next(2) == 0 ? [.. file[..at], .. file[end..]] : [.. file[..end], .. file[at..]];
        }
    }

    private static IEnumerable<byte[]> Pngs()
    {
        Random random = new(1);
        foreach (ITheoryDataRow row in PngTests.Kinds)
        {
            object?[] kind = row.GetData();
            yield return PngTests.RandomPng(random, (int)kind[0]!, (int)kind[1]!, (bool)kind[2]!).ToFile();
        }
    }

    private static IEnumerable<byte[]> Bmps()
    {
        uint[] palette = [0, 0x10, 0x2000, 0x300000];
        yield return new BmpWriter { Width = 5, Height = 3, Bits = 24, Pixels = new byte[48] }.ToFile();
        yield return new BmpWriter { Width = 5, Height = -3, Bits = 32, Pixels = new byte[60] }.ToFile();
        yield return new BmpWriter { Width = 5, Height = 3, Bits = 16, Pixels = new byte[36] }.ToFile();
        yield return new BmpWriter { Width = 5, Height = 3, Bits = 16, Compression = 3, Masks = [0xF800, 0x7E0, 0x1F], Pixels = new byte[36] }.ToFile();
        yield return new BmpWriter { Width = 5, Height = 3, Bits = 8, Palette = palette, Pixels = new byte[24] }.ToFile();
        yield return new BmpWriter { HeaderBytes = 12, Width = 5, Height = 3, Bits = 4, Palette = palette, Pixels = new byte[12] }.ToFile();
        yield return new BmpWriter { HeaderBytes = 124, Width = 5, Height = 3, Bits = 1, Palette = palette, Pixels = new byte[12] }.ToFile();
        yield return new BmpWriter { Width = 5, Height = 3, Bits = 8, Compression = 1, Palette = palette, Pixels = [2, 1, 0, 3, 2, 3, 1, 0, 0, 0, 0, 2, 1, 1, 2, 3, 0, 1] }.ToFile();
        yield return new BmpWriter { Width = 5, Height = 2, Bits = 4, Compression = 2, Palette = palette, Pixels = [3, 0x12, 0, 0, 0, 5, 0x32, 0x10, 0x10, 0, 0, 1] }.ToFile();
    }

    private static IEnumerable<byte[]> Pnms()
    {
        yield return [.. "P1 # c\n3 2\n1 0 1 010\n"u8];
        yield return [.. "P2 2 2 15\n0 15 7 8\n"u8];
        yield return [.. "P3 2 1 255\n1 2 3 4 5 6\n"u8];
        yield return [.. "P4 10 2\n"u8, 1, 2, 3, 4];
        yield return [.. "P5 3 2 65535\n"u8, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        yield return [.. "P6 2 2 255\n"u8, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    }
}
