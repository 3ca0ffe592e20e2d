using System.Runtime.InteropServices;
using Google.Protobuf;
using MobileNetEdge.Quantizer.Onnx.Messages;

namespace MobileNetEdge.Quantizer.Tests.Onnx;

/// <summary>Weights in every form that files hold them in, and in files of their own.</summary>
public sealed class OnnxConstantTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onnx-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string> Forms => ["raw", "list", "half", "half list", "double", "double list", "node", "node floats"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Weights_of_every_form_are_read(string form)
    {
        float[] values = [1.5f, -2, 0.25f];
        Values x = Values.Random(1, 2, 3);
        OnnxGraph graph = new();
        string weights = Add(graph, form, values);
        string y = graph.Node("Mul", [graph.Input("x", 2, 3), weights]);
        OnnxCheck.Gives(graph, y, new Values([2, 3], [.. x.Elements.Select((v, i) => v * values[i % 3])]), x);
    }

    [Fact]
    public void External_weights_are_read_at_their_offset()
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, "w.bin"), [9, 9, 9, 9, .. Bytes([1f, 2f, 3f])]);
        using Model network = OnnxImporter.Import(Write("w.bin", "4", "12"));
        Assert.Equal(Bytes([1f, 2f, 3f]), network.Operators.OfType<Binary>().Single().B.Data.ToArray());
    }

    [Theory]
    [InlineData("../w.bin", "0", "12", "expected a relative path inside the model's folder")]
    [InlineData("a/../../w.bin", "0", "12", "expected a relative path inside the model's folder")]
    [InlineData("/etc/passwd", "0", "12", "expected a relative path inside the model's folder")]
    [InlineData("..\\w.bin", "0", "12", "expected a relative path inside the model's folder")]
    [InlineData("link.bin", "0", "12", "goes through a symbolic link")]
    [InlineData("linked/w.bin", "0", "12", "goes through a symbolic link")]
    [InlineData("absent.bin", "0", "12", "no such file")]
    [InlineData("", "0", "12", "found the location ''")]
    [InlineData("w.bin", "1", "12", "found bytes 1 to 13 of 'w.bin', which has 12")]
    [InlineData("w.bin", "9223372036854775807", "12", "which has 12")]
    [InlineData("w.bin", "-1", "12", "found the offset '-1'")]
    [InlineData("w.bin", "0", "8", "found a length of 8 bytes, expected 12")]
    public void External_weights_elsewhere_are_refused(string location, string offset, string length, string reason)
    {
        string data = Path.Combine(_folder.FullName, "w.bin");
        File.WriteAllBytes(data, new byte[12]);
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "link.bin"), data);
        Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, "linked"), _folder.FullName);
        string path = Write(location, offset, length);
        InvalidModelException fault = Assert.Throws<InvalidModelException>(() => OnnxImporter.Import(path));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void External_weights_read_again_and_again_are_refused()
    {
        const int Length = 1 << 20;
        File.WriteAllBytes(Path.Combine(_folder.FullName, "w.bin"), new byte[Length]);
        OnnxGraph graph = new();
        for (int i = 0; i < 100; i++)
        {
            graph.Initializer(External("w.bin", "0", $"{Length}", Length / sizeof(float)));
        }

        string path = Path.Combine(_folder.FullName, "m.onnx");
        File.WriteAllBytes(path, graph.ToFile(graph.Node("Relu", [graph.Input("x", 1)])));
        InvalidModelException fault = Assert.Throws<InvalidModelException>(() => OnnxImporter.Import(path));
        Assert.Contains("constants grow beyond", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_and_absent_file_are_no_models()
    {
        Assert.Throws<IOException>(() => OnnxImporter.Import(_folder.FullName));
        Assert.Throws<FileNotFoundException>(() => OnnxImporter.Import(Path.Combine(_folder.FullName, "absent.onnx")));
    }

    private static byte[] Bytes(float[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private static string Add(OnnxGraph graph, string form, float[] values)
    {
        TensorProto tensor = new() { Dims = { 3 }, DataType = form.Split(' ')[0] switch { "half" => 10, "double" => 11, _ => 1 } };
        Half[] halves = [.. values.Select(v => (Half)v)];
        double[] doubles = [.. values.Select(v => (double)v)];
        switch (form)
        {
            case "half":
                tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(halves.AsSpan()));
                break;
            case "half list":
                tensor.Int32Data.AddRange(halves.Select(half => (int)BitConverter.HalfToUInt16Bits(half)));
                break;
            case "double":
                tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(doubles.AsSpan()));
                break;
            case "double list":
                tensor.DoubleData.AddRange(doubles);
                break;
            case "list":
                tensor.FloatData.AddRange(values);
                break;
            case "node floats":
                return graph.Node("Constant", [], new AttributeProto { Name = "value_floats", Type = 6, Floats = { values } });
            default:
                tensor.RawData = ByteString.CopyFrom(Bytes(values));
                break;
        }

        return form == "node"
            ? graph.Node("Constant", [], new AttributeProto { Name = "value", Type = 4, T = tensor })
            : graph.Initializer(tensor);
    }

    private static TensorProto External(string location, string offset, string length, long count) => new()
    {
        Dims = { count },
        DataType = 1,
        DataLocation = 1,
        ExternalData =
        {
            new StringStringEntryProto { Key = "location", Value = location },
            new StringStringEntryProto { Key = "offset", Value = offset },
            new StringStringEntryProto { Key = "length", Value = length },
        },
    };

    private string Write(string location, string offset, string length)
    {
        OnnxGraph graph = new();
        string w = graph.Initializer(External(location, offset, length, 3));
        string path = Path.Combine(_folder.FullName, "m.onnx");
        File.WriteAllBytes(path, graph.ToFile(graph.Node("Mul", [graph.Input("x", 1, 3), w])));
        return path;
    }
}
