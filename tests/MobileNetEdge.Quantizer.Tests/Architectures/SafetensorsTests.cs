using System.Text;
using MobileNetEdge.Quantizer.Architectures.Safetensors;

namespace MobileNetEdge.Quantizer.Tests.Architectures;

public class SafetensorsTests
{
    private const string OneTensor = """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""";

    [Theory]
    [InlineData("mobilenet_v1", 1e-3)]
    [InlineData("mobilenet_v2", 1e-5)]
    [InlineData("mobilenet_v3_large", 1e-3)]
    [InlineData("mobilenet_v3_small", 1e-3)]
    [InlineData("mobilenet_v3_large_minimalistic", 1e-3)]
    public void Network_with_the_weights_of_a_file_computes_what_they_were_made_for(string name, double epsilon)
    {
        MobileNetOptions options = new() { Width = 0.2, Resolution = 40, Classes = 5, Seed = 3, Reference = ReferenceCode.Torchvision };
        using Model expected = MobileNets.Create(name, options);
        using Model actual = MobileNets.Read(name, TrainedNetwork.ToFile(expected, epsilon), options);

        float[] wanted = Run(expected);
        float[] found = Run(actual);
        double scale = wanted.Max(Math.Abs);
        Assert.All(wanted.Zip(found), pair => Assert.InRange(pair.Second, pair.First - (1e-4 * scale), pair.First + (1e-4 * scale)));
    }

    [Fact]
    public void File_on_disk_gives_the_same_network_as_in_memory()
    {
        MobileNetOptions options = new() { Width = 0.01, Resolution = 32, Classes = 2 };
        byte[] file = SmallFile(options);
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, file);
            using Model loaded = MobileNets.Load("mobilenet_v1", path, options);
            using Model read = MobileNets.Read("mobilenet_v1", file, options);

            Assert.Equal(Run(read), Run(loaded));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Entries of the networks' state_dict in torchvision, without the counters of batches.</summary>
    [Theory]
    [InlineData("mobilenet_v2", 262, "features.0.1.running_var", "features.1.conv.0.0.weight", "features.1.conv.1.weight", "features.1.conv.2.bias", "features.2.conv.0.1.bias", "features.2.conv.1.0.weight", "features.17.conv.3.running_mean", "features.18.1.weight", "classifier.1.bias")]
    [InlineData("mobilenet_v3_large", 266, "features.1.block.0.0.weight", "features.1.block.1.1.running_var", "features.4.block.2.fc1.weight", "features.4.block.2.fc2.bias", "features.4.block.3.0.weight", "features.16.1.bias", "classifier.0.weight", "classifier.3.bias")]
    [InlineData("mobilenet_v3_small", 210, "features.1.block.1.fc1.bias", "features.1.block.2.0.weight", "features.2.block.2.1.running_mean", "features.12.0.weight", "classifier.3.weight")]
    public void Missing_tensors_are_all_listed_under_torchvisions_names(string name, int count, params string[] some)
    {
        InvalidModelException fault = Assert.Throws<InvalidModelException>(() => MobileNets.Read(name, SafetensorsWriter.File("{}")));

        Assert.Contains($"{count} tensors", fault.Message, StringComparison.Ordinal);
        Assert.All(some, tensor => Assert.Contains($"'{tensor}' is missing", fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Misshaped_tensor_is_named_with_both_shapes()
    {
        MobileNetOptions options = new() { Width = 0.01, Resolution = 32, Classes = 2 };
        InvalidModelException fault = Assert.Throws<InvalidModelException>(
            () => MobileNets.Read("mobilenet_v1", SmallFile(options), options with { Classes = 3 }));

        Assert.Contains("2 tensors", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'classifier.1.weight' has the shape [2, 16], expected [3, 16]", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("F16", 1.5f)]
    [InlineData("BF16", -0.25f)]
    [InlineData("F32", 0.1f)]
    [InlineData("F64", 1e-20f)]
    public void Every_floating_point_type_is_read(string type, float value)
    {
        SafetensorsWriter writer = new();
        writer.Add("a", "F32", [1], [7]);
        writer.Add("b", type, [1, 2], [value, 2]);
        using SafetensorsFile file = SafetensorsFile.Read(writer.ToFile());
        float[]? values = file.TryRead("b", [1, 2], out string? fault);

        Assert.Equal([value, 2f], values ?? []);
        Assert.Null(fault);
    }

    [Theory]
    [InlineData("I64", 1f, "I64")]
    [InlineData("F32", float.NaN, "not finite")]
    [InlineData("F64", float.PositiveInfinity, "not finite")]
    public void Contents_that_are_no_weights_are_refused(string type, float value, string reason)
    {
        SafetensorsWriter writer = new();
        writer.Add("a", type, [1], [value]);
        using SafetensorsFile file = SafetensorsFile.Read(writer.ToFile());

        Assert.Null(file.TryRead("a", [1], out string? fault));
        Assert.Contains(reason, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 0, "JSON")]
    [InlineData("[]", 0, "JSON")]
    [InlineData("{", 0, "JSON")]
    [InlineData("{} x", 0, "JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "two tensors")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", 6, "takes bytes 2 to 6")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[5,9]}}""", 9, "takes bytes 5 to 9")]
    [InlineData(OneTensor, 3, "takes bytes 0 to 4")]
    [InlineData(OneTensor, 5, "end at byte 4 of 5")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "takes bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "integers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "integers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,99999999999999999999]}}""", 4, "integers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,9223372036854775807]}}""", 4, "takes bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4, "data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,4]}}""", 4, "needs dtype, shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"c":1}}""", 4, "unknown property")]
    [InlineData("""{"a":[[[[[[[[[[[[1]]]]]]]]]]]]}""", 4, "JSON")]
    [InlineData("{\"\u00ff\":{}}", 0, "JSON")]
    [InlineData("""{"\ud800":{}}""", 0, "JSON")]
    public void Header_that_breaks_the_rules_is_refused(string header, int dataLength, string reason)
    {
        byte[] file = SafetensorsWriter.File(header, new byte[dataLength]);
        InvalidModelException fault = Assert.Throws<InvalidModelException>(() => SafetensorsFile.Read(file));

        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 2, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 3, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}' })]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, (byte)'{', (byte)'}' })]
    [InlineData(new byte[] { 2, 0, 0, 0, 0, 0, 0, 128, (byte)'{', (byte)'}' })]
    public void Header_length_beyond_the_file_is_refused(byte[] file)
    {
        Assert.Throws<InvalidModelException>(() => SafetensorsFile.Read(file));
    }

    [Fact]
    public void Header_of_more_than_16_mebibytes_is_refused()
    {
        byte[] file = SafetensorsWriter.File("{}" + new string(' ', 16 << 20));

        Assert.Contains("at most", Assert.Throws<InvalidModelException>(() => SafetensorsFile.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Negative_variance_is_refused()
    {
        MobileNetOptions options = new() { Width = 0.01, Resolution = 32, Classes = 2 };
        byte[] file = SmallFile(options);
        int header = file.AsSpan().IndexOf("features.3.0.1.running_var"u8);
        string entry = Encoding.UTF8.GetString(file, header, 200);
        int offset = int.Parse(entry.Split("data_offsets\":[")[1].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture);
        int data = 8 + BitConverter.ToInt32(file, 0);
        BitConverter.TryWriteBytes(file.AsSpan(data + offset), -1f);

        InvalidModelException fault = Assert.Throws<InvalidModelException>(() => MobileNets.Read("mobilenet_v1", file, options));
        Assert.Contains("'features.3.0.1.running_var' holds negative values", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_is_refused_as_unreadable()
    {
        Assert.Throws<IOException>(() => MobileNets.Load("mobilenet_v1", Path.GetTempPath()));
    }

    /// <summary>A V1 so narrow that its file has a few thousand weights.</summary>
    internal static byte[] SmallFile(MobileNetOptions options)
    {
        using Model model = MobileNets.Create("mobilenet_v1", options);
        return TrainedNetwork.ToFile(model, epsilon: 1e-3);
    }

    private static float[] Run(Model model)
    {
        using FloatExecutor executor = new(model);
        Execution.FloatTensors.Fill(new Random(4), executor.Input(), 1);
        executor.Run();
        return executor.Output().ToArray();
    }
}
