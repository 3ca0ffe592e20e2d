using System.Diagnostics;
using System.Globalization;
using MobileNetEdge.Tests;

namespace MobileNetEdge.Core.Tests;

/// <summary>
/// Damaged files are read or refused with one of two exceptions, soon, and with little memory. MOBILENET_EDGE_FUZZ sets how many are tried.
/// </summary>
public sealed class MutatedModels(ITestOutputHelper output)
{
    private const int Seed = 20250;
    private const long FreeBytes = 64 << 20;
    private const int MaxMilliseconds = 2000;
    private const int DefaultCount = 3000;

    private static int Count { get; } = int.TryParse(
        Environment.GetEnvironmentVariable("MOBILENET_EDGE_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out int count)
        ? count
        : DefaultCount;

    public static TheoryData<string> Files => [.. RealFileTests.Files.Select(row => row.Data.Item1)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Damaged_real_file_is_read_or_refused(string name)
    {
        SharedData.SkipIfAbsent();
        Run(File.ReadAllBytes(SharedData.Path("tflite", name + ".tflite")), Count / 12, name);
    }

    [Fact]
    public void Damaged_tiny_convolution_is_read_or_refused() => Run(TinyModel.Convolution().ToBytes(), Count / 12, "convolution");

    [Fact]
    public void Damaged_metadata_is_read_or_refused() => Run(MetadataSamples.Everything(), Count / 12, "metadata");

    private void Run(byte[] file, int count, string name)
    {
        ModelMutator mutator = new(file, Seed);
        long largest = 0;
        double slowest = 0;
        int read = 0;
        for (int i = 0; i < count; i++)
        {
            ReadOnlyMemory<byte> damaged = mutator.Next();
            string label = $"{name}, seed {Seed}, mutation {i}";
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            read += TryRead(damaged, label) ? 1 : 0;
            double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            Assert.True(allocated < FreeBytes + (4L * file.Length), $"{label}: {allocated} bytes allocated");
            Assert.True(milliseconds < MaxMilliseconds, $"{label}: {milliseconds} ms");
            largest = Math.Max(largest, allocated);
            slowest = Math.Max(slowest, milliseconds);
        }

        output.WriteLine($"{name}: {count} damaged, {read} still read; at most {largest} bytes and {slowest:f1} ms");
    }

    private static bool TryRead(ReadOnlyMemory<byte> file, string label)
    {
        try
        {
            Model.Read(file).Dispose();
            return true;
        }
        catch (Exception e) when (e is InvalidModelException or UnsupportedModelException)
        {
            return false;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(label, e);
        }
    }
}
