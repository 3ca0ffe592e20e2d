using System.IO.Compression;
using System.Text.Json;

namespace MobileNetEdge.Runtime.Tests.Golden;

/// <summary>A real model with the inputs and outputs that TensorFlow Lite Micro's reference kernels gave.</summary>
internal sealed class GoldenVectors : IDisposable
{
    private readonly Dictionary<int, byte[]> _operatorOutputs = [];

    public GoldenVectors(string name)
    {
        SharedData.SkipIfAbsent();
        Model = Model.Load(SharedData.Path("tflite", name + ".tflite"));
        Input = Npy.Load(SharedData.Path("tflite", "golden", name, "input.npy"));
        Output = Npy.Load(SharedData.Path("tflite", "golden", name, "output.npy"));
        ReadOperatorOutputs(SharedData.Path("tflite", "golden", name));
    }

    public static TheoryData<string> All { get; } =
    [
        "person_detect", "vww_96_int8", "tf2_mobilenet_v2_1.0_224_ptq", "mobilenet_v2_quantized_1x3x224x224", "pretrainedResnet_quant",
    ];

    public Model Model { get; }

    public Npy Input { get; }

    public Npy Output { get; }

    public void Dispose() => Model.Dispose();

    /// <summary>The golden bytes of a tensor when the model runs on the first input; null where none are known.</summary>
    public byte[]? Value(Tensor tensor)
    {
        return tensor == Model.Inputs[0] ? Input.Item<byte>(0).ToArray() : _operatorOutputs.GetValueOrDefault(Model.Tensors.IndexOf(tensor));
    }

    private void ReadOperatorOutputs(string folder)
    {
        string packed = Path.Combine(folder, "per_op_outputs_of_input0.raw.gz");
        if (!File.Exists(packed))
        {
            return;
        }

        using GZipStream unpacked = new(File.OpenRead(packed), CompressionMode.Decompress);
        using MemoryStream all = new();
        unpacked.CopyTo(all);
        using JsonDocument meta = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "meta.json")));
        foreach (JsonElement entry in meta.RootElement.GetProperty("per_op_outputs_of_input0").EnumerateArray())
        {
            int offset = entry.GetProperty("offset").GetInt32();
            int length = entry.GetProperty("bytes").GetInt32();
            _operatorOutputs[entry.GetProperty("tensor").GetInt32()] = all.GetBuffer()[offset..(offset + length)];
        }
    }
}
