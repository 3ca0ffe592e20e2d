namespace MobileNetEdge.Core.Tests;

/// <summary>A small .tflite file in the making. Its tables may be changed at will before <see cref="ToBytes()"/>.</summary>
internal sealed class TinyModel
{
    public const byte Float32 = 0;
    public const byte Int32 = 2;
    public const byte UInt8 = 3;
    public const byte Int64 = 4;
    public const byte String = 5;
    public const byte Int8 = 9;

    public TinyModel()
    {
        Graph = new FlatNode().Set(0, Tensors).Set(1, Array.Empty<int>()).Set(2, Array.Empty<int>()).Set(3, Operators);
        Root = new FlatNode()
            .Set(0, 3u).Set(1, Codes).Set(2, new List<FlatNode> { Graph }).Set(3, "tiny").Set(4, Buffers).Set(6, Metadata);
        Buffers.Add(new FlatNode());
    }

    public FlatNode Root { get; }

    public FlatNode Graph { get; }

    public List<FlatNode> Tensors { get; } = [];

    public List<FlatNode> Operators { get; } = [];

    public List<FlatNode> Codes { get; } = [];

    public List<FlatNode> Buffers { get; } = [];

    public List<FlatNode> Metadata { get; } = [];

    /// <summary>int8 [1, 4, 4, 2] → CONV_2D with 3 filters of 3 × 3, SAME, RELU6 → int8 [1, 4, 4, 3].</summary>
    public static TinyModel Convolution()
    {
        TinyModel model = new();
        int input = model.AddTensor("input", Int8, [1, 4, 4, 2], quantization: Quantization([0.5f], [-3]));
        int weights = model.AddTensor("weights", Int8, [3, 3, 3, 2], new byte[54], Quantization([0.1f, 0.2f, 0.3f], [0, 0, 0], 0));
        int bias = model.AddTensor("bias", Int32, [3], new byte[12], Quantization([0.05f, 0.1f, 0.15f], [0, 0, 0]));
        int output = model.AddTensor("output", Int8, [1, 4, 4, 3], quantization: Quantization([0.25f], [7]));
        FlatNode options = new FlatNode().Set(0, (byte)0).Set(1, 1).Set(2, 1).Set(3, (byte)3);
        model.AddOperator(3, [input, weights, bias], [output], 1, options);
        return model.WithEnds([input], [output]);
    }

    /// <summary>One operator whose inputs and output have the given shapes, all int8; further inputs are int32 constants.</summary>
    public static TinyModel Of(int code, int[] input, int[] output, byte kind = 0, FlatNode? options = null, params int[][] constants)
    {
        TinyModel model = new();
        List<int> inputs = [model.AddTensor("input", Int8, input, quantization: Quantization([0.5f], [0]))];
        foreach (int[] constant in constants)
        {
            inputs.Add(model.AddTensor("constant", Int32, [constant.Length], ToBytes(constant)));
        }

        int result = model.AddTensor("output", Int8, output, quantization: Quantization([0.5f], [0]));
        model.AddOperator(code, [.. inputs], [result], kind, options);
        return model.WithEnds([0], [result]);
    }

    public static FlatNode Quantization(float[] scales, long[]? zeroPoints, int axis = 0)
    {
        return new FlatNode().Set(2, scales).Set(3, zeroPoints).Set(6, axis);
    }

    public static byte[] ToBytes(int[] values)
    {
        byte[] bytes = new byte[values.Length * sizeof(int)];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    public TinyModel WithEnds(int[] inputs, int[] outputs)
    {
        Graph.Set(1, inputs).Set(2, outputs);
        return this;
    }

    public int AddTensor(string name, byte type, int[] shape, byte[]? data = null, FlatNode? quantization = null)
    {
        uint buffer = data is null ? 0 : AddBuffer(data);
        Tensors.Add(new FlatNode().Set(0, shape).Set(1, type).Set(2, buffer).Set(3, name).Set(4, quantization));
        return Tensors.Count - 1;
    }

    public uint AddBuffer(byte[] data)
    {
        Buffers.Add(new FlatNode().Set(0, data));
        return (uint)Buffers.Count - 1;
    }

    public FlatNode AddOperator(int code, int[] inputs, int[] outputs, byte kind = 0, FlatNode? options = null)
    {
        Codes.Add(new FlatNode().Set(0, (byte)Math.Min(code, 127)).Set(3, code));
        FlatNode table = new FlatNode().Set(0, (uint)Codes.Count - 1).Set(1, inputs).Set(2, outputs);
        Operators.Add(kind == 0 ? table : table.Set(3, kind).Set(4, options ?? new FlatNode()));
        return table;
    }

    public void AddMetadata(string name, byte[] contents) => Metadata.Add(new FlatNode().Set(0, name).Set(1, AddBuffer(contents)));

    public FlatImage ToImage() => new(Root, "TFL3");

    public byte[] ToBytes() => ToImage().Bytes;

    public Model Read() => Model.Read(ToBytes());
}
