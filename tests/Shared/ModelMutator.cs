using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MobileNetEdge.Tests;

/// <summary>Makes damaged copies of a model file, mostly outside of its weights, where damage means something.</summary>
/// <remarks>One array serves all copies: each call undoes the damage of the call before.</remarks>
internal sealed class ModelMutator
{
    private const int SmallConstant = 64;
    private const int TailLength = 512;
    private const int ArchiveEdge = 128;

    private readonly byte[] _original;
    private readonly byte[] _damaged;
    private readonly int[] _structure;
    private readonly Random _random;
    private readonly List<(int Start, int Count)> _touched = [];

    /// <summary>Prepares to damage a sound file.</summary>
    public ModelMutator(byte[] file, int seed)
    {
        _original = file;
        _damaged = (byte[])file.Clone();
        _structure = FindStructure(file);
        _random = new Random(seed);
    }

    /// <summary>The next damaged file; it lasts until the next call.</summary>
    public ReadOnlyMemory<byte> Next()
    {
        foreach ((int start, int count) in _touched)
        {
            _original.AsSpan(start, count).CopyTo(_damaged.AsSpan(start));
        }

        _touched.Clear();
        for (int mutations = _random.Next(1, 5); mutations > 0; mutations--)
        {
            Mutate();
        }

        return _random.Next(32) == 0 ? _damaged.AsMemory(0, _random.Next(_damaged.Length)) : _damaged;
    }

    /// <summary>Where bytes lie that are neither the contents of a large constant nor packed inside an appended ZIP.</summary>
    private static int[] FindStructure(byte[] file)
    {
        bool[] weights = new bool[file.Length];
        using Model model = Model.Read(file);
        foreach (Tensor tensor in model.Tensors)
        {
            if (tensor.Data.Length > SmallConstant && MemoryMarshal.TryGetArray(tensor.Data, out ArraySegment<byte> data))
            {
                weights.AsSpan(data.Offset, data.Count).Fill(true);
            }
        }

        int archive = file.AsSpan().LastIndexOf("PK\x03\x04"u8);
        if (archive >= 0 && archive + (2 * ArchiveEdge) < file.Length)
        {
            weights.AsSpan((archive + ArchiveEdge)..(file.Length - ArchiveEdge)).Fill(true);
        }

        return [.. Enumerable.Range(0, file.Length - 3).Where(place => !weights[place])];
    }

    private void Mutate()
    {
        int place = Place();
        switch (_random.Next(8))
        {
            case 0:
                Touch(place, 1)[0] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                Touch(place, 1)[0] = (byte)_random.Next(256);
                break;
            case 2 or 3:
                BinaryPrimitives.WriteInt32LittleEndian(Touch(place & ~3, 4), Extreme());
                break;
            case 4:
                Span<byte> word = Touch(place & ~3, 4);
                BinaryPrimitives.WriteInt32LittleEndian(word, BinaryPrimitives.ReadInt32LittleEndian(word) + _random.Next(-8, 9));
                break;
            case 5:
                _damaged.AsSpan(Place() & ~3, 4).CopyTo(Touch(place & ~3, 4));
                break;
            case 6:
                Swap(place & ~1, Place() & ~1, 2);
                break;
            default:
                Swap(place & ~3, Place() & ~3, 4);
                break;
        }
    }

    private int Extreme() => _random.Next(12) switch
    {
        0 => 0,
        1 => 1,
        2 => -1,
        3 => int.MaxValue,
        4 => int.MinValue,
        5 => _original.Length,
        6 => _original.Length - _random.Next(64),
        7 => 1 << _random.Next(31),
        8 => (1 << 30) + 1,
        9 => 65536 + _random.Next(-1, 2),
        10 => _random.Next(256),
        _ => _random.Next(int.MinValue, int.MaxValue),
    };

    private int Place() => _random.Next(16) switch
    {
        0 => _random.Next(_original.Length - 3),
        1 => _original.Length - 4 - _random.Next(Math.Min(TailLength, _original.Length - 4)),
        _ => _structure[_random.Next(_structure.Length)],
    };

    private void Swap(int a, int b, int count)
    {
        Span<byte> first = Touch(a, count);
        Span<byte> second = Touch(b, count);
        Span<byte> kept = stackalloc byte[count];
        first.CopyTo(kept);
        second.CopyTo(first);
        kept.CopyTo(second);
    }

    private Span<byte> Touch(int start, int count)
    {
        _touched.Add((start, count));
        return _damaged.AsSpan(start, count);
    }
}
