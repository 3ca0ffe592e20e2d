using System.Globalization;
using Google.Protobuf.Collections;
using Microsoft.Win32.SafeHandles;
using MobileNetEdge.Quantizer.Onnx.Messages;

namespace MobileNetEdge.Quantizer.Onnx;

/// <summary>Weights in files beside the model. A name that leaves the model's folder, by whatever means, is refused.</summary>
/// <param name="folder">The model's folder, absolute.</param>
/// <param name="budget">Memory that constants may take.</param>
internal sealed class ExternalData(string folder, MemoryBudget budget)
{
    private readonly HashSet<string> _known = [];

    /// <summary>Reads a tensor's contents.</summary>
    /// <param name="entries">The pairs location, offset and length.</param>
    /// <param name="tensor">The tensor's name.</param>
    /// <param name="byteCount">Bytes that its shape takes.</param>
    public ReadOnlyMemory<byte> Read(RepeatedField<StringStringEntryProto> entries, string tensor, long byteCount)
    {
        string location = Entry(entries, "location") ?? throw Invalid(tensor, "found no location");
        long offset = Number(entries, "offset", tensor) ?? 0;
        long length = Number(entries, "length", tensor) ?? byteCount;
        if (length != byteCount)
        {
            throw Invalid(tensor, $"found a length of {length} bytes, expected {byteCount}");
        }

        FileInfo file = Locate(location, tensor);
        if (offset > file.Length - length)
        {
            throw Invalid(tensor, $"found bytes {offset} to {offset + (decimal)length} of '{location}', which has {file.Length}");
        }

        return ReadRange(file, offset, length, tensor);
    }

    private static string? Entry(RepeatedField<StringStringEntryProto> entries, string key)
    {
        return entries.LastOrDefault(entry => entry.Key == key)?.Value;
    }

    private static long? Number(RepeatedField<StringStringEntryProto> entries, string key, string tensor)
    {
        return Entry(entries, key) switch
        {
            null => null,
            string text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) => number,
            string text => throw Invalid(tensor, $"found the {key} '{text}', expected a number"),
        };
    }

    private static InvalidModelException Invalid(string tensor, string what) => new($"external data of tensor '{tensor}': {what}");

    private FileInfo Locate(string location, string tensor)
    {
        string[] parts = location.Split('/');
        bool escapes = parts.Any(part => part is ".." || part.AsSpan().ContainsAny('\\', ':', '\0'));
        if (escapes || location.Length == 0 || Path.IsPathRooted(location))
        {
            throw Invalid(tensor, $"found the location '{location}', expected a relative path inside the model's folder");
        }

        string path = folder;
        foreach (string part in parts)
        {
            path = Path.Combine(path, part);
            if (new FileInfo(path).LinkTarget is not null)
            {
                throw Invalid(tensor, $"found the location '{location}', which goes through a symbolic link");
            }
        }

        FileInfo file = new(path);
        return file.Exists ? file : throw Invalid(tensor, $"found the location '{location}', but no such file in the model's folder");
    }

    private byte[] ReadRange(FileInfo file, long offset, long length, string tensor)
    {
        if (_known.Add(file.FullName))
        {
            budget.AddFile(file.Length);
        }

        budget.Charge(length);
        if (length > Array.MaxLength)
        {
            throw new UnsupportedModelException($"tensor '{tensor}'", $"{length} bytes, more than {Array.MaxLength}");
        }

        byte[] data = new byte[length];
        using SafeFileHandle handle = File.OpenHandle(file.FullName);
        for (int done = 0; done < data.Length;)
        {
            int read = RandomAccess.Read(handle, data.AsSpan(done), offset + done);
            done += read > 0 ? read : throw Invalid(tensor, "the file became shorter while it was read");
        }

        return data;
    }
}
