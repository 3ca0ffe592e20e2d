using System.Buffers.Binary;

namespace MobileNetEdge.Quantizer.Architectures.Safetensors;

/// <summary>A .safetensors file: 8 bytes with the header's length, the header in JSON, the tensors' bytes.</summary>
/// <remarks>Only the header and the tensors that are asked for are read.</remarks>
internal sealed class SafetensorsFile : IDisposable
{
    private const int MaxHeaderLength = 16 << 20;
    private readonly Stream _stream;
    private readonly long _dataStart;
    private readonly Dictionary<string, SafetensorsEntry> _entries;

    private SafetensorsFile(Stream stream)
    {
        _stream = stream;
        byte[] header = ReadHeader(stream);
        _dataStart = sizeof(ulong) + header.Length;
        _entries = SafetensorsHeader.Parse(header, stream.Length - _dataStart);
    }

    /// <summary>Opens a file.</summary>
    /// <exception cref="InvalidModelException">The header breaks the format's rules.</exception>
    /// <exception cref="IOException">The path names a directory, a pipe or nothing, or the file cannot be read.</exception>
    public static SafetensorsFile Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a directory, not a file of weights");
        }

        FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            return stream.CanSeek ? new SafetensorsFile(stream) : throw new IOException($"'{path}' is not a file of fixed length");
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads a file that is in memory.</summary>
    /// <exception cref="InvalidModelException">The header breaks the format's rules.</exception>
    public static SafetensorsFile Read(byte[] file) => new(new MemoryStream(file, writable: false));

    /// <summary>Reads a tensor as float32.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The shape that it must have.</param>
    /// <param name="fault">What is wrong with it, naming it; null where nothing is.</param>
    /// <returns>The elements; null where there is a fault.</returns>
    public float[]? TryRead(string name, ReadOnlySpan<int> shape, out string? fault)
    {
        fault = FaultOf(name, shape, out SafetensorsEntry? entry);
        if (fault is not null || entry is null)
        {
            return null;
        }

        byte[] bytes = new byte[entry.End - entry.Begin];
        _stream.Position = _dataStart + entry.Begin;
        _stream.ReadExactly(bytes);
        float[] values = SafetensorsElements.ToSingle(entry.Type, bytes);
        fault = Array.TrueForAll(values, float.IsFinite) ? null : $"'{name}' holds values that are not finite";
        return fault is null ? values : null;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();

    private string? FaultOf(string name, ReadOnlySpan<int> shape, out SafetensorsEntry? entry)
    {
        if (!_entries.TryGetValue(name, out entry))
        {
            return $"'{name}' is missing";
        }

        if (entry.Shape.Length != shape.Length || !entry.Shape.SequenceEqual([.. shape.ToArray().Select(extent => (long)extent)]))
        {
            return $"'{name}' has the shape [{string.Join(", ", entry.Shape)}], expected [{string.Join(", ", shape.ToArray())}]";
        }

        long elements = entry.Shape.Aggregate(1L, (product, extent) => product * extent);
        return SafetensorsElements.SizeOf(entry.Type) switch
        {
            0 => $"'{name}' has elements of {SafetensorsHeader.Quote(entry.Type)}, expected {SafetensorsElements.Known}",
            int size when elements * size != entry.End - entry.Begin =>
                $"'{name}' takes {entry.End - entry.Begin} bytes, expected {elements * size}",
            int size when elements * size > Array.MaxLength => $"'{name}' takes more than {Array.MaxLength} bytes",
            _ => null,
        };
    }

    private static byte[] ReadHeader(Stream stream)
    {
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        if (stream.Length < prefix.Length)
        {
            throw new InvalidModelException($"the file has {stream.Length} bytes, too few for a header");
        }

        stream.ReadExactly(prefix);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxHeaderLength || (long)length > stream.Length - prefix.Length)
        {
            throw new InvalidModelException(
                $"the header has {length} bytes; expected at most {MaxHeaderLength} and no more than the file's {stream.Length}", offset: 0);
        }

        byte[] header = new byte[length];
        stream.ReadExactly(header);
        return header;
    }
}
