using System.Diagnostics;

namespace MobileNetEdge.Quantizer.Tests.Architectures;

/// <summary>Damaged files of weights end in a typed error, soon and without taking much memory.</summary>
public class SafetensorsFuzzTests
{
    private const string Variable = "MOBILENET_EDGE_FUZZ";
    private const int DefaultCount = 1500;
    private const long MaxMemory = 64L << 20;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly MobileNetOptions Options = new() { Width = 0.01, Resolution = 32, Classes = 2 };
    private static readonly string[] Tokens = ["0", "-1", "9", "}", "]", "\"", ",", "1e308", "9223372036854775807", "[", "{", "\\u0000", "F16", "null", "\u00ff"];

    private static int Count => int.TryParse(Environment.GetEnvironmentVariable(Variable), out int count) ? count : DefaultCount;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Damaged_files_are_refused_or_loaded(int seed)
    {
        byte[] original = SafetensorsTests.SmallFile(Options);
        Random random = new(seed);
        for (int i = 0; i < Count; i++)
        {
            Load(Mutate(original, random), $"seed {seed}, file {i}");
        }
    }

    private static void Load(byte[] file, string what)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        try
        {
            MobileNets.Read("mobilenet_v1", file, Options).Dispose();
        }
        catch (InvalidModelException)
        {
        }
        catch (Exception fault)
        {
            Assert.Fail($"{what}: {fault}");
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < MaxMemory, $"{what}: {allocated} bytes for a file of {file.Length}");
        Assert.True(Stopwatch.GetElapsedTime(start) < Limit, $"{what}: more than {Limit}");
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        byte[] file = (byte[])original.Clone();
        int header = 8 + BitConverter.ToInt32(original, 0);
        for (int mutations = random.Next(1, 4); mutations > 0; mutations--)
        {
            int at = random.Next(random.Next(8) == 0 ? file.Length : header);
            if (random.Next(2) == 0)
            {
                file[at] ^= (byte)(1 << random.Next(8));
            }
            else
            {
                ReadOnlySpan<byte> token = [.. Tokens[random.Next(Tokens.Length)].Select(c => (byte)c)];
                token[..Math.Min(token.Length, file.Length - at)].CopyTo(file.AsSpan(at));
            }
        }

        return random.Next(16) == 0 ? file[..random.Next(file.Length)] : file;
    }
}
