namespace MobileNetEdge.Core.Tests;

/// <summary>Damage to the FlatBuffer itself: offsets, vtables, lengths.</summary>
public sealed class FlatBufferFaultTests
{
    private readonly TinyModel _model = TinyModel.Convolution();

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(7)]
    public void File_shorter_than_its_header_is_invalid(int length)
    {
        Refusal.Invalid(_model.ToBytes()[..length], $"found {length} bytes, expected the identifier TFL3");
    }

    [Fact]
    public void Other_identifier_is_invalid()
    {
        InvalidModelException refused = Refusal.Invalid(new FlatImage(_model.Root, "ABCD").Bytes, "found the bytes 41424344");
        Assert.Equal(4, refused.Offset);
    }

    [Theory]
    [InlineData(0x7fff_ffffu)]
    [InlineData(0x8000_0000u)]
    [InlineData(0xffff_ffffu)]
    public void Root_outside_of_the_file_is_invalid(uint offset)
    {
        InvalidModelException refused = Refusal.Invalid(_model.ToImage().Patch(0, offset).Bytes, "Model: 4 bytes are needed here");
        Assert.Equal(offset, refused.Offset);
    }

    [Theory]
    [InlineData(0x7fff_ffffu)]
    [InlineData(0x8000_0000u)]
    public void Vtable_outside_of_the_file_is_invalid(uint distance)
    {
        FlatImage image = _model.ToImage();
        Refusal.Invalid(image.Patch(image.Place(_model.Graph), distance).Bytes, "SubGraph: 2 bytes are needed here");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(7)]
    public void Vtable_of_impossible_length_is_invalid(byte length)
    {
        FlatImage image = _model.ToImage();
        image.Bytes[image.VTablePlace(_model.Graph)] = length;
        Refusal.Invalid(image.Bytes, $"found a vtable of {length} bytes, expected an even number from 4");
    }

    [Fact]
    public void Vtable_that_reaches_past_the_end_is_invalid()
    {
        FlatImage image = _model.ToImage();
        image.Bytes[image.VTablePlace(_model.Graph) + 1] = 0xfe;
        Refusal.Invalid(image.Bytes, "SubGraph:");
    }

    [Fact]
    public void Field_outside_of_the_file_is_invalid()
    {
        FlatImage image = _model.ToImage();
        int entry = image.VTablePlace(_model.Root) + 4;
        image.Bytes[entry] = 0xff;
        image.Bytes[entry + 1] = 0xff;
        Refusal.Invalid(image.Bytes, "Model: 4 bytes are needed here");
    }

    [Theory]
    [InlineData(0x3fff_ffffu)]
    [InlineData(0x4000_0000u)]
    [InlineData(0xffff_ffffu)]
    public void Vector_longer_than_the_file_is_invalid(uint count)
    {
        FlatImage image = _model.ToImage();
        Refusal.Invalid(image.Patch(image.Place(_model.Tensors), count).Bytes, $"{4L * count} bytes are needed here");
    }

    [Fact]
    public void Vector_offset_past_the_end_is_invalid()
    {
        FlatImage image = _model.ToImage();
        Refusal.Invalid(image.Patch(image.FieldPlace(_model.Graph, 0), 0xffff_fff0).Bytes, "SubGraph: 4 bytes are needed here");
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        byte[] file = _model.ToBytes();
        for (int length = 0; length < file.Length; length++)
        {
            ReadOnlyMemory<byte> cut = file.AsMemory(0, length);
            Exception? refused = Record.Exception(() => Model.Read(cut));
            Assert.True(refused is InvalidModelException || CutsOnlyTheLastString(file, length), $"cut to {length}: {refused}");
        }
    }

    [Fact]
    public void Million_entries_that_share_one_table_are_refused_within_the_budget()
    {
        FlatNode tensor = new FlatNode().Set(0, new[] { 1, 2, 3, 4 }).Set(1, TinyModel.Int8).Set(3, new string('x', 4000));
        _model.Tensors.AddRange(Enumerable.Repeat(tensor, 300_000));
        _model.Operators[0].Set(1, Enumerable.Range(0, 300_000).ToArray());
        byte[] file = _model.ToBytes();

        long before = GC.GetAllocatedBytesForCurrentThread();
        Refusal.Invalid(file, "decoding needs more than");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (64L << 20) + (4L * file.Length));
    }

    [Fact]
    public void Million_operators_that_share_one_vector_are_refused_within_the_budget()
    {
        FlatNode step = _model.AddOperator(0, [.. Enumerable.Repeat(0, 10_000)], [3]);
        _model.Operators.AddRange(Enumerable.Repeat(step, 200_000));
        byte[] file = _model.ToBytes();

        long before = GC.GetAllocatedBytesForCurrentThread();
        Refusal.Invalid(file, "decoding needs more than");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (64L << 20) + (4L * file.Length));
    }

    [Fact]
    public void Name_without_end_is_cut_off()
    {
        _model.Tensors[0].Set(3, new string('x', 100_000));
        Assert.Equal(4096, _model.Read().Inputs[0].Name.Length);
    }

    /// <summary>The builder ends each string with a zero that nothing reads.</summary>
    private static bool CutsOnlyTheLastString(byte[] file, int length) => length == file.Length - 1;
}
