using System.Runtime.InteropServices;
using Google.Protobuf;
using MobileNetEdge.Quantizer.Onnx.Messages;

namespace MobileNetEdge.Quantizer.Onnx;

/// <summary>An ONNX file, decoded.</summary>
/// <param name="Model">Its messages.</param>
/// <param name="OperatorSet">The version of ONNX's own operators that its nodes follow.</param>
/// <param name="Budget">Memory that its constants may take.</param>
/// <param name="External">The files beside it that hold weights; null where it has no folder.</param>
internal sealed record OnnxFile(ModelProto Model, int OperatorSet, MemoryBudget Budget, ExternalData? External)
{
    private const int OldestOperatorSet = 7;
    private const int NewestOperatorSet = 21;

    /// <summary>How deep Protocol Buffers' decoder may nest; the messages read here nest seven deep.</summary>
    private const int RecursionLimit = 16;

    /// <summary>Reads a file.</summary>
    public static OnnxFile Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a directory, not a model file");
        }

        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        if (!stream.CanSeek)
        {
            throw new IOException($"'{path}' is not a file of fixed length");
        }

        MemoryBudget budget = new(stream.Length);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return Decode(stream, budget, new ExternalData(folder, budget));
    }

    /// <summary>Reads a file that is in memory.</summary>
    public static OnnxFile Read(ReadOnlyMemory<byte> file)
    {
        ArraySegment<byte> bytes = MemoryMarshal.TryGetArray(file, out ArraySegment<byte> array) ? array : new(file.ToArray());
        using MemoryStream stream = new(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
        return Decode(stream, new MemoryBudget(file.Length), external: null);
    }

    private static OnnxFile Decode(Stream stream, MemoryBudget budget, ExternalData? external)
    {
        switch (stream.Length)
        {
            case 0:
                throw new InvalidModelException("the file is empty");
            case > int.MaxValue:
                throw new UnsupportedModelException("model", $"{stream.Length} bytes, more than {int.MaxValue}");
        }

        WireScan.Check(stream);
        stream.Position = 0;
        ModelProto model = Parse(stream);
        if (model.Graph is null || model.Graph.Node.Count == 0)
        {
            throw new InvalidModelException("found no node, expected a network (is it an ONNX file?)");
        }

        return new OnnxFile(model, ReadOperatorSet(model), budget, external);
    }

    private static ModelProto Parse(Stream stream)
    {
        try
        {
            using CodedInputStream input = CodedInputStream.CreateWithLimits(stream, int.MaxValue, RecursionLimit);
            return ModelProto.Parser.WithDiscardUnknownFields(true).ParseFrom(input);
        }
        catch (InvalidProtocolBufferException fault)
        {
            throw new InvalidModelException($"not Protocol Buffers' encoding: {fault.Message}", innerException: fault);
        }
    }

    private static int ReadOperatorSet(ModelProto model)
    {
        long[] versions = [.. model.OpsetImport.Where(set => OnnxNode.IsOwnDomain(set.Domain)).Select(set => set.Version)];
        return versions switch
        {
            [] => throw new InvalidModelException("found no version of ONNX's operators, expected one in opset_import"),
            [>= OldestOperatorSet and <= NewestOperatorSet] => (int)versions[0],
            [long version] => throw new UnsupportedModelException(
                "model", $"operator set {version}; supported are {OldestOperatorSet} to {NewestOperatorSet}"),
            _ => throw new InvalidModelException($"found {versions.Length} versions of ONNX's operators, expected one"),
        };
    }
}
