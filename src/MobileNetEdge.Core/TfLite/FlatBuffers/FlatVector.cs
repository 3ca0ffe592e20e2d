namespace MobileNetEdge.TfLite;

/// <summary>A vector of a FlatBuffer. The default value is an empty one.</summary>
internal readonly struct FlatVector
{
    private readonly FlatBuffer? _buffer;
    private readonly string _owner;
    private readonly long _start;
    private readonly int _elementSize;

    /// <summary>Opens the vector at a place.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="position">Where the vector's length stands.</param>
    /// <param name="elementSize">Bytes of an element.</param>
    /// <param name="owner">The schema's name of the table it belongs to; for messages.</param>
    /// <exception cref="InvalidModelException">The vector does not lie inside the buffer.</exception>
    public FlatVector(FlatBuffer buffer, long position, int elementSize, string owner)
    {
        _buffer = buffer;
        _owner = owner;
        _start = position + sizeof(uint);
        _elementSize = elementSize;
        long count = buffer.UInt32(position, owner);
        _ = buffer.Slice(_start, count * elementSize, owner);
        Count = (int)count;
    }

    /// <summary>The number of elements.</summary>
    public int Count { get; }

    /// <summary>The elements, as they stand in the file.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer is null ? default : _buffer.Slice(_start, (long)Count * _elementSize, _owner);

    /// <summary>Where the elements start, from the start of the buffer.</summary>
    public long Start => _start;

    /// <summary>What decoding may still take.</summary>
    public DecodingBudget Budget => Buffer.Budget;

    private FlatBuffer Buffer => _buffer ?? throw new InvalidOperationException("the vector is empty");

    /// <summary>An element of a vector of 32-bit integers.</summary>
    public int Int32(int index) => Buffer.Int32(Place(index), _owner);

    /// <summary>An element of a vector of 64-bit integers.</summary>
    public long Int64(int index) => Buffer.Int64(Place(index), _owner);

    /// <summary>An element of a vector of 32-bit IEEE 754 numbers.</summary>
    public float Single(int index) => Buffer.Single(Place(index), _owner);

    /// <summary>An element of a vector of tables.</summary>
    public FlatTable Table(int index, string name) => new(Buffer, Buffer.Follow(Place(index), _owner), name);

    /// <summary>The elements of a vector of 32-bit integers, charged to the budget.</summary>
    public int[] ToInt32Array()
    {
        if (Count == 0)
        {
            return [];
        }

        Buffer.Budget.ChargeArray(Count, sizeof(int), _start);
        int[] array = new int[Count];
        for (int i = 0; i < Count; i++)
        {
            array[i] = Int32(i);
        }

        return array;
    }

    /// <summary>The elements of a vector of 32-bit IEEE 754 numbers, charged to the budget.</summary>
    public float[] ToSingleArray()
    {
        if (Count == 0)
        {
            return [];
        }

        Buffer.Budget.ChargeArray(Count, sizeof(float), _start);
        float[] array = new float[Count];
        for (int i = 0; i < Count; i++)
        {
            array[i] = Single(i);
        }

        return array;
    }

    private long Place(int index) => _start + ((long)index * _elementSize);
}
