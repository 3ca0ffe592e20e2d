using System.Diagnostics;
using MobileNetEdge.Tests;

namespace MobileNetEdge.Quantizer.Tests.Onnx;

/// <summary>Damaged files end in a typed error, soon and without taking much memory.</summary>
public class OnnxFuzzTests
{
    private const string Variable = "MOBILENET_EDGE_FUZZ";
    private const int DefaultCount = 2000;
    private const long BaseMemory = 64L << 20;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private static int Count => int.TryParse(Environment.GetEnvironmentVariable(Variable), out int count) ? count : DefaultCount;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Damaged_small_files_are_refused_or_imported(int seed)
    {
        byte[] file = SmallNetwork(seed);
        Damage(file, new Random(seed), Count, $"seed {seed}", structure: null);
    }

    [Theory]
    [InlineData("models", "ppocr_mobile_cls_mobilenetv3small035")]
    [InlineData("detection", "ultralight_face_slim_320")]
    [InlineData("default", "mobilenet_v2_050_cifar10")]
    public void Damaged_real_files_are_refused_or_imported(string folder, string name)
    {
        SharedData.SkipIfAbsent();
        byte[] file = File.ReadAllBytes(SharedData.Path(folder, $"{name}.onnx"));
        Damage(file, new Random(4), Count / 10, name, Structure(file));
    }

    private static void Damage(byte[] original, Random random, int count, string what, int[]? structure)
    {
        for (int i = 0; i < count; i++)
        {
            byte[] file = Mutate(original, random, structure);
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            try
            {
                OnnxImporter.Read(file, new() { Height = 48, Width = 192 }).Dispose();
            }
            catch (Exception fault) when (IsExpected(fault))
            {
            }
            catch (Exception fault)
            {
                Assert.Fail($"{what}, file {i}: {fault}");
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < BaseMemory + (4L * file.Length), $"{what}, file {i}: {allocated} bytes for a file of {file.Length}");
            Assert.True(Stopwatch.GetElapsedTime(start) < Limit, $"{what}, file {i}: more than {Limit}");
        }
    }

    /// <summary>The third is for files that fix other extents than the options give.</summary>
    private static bool IsExpected(Exception fault)
    {
        return fault is InvalidModelException or UnsupportedModelException or ArgumentException { ParamName: null };
    }

    private static byte[] Mutate(byte[] original, Random random, int[]? structure)
    {
        byte[] file = (byte[])original.Clone();
        for (int mutations = random.Next(1, 4); mutations > 0; mutations--)
        {
            int at = structure is null ? random.Next(file.Length) : structure[random.Next(structure.Length)];
            switch (random.Next(4))
            {
                case 0:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    file[at] = (byte)random.Next(256);
                    break;
                case 2:
                    file.AsSpan(at, Math.Min(random.Next(1, 11), file.Length - at)).Fill(0xFF);
                    break;
                default:
                    ReadOnlySpan<byte> extreme = [0xFF, 0xFF, 0xFF, 0xFF, (byte)(random.Next(2) == 0 ? 0x07 : 0x0F)];
                    extreme[..Math.Min(extreme.Length, file.Length - at)].CopyTo(file.AsSpan(at));
                    break;
            }
        }

        return random.Next(16) == 0 ? file[..random.Next(file.Length)] : file;
    }

    /// <summary>Where bytes lie that are not inside long runs of weights: near printable text, as names and operators are.</summary>
    private static int[] Structure(byte[] file)
    {
        const int Reach = 12;
        bool[] near = new bool[file.Length];
        for (int i = 0, run = 0; i < file.Length; i++)
        {
            run = file[i] is >= 0x2E and <= 0x7A ? run + 1 : 0;
            if (run >= 4)
            {
                near.AsSpan(Math.Max(i - Reach, 0), Math.Min(2 * Reach, file.Length - Math.Max(i - Reach, 0))).Fill(true);
            }
        }

        return [.. Enumerable.Range(0, file.Length).Where(i => near[i])];
    }

    private static byte[] SmallNetwork(int seed)
    {
        OnnxGraph graph = new(seed == 1 ? 10 : 13);
        string x = graph.Input("x", 1, 3, 8, 8);
        string w = graph.Weights([4, 3, 3, 3], Values.Random(seed, 108).Elements);
        string conv = graph.Node("Conv", [x, w], OnnxGraph.Attribute("pads", 1, 1, 1, 1), OnnxGraph.Attribute("strides", 2, 2));
        string clip = graph.Node("Relu", [graph.Node("Add", [conv, graph.Weights([4, 1, 1], 1, 2, 3, 4)])]);
        string pool = graph.Node("MaxPool", [clip], OnnxGraph.Attribute("kernel_shape", 2, 2), OnnxGraph.Attribute("strides", 2, 2));
        string shape = graph.Node("Shape", [pool]);
        string batch = graph.Node("Gather", [shape, graph.Integers(0)]);
        string slice = graph.Node("Slice", [shape, graph.Integers(0), graph.Integers(1), graph.Integers(0), graph.Integers(1)]);
        string ones = graph.Node("ConstantOfShape", [graph.Integers(1)]);
        string target = graph.Node("Concat", [seed == 2 ? batch : slice, graph.Integers(-1)], OnnxGraph.Number("axis", 0));
        string flat = graph.Node("Reshape", [pool, target]);
        string matrix = graph.Node("MatMul", [flat, graph.Weights([16, 3], Values.Random(seed, 48).Elements)]);
        string sum = graph.Node("Mul", [matrix, ones]);
        string up = graph.Node("Transpose", [clip], OnnxGraph.Attribute("perm", 0, 2, 3, 1));
        return graph.ToFile(graph.Node("Softmax", [sum], OnnxGraph.Number("axis", 1)), graph.Node("Squeeze", [up]));
    }
}
