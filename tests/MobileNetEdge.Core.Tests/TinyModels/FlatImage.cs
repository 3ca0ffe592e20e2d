using System.Buffers.Binary;
using System.Text;

namespace MobileNetEdge.Core.Tests;

/// <summary>The bytes of a FlatBuffer made of nodes, and where each part went, so that tests can damage a chosen place.</summary>
/// <remarks>Parts that share a child share its bytes. Offsets lead forward only, so parts are laid out by their depth.</remarks>
internal sealed class FlatImage
{
    private const int FieldSize = 8;
    private const int HeaderSize = 8;

    private readonly Dictionary<object, int> _depths = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, int> _places = new(ReferenceEqualityComparer.Instance);

    public FlatImage(FlatNode root, string identifier)
    {
        Measure(root, 0);
        int length = HeaderSize;
        foreach (object part in _depths.OrderBy(pair => pair.Value).Select(pair => pair.Key))
        {
            _places[part] = length + VTableSize(part);
            length += VTableSize(part) + Size(part);
        }

        Bytes = new byte[length];
        Encoding.ASCII.GetBytes(identifier).CopyTo(Bytes, 4);
        PutOffset(0, root);
        foreach (object part in _depths.Keys)
        {
            Put(part, _places[part]);
        }
    }

    /// <summary>The FlatBuffer.</summary>
    public byte[] Bytes { get; }

    /// <summary>Where a table, vector or string starts.</summary>
    public int Place(object part) => _places[part];

    /// <summary>Where a table's field starts.</summary>
    public int FieldPlace(FlatNode table, int slot) => _places[table] + 4 + (FieldSize * table.Fields.Keys.ToList().IndexOf(slot));

    /// <summary>Where a table's vtable starts.</summary>
    public int VTablePlace(FlatNode table) => _places[table] - VTableSize(table);

    /// <summary>Overwrites 4 bytes.</summary>
    public FlatImage Patch(int place, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Bytes.AsSpan(place), value);
        return this;
    }

    private static bool IsPart(object value) => value is FlatNode or string or Array or IReadOnlyList<FlatNode>;

    private static IEnumerable<object> Children(object part) => part switch
    {
        FlatNode table => table.Fields.Values.Where(IsPart),
        IReadOnlyList<FlatNode> tables => tables,
        _ => [],
    };

    private static int VTableSize(object part) => part is FlatNode table ? 4 + (2 * (table.Fields.Keys.LastOrDefault(-1) + 1)) : 0;

    private static int Size(object part) => 4 + part switch
    {
        FlatNode table => FieldSize * table.Fields.Count,
        string text => Encoding.UTF8.GetByteCount(text) + 1,
        Array array => Buffer.ByteLength(array),
        IReadOnlyList<FlatNode> tables => 4 * tables.Count,
        _ => throw new ArgumentException(part.GetType().Name, nameof(part)),
    };

    private void Measure(object part, int depth)
    {
        if (_depths.TryGetValue(part, out int known) && known >= depth)
        {
            return;
        }

        _depths[part] = depth;
        foreach (object child in Children(part).Distinct(ReferenceEqualityComparer.Instance))
        {
            Measure(child, depth + 1);
        }
    }

    private void Put(object part, int place)
    {
        switch (part)
        {
            case FlatNode table:
                PutTable(table, place);
                break;
            case string text:
                BinaryPrimitives.WriteInt32LittleEndian(Bytes.AsSpan(place), Encoding.UTF8.GetByteCount(text));
                Encoding.UTF8.GetBytes(text).CopyTo(Bytes, place + 4);
                break;
            case Array array:
                BinaryPrimitives.WriteInt32LittleEndian(Bytes.AsSpan(place), array.Length);
                Buffer.BlockCopy(array, 0, Bytes, place + 4, Buffer.ByteLength(array));
                break;
            case IReadOnlyList<FlatNode> tables:
                BinaryPrimitives.WriteInt32LittleEndian(Bytes.AsSpan(place), tables.Count);
                for (int i = 0; i < tables.Count; i++)
                {
                    PutOffset(place + 4 + (4 * i), tables[i]);
                }

                break;
        }
    }

    private void PutTable(FlatNode table, int place)
    {
        int vtable = place - VTableSize(table);
        BinaryPrimitives.WriteInt32LittleEndian(Bytes.AsSpan(place), place - vtable);
        BinaryPrimitives.WriteUInt16LittleEndian(Bytes.AsSpan(vtable), (ushort)VTableSize(table));
        BinaryPrimitives.WriteUInt16LittleEndian(Bytes.AsSpan(vtable + 2), (ushort)Size(table));
        int offset = 4;
        foreach ((int slot, object value) in table.Fields)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(Bytes.AsSpan(vtable + 4 + (2 * slot)), (ushort)offset);
            PutField(place + offset, value);
            offset += FieldSize;
        }
    }

    private void PutField(int place, object value)
    {
        if (IsPart(value))
        {
            PutOffset(place, value);
            return;
        }

        byte[] bytes = value switch
        {
            bool flag => [flag ? (byte)1 : (byte)0],
            byte number => [number],
            int number => BitConverter.GetBytes(number),
            uint number => BitConverter.GetBytes(number),
            long number => BitConverter.GetBytes(number),
            ulong number => BitConverter.GetBytes(number),
            float number => BitConverter.GetBytes(number),
            _ => throw new ArgumentException(value.GetType().Name, nameof(value)),
        };
        bytes.CopyTo(Bytes, place);
    }

    private void PutOffset(int place, object target)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Bytes.AsSpan(place), _places[target] - place);
    }
}
