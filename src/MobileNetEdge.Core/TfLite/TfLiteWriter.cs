namespace MobileNetEdge.TfLite;

/// <summary>Writes TensorFlow Lite files: FlatBuffers schema version 3, identifier TFL3. The same model gives the same bytes.</summary>
internal sealed class TfLiteWriter
{
    /// <summary>Constants begin at a multiple of this, as TensorFlow Lite's own converter has them.</summary>
    private const int ConstantAlignment = 16;

    /// <summary>FlexBuffers of 32-bit values.</summary>
    private const int CustomOptionsAlignment = 4;

    private readonly FlatBufferBuilder _builder = new();
    private readonly List<FlatReference> _buffers = [];
    private readonly List<FlatReference> _tensors = [];
    private readonly Dictionary<Tensor, int> _tensorIndices = [];
    private readonly List<(BuiltinOperator Code, int Version, string? CustomName)> _codes = [];

    private TfLiteWriter()
    {
        // Buffer 0 is empty by convention: it is what activations name.
        _buffers.Add(_builder.Table(new FlatFields()));
    }

    /// <summary>Writes a model with its metadata.</summary>
    /// <exception cref="UnsupportedModelException">An operator has no place in the format.</exception>
    public static ReadOnlyMemory<byte> Write(Model model)
    {
        TfLiteWriter writer = new();
        ReadOnlyMemory<byte> network = writer.WriteModel(model);
        return MetadataWriter.AppendFiles(network, model.Metadata);
    }

    private ReadOnlyMemory<byte> WriteModel(Model model)
    {
        FlatReference[] operators = [.. model.Operators.Select(WriteOperator)];
        FlatReference[] metadata = [.. MetadataWriter.Entries(model).Select(entry => WriteMetadata(entry.Name, entry.Contents))];
        FlatReference graph = _builder.Table(new FlatFields()
            .Reference(SubGraphSlots.Tensors, _builder.References(_tensors))
            .Reference(SubGraphSlots.Inputs, Indices(model.Inputs))
            .Reference(SubGraphSlots.Outputs, Indices(model.Outputs))
            .Reference(SubGraphSlots.Operators, _builder.References(operators))
            .Reference(SubGraphSlots.Name, _builder.String("main")));
        FlatReference root = _builder.Table(new FlatFields()
            .UInt32(ModelSlots.Version, FileFormat.Version)
            .Reference(ModelSlots.OperatorCodes, _builder.References([.. _codes.Select(WriteCode)]))
            .Reference(ModelSlots.SubGraphs, _builder.References([graph]))
            .Reference(ModelSlots.Description, _builder.String(model.Metadata.Description ?? ""))
            .Reference(ModelSlots.Buffers, _builder.References(_buffers))
            .Reference(ModelSlots.Metadata, metadata.Length == 0 ? null : _builder.References(metadata)));
        return _builder.Finish(root, FileFormat.Identifier);
    }

    private FlatReference Indices(IEnumerable<Tensor> tensors) => _builder.Vector<int>([.. tensors.Select(IndexOf)]);

    private int IndexOf(Tensor tensor)
    {
        if (!_tensorIndices.TryGetValue(tensor, out int index))
        {
            index = _tensors.Count;
            _tensorIndices.Add(tensor, index);
            _tensors.Add(WriteTensor(tensor));
        }

        return index;
    }

    private FlatReference WriteTensor(Tensor tensor)
    {
        return _builder.Table(new FlatFields()
            .Reference(TensorSlots.Shape, _builder.Vector(tensor.Shape.Extents))
            .UInt8(TensorSlots.Type, TensorTypes.CodeOf(tensor.Type))
            .UInt32(TensorSlots.Buffer, tensor.IsConstant ? AddBuffer(tensor.Data.Span) : 0)
            .Reference(TensorSlots.Name, _builder.String(tensor.Name))
            .Reference(TensorSlots.Quantization, tensor.Quantization is { } quantization ? WriteQuantization(quantization) : null));
    }

    private FlatReference WriteQuantization(QuantizationParameters quantization)
    {
        return _builder.Table(new FlatFields()
            .Reference(QuantizationSlots.Scale, _builder.Vector(quantization.Scales.AsSpan()))
            .Reference(QuantizationSlots.ZeroPoint, _builder.Vector<long>([.. quantization.ZeroPoints.Select(z => (long)z)]))
            .Int32(QuantizationSlots.QuantizedDimension, quantization.IsPerChannel ? quantization.Axis : 0));
    }

    private FlatReference WriteOperator(Operator step)
    {
        if (OperatorCodecs.Find(step) is not { } entry)
        {
            throw new UnsupportedModelException(step.ToString(), "the file format has no such operator");
        }

        OperatorSink sink = new(IndexOf);
        entry.Codec.Write(step, sink);
        FlatReference? options = sink.Kind == OptionsKind.None ? null : _builder.Table(sink.Options);
        return _builder.Table(new FlatFields()
            .UInt32(OperatorSlots.OpcodeIndex, CodeIndex((entry.Code, OperatorVersions.Of(entry.Code, step), entry.Codec.CustomName)))
            .Reference(OperatorSlots.Inputs, _builder.Vector<int>([.. sink.Inputs]))
            .Reference(OperatorSlots.Outputs, Indices(step.Outputs))
            .UInt8(OperatorSlots.OptionsKind, (byte)sink.Kind)
            .Reference(OperatorSlots.Options, options)
            .Reference(OperatorSlots.CustomOptions, sink.CustomOptions is { } bytes ? _builder.Vector<byte>(bytes, CustomOptionsAlignment) : null));
    }

    private uint CodeIndex((BuiltinOperator Code, int Version, string? CustomName) code)
    {
        int index = _codes.IndexOf(code);
        if (index < 0)
        {
            index = _codes.Count;
            _codes.Add(code);
        }

        return (uint)index;
    }

    /// <summary>Readers of before 2020 know the older field alone, which has 7 bits.</summary>
    private FlatReference WriteCode((BuiltinOperator Code, int Version, string? CustomName) code)
    {
        return _builder.Table(new FlatFields()
            .UInt8(OperatorCodeSlots.DeprecatedBuiltinCode, (byte)Math.Min((int)code.Code, sbyte.MaxValue))
            .Reference(OperatorCodeSlots.CustomCode, code.CustomName is { } name ? _builder.String(name) : null)
            .Int32(OperatorCodeSlots.Version, code.Version, absent: 1)
            .Int32(OperatorCodeSlots.BuiltinCode, (int)code.Code));
    }

    private FlatReference WriteMetadata(string name, ReadOnlyMemory<byte> contents)
    {
        return _builder.Table(new FlatFields()
            .Reference(MetadataSlots.Name, _builder.String(name))
            .UInt32(MetadataSlots.Buffer, AddBuffer(contents.Span)));
    }

    private uint AddBuffer(ReadOnlySpan<byte> data)
    {
        _buffers.Add(_builder.Table(new FlatFields().Reference(BufferSlots.Data, _builder.Vector(data, ConstantAlignment))));
        return (uint)_buffers.Count - 1;
    }
}
