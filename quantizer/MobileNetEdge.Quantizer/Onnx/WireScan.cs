namespace MobileNetEdge.Quantizer.Onnx;

/// <summary>
/// Checks an ONNX file's framing, and that the objects it decodes to stay small, before it is decoded: two bytes can spell a message
/// that takes two hundred in memory. The bulk of a sound file, its weights, decodes to about its own size and is not counted.
/// </summary>
internal sealed class WireScan
{
    private const long Limit = 24L << 20;
    private const int MessageSize = 200;
    private const int TextSize = 64;
    private const int NumberSize = 24;

    private static readonly Kind Dimension = Kind.Of((1, Kind.Number), (2, Kind.Text));
    private static readonly Kind TensorType = Kind.Of((1, Kind.Number), (2, Kind.Of((1, Dimension))));
    private static readonly Kind Entry = Kind.Of((1, Kind.Text), (2, Kind.Text));

    private static readonly Kind Tensor = Kind.Of(
        (1, Kind.Numbers), (2, Kind.Number), (5, Kind.Numbers), (7, Kind.Numbers), (8, Kind.Text), (13, Entry), (14, Kind.Number));

    private static readonly Kind Attribute = Kind.Of(
        (1, Kind.Text), (3, Kind.Number), (4, Kind.Text), (5, Tensor), (7, Kind.Numbers), (8, Kind.Numbers), (20, Kind.Number));

    private static readonly Kind Node = Kind.Of(
        (1, Kind.Text), (2, Kind.Text), (3, Kind.Text), (4, Kind.Text), (5, Attribute), (7, Kind.Text));
    private static readonly Kind ValueInfo = Kind.Of((1, Kind.Text), (2, Kind.Of((1, TensorType))));
    private static readonly Kind Graph = Kind.Of((1, Node), (2, Kind.Text), (5, Tensor), (11, ValueInfo), (12, ValueInfo));

    private static readonly Kind Model = Kind.Of(
        (1, Kind.Number), (2, Kind.Text), (3, Kind.Text), (6, Kind.Text), (7, Graph), (8, Kind.Of((1, Kind.Text), (2, Kind.Number))));

    private readonly WireReader _reader;
    private long _used;

    private WireScan(Stream stream) => _reader = new WireReader(stream);

    /// <summary>Checks a file from its start.</summary>
    /// <exception cref="InvalidModelException">The framing is broken, or too many messages stand beside the weights.</exception>
    public static void Check(Stream stream) => new WireScan(stream).Message(Model, stream.Length);

    private void Message(Kind message, long end)
    {
        Charge(MessageSize);
        while (_reader.Position < end)
        {
            ulong tag = _reader.Varint(end);
            Kind? field = message.Field((int)Math.Min(tag >> 3, int.MaxValue));
            Field(field, (int)(tag & 7), end);
        }
    }

    private void Field(Kind? field, int wireType, long end)
    {
        switch (wireType)
        {
            case 0:
                _reader.Varint(end);
                Charge(field is null ? 0 : NumberSize);
                break;
            case 1 or 5:
                _reader.SkipTo(_reader.Position + (wireType == 1 ? sizeof(long) : sizeof(int)), end);
                Charge(field is null ? 0 : NumberSize);
                break;
            case 2:
                Delimited(field, _reader.FieldEnd(end));
                break;
            default:
                throw _reader.Invalid($"found wire type {wireType}, expected 0, 1, 2 or 5");
        }
    }

    private void Delimited(Kind? field, long end)
    {
        if (field is { IsMessage: true })
        {
            Message(field, end);
            return;
        }

        long length = end - _reader.Position;
        Charge(field == Kind.Text ? TextSize + (2 * length) : field == Kind.Numbers ? NumberSize * length : 0);
        _reader.SkipTo(end, end);
    }

    private void Charge(long bytes)
    {
        _used += bytes;
        if (_used > Limit)
        {
            throw _reader.Invalid($"found messages that take more than {Limit >> 20} MiB of memory beside the weights");
        }
    }

    /// <summary>What a field holds.</summary>
    private sealed class Kind
    {
        private readonly Kind?[] _fields = new Kind?[21];

        public static Kind Number { get; } = new();

        public static Kind Numbers { get; } = new();

        public static Kind Text { get; } = new();

        public bool IsMessage { get; private init; }

        public static Kind Of(params (int Number, Kind Kind)[] fields)
        {
            Kind message = new() { IsMessage = true };
            foreach ((int number, Kind kind) in fields)
            {
                message._fields[number] = kind;
            }

            return message;
        }

        public Kind? Field(int number) => (uint)number < (uint)_fields.Length ? _fields[number] : null;
    }
}
