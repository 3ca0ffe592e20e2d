using System.IO.Compression;
using System.Text;

namespace MobileNetEdge.Core.Tests;

/// <summary>Metadata as tools write it.</summary>
internal static class MetadataSamples
{
    /// <summary>TensorFlow Lite Metadata with a normalisation, and labels in a file of the appended ZIP.</summary>
    public static byte[] Standard(
        float[] mean, float[] deviation, string labelFile = "labels.txt", byte type = 2, string identifier = "M001")
    {
        FlatNode options = new FlatNode().Set(0, mean).Set(1, deviation);
        FlatNode unit = new FlatNode().Set(0, (byte)1).Set(1, options);
        FlatNode input = new FlatNode().Set(4, new List<FlatNode> { unit });
        FlatNode file = new FlatNode().Set(0, labelFile).Set(2, type);
        FlatNode output = new FlatNode().Set(6, new List<FlatNode> { file });
        FlatNode graph = new FlatNode().Set(2, new List<FlatNode> { input }).Set(3, new List<FlatNode> { output });
        FlatNode root = new FlatNode().Set(0, "name").Set(1, "a description").Set(3, new List<FlatNode> { graph });
        return new FlatImage(root, identifier).Bytes;
    }

    /// <summary>A ZIP of text files.</summary>
    public static byte[] Zip(CompressionLevel level, params (string Name, string Text)[] files)
    {
        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create))
        {
            foreach ((string name, string text) in files)
            {
                using Stream entry = zip.CreateEntry(name, level).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return stream.ToArray();
    }

    /// <summary>A small model with metadata in all three places.</summary>
    public static byte[] Everything()
    {
        TinyModel model = TinyModel.Convolution();
        model.AddMetadata("TFLITE_METADATA", Standard([127.5f], [127.5f]));
        model.AddMetadata("mobilenet_edge", "{\"version\": 1, \"labels\": [\"x\"], \"resizeShorterSideTo\": 256}"u8.ToArray());
        return [.. model.ToBytes(), .. Zip(
            CompressionLevel.Optimal, ("labels.txt", "cat\ndog\nowl\n"), ("metadata.json", "{\"names\": {\"0\": \"person\"}}"))];
    }
}
