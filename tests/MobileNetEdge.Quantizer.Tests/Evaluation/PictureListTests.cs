using MobileNetEdge.Quantizer.Evaluation;

namespace MobileNetEdge.Quantizer.Tests.Evaluation;

public sealed class PictureListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_are_relative_to_the_list_and_fields_may_be_quoted()
    {
        _folder.WritePicture("sub/a, \"b\".ppm", 9, 0, 0);
        PictureSet set = Open("file,label_index,label_name\r\n\"a, \"\"b\"\".ppm\",705,\"passenger car, coach\"\r\nc.ppm,0,x", "sub/list.csv");

        Assert.Equal(2, set.Count);
        Assert.Equal([705, 0], Enumerable.Range(0, 2).Select(set.Label));
        Assert.Equal(9, set.Load(0).Pixels[0]);
        Assert.Equal(_folder["sub/c.ppm"], set.Name(1));
        Assert.Throws<FileNotFoundException>(() => set.Load(1));
    }

    [Fact]
    public void Columns_are_found_by_name_and_labels_may_be_missing()
    {
        PictureSet set = Open("\uFEFFlabel_index,comment,file\n7,,a.ppm\n\n,\"two\nlines\",b.ppm\n\n");
        PictureSet bare = Open("file\na.ppm\n");

        Assert.Equal([7, null], Enumerable.Range(0, set.Count).Select(set.Label));
        Assert.Equal(_folder["b.ppm"], set.Name(1));
        Assert.Null(bare.Label(0));
    }

    [Theory]
    [InlineData("", 0, "no column 'file'")]
    [InlineData("picture,label_index\na.ppm,1", 1, "no column 'file'")]
    [InlineData("File\na.ppm", 1, "no column 'file'")]
    [InlineData("file,file\na,b", 1, "several columns 'file'")]
    [InlineData("file,label_index,label_index\na,1,1", 1, "several columns 'label_index'")]
    [InlineData("file,label_index\na.ppm,1\nb.ppm", 3, "1 fields; the header has 2")]
    [InlineData("file,label_index\na.ppm,1\n\nb.ppm,2,x", 4, "3 fields; the header has 2")]
    [InlineData("file,label_index\n\"a\nb\",1\nb.ppm,-1", 4, "label_index '-1'")]
    [InlineData("file,label_index\nb.ppm,2147483648", 2, "label_index '2147483648'")]
    [InlineData("file,label_index\nb.ppm, 1", 2, "label_index ' 1'")]
    [InlineData("file\na.ppm\nb\"c.ppm", 3, "a quote in a field")]
    [InlineData("file\na.ppm\n\"b.ppm", 3, "does not end")]
    [InlineData("file\n\"b\"c.ppm", 2, "text after a quoted field")]
    [InlineData("file\na.ppm\rb.ppm", 2, "without a line feed")]
    [InlineData("file,x\n,1", 2, "names no file")]
    [InlineData("file\na\0b", 2, "'a?b' names no file")]
    public void Malformed_list_is_refused_by_line(string text, int line, string reason)
    {
        string message = Assert.Throws<InvalidPictureSetException>(() => Open(text)).Message;

        Assert.Contains($"list.csv, line {line}: ", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Fact]
    public void List_with_a_header_only_holds_no_picture()
    {
        Assert.Contains("no picture", Assert.Throws<InvalidPictureSetException>(() => Open("file\n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Record_is_bounded()
    {
        string longest = new('x', CsvReader.MaxRecordLength - 1);

        Assert.Equal(_folder[longest], Open($"file\n{longest}\n").Name(0));
        Assert.Contains(
            "line 2: more than 65536 characters",
            Assert.Throws<InvalidPictureSetException>(() => Open($"file\nxx{longest}\n")).Message,
            StringComparison.Ordinal);
        Assert.Throws<InvalidPictureSetException>(() => Open($"file\n\"{longest}\n{longest}"));
    }

    [Fact]
    public void Whole_text_is_bounded()
    {
        CsvReader reader = new(new EndlessText(), "endless");
        InvalidPictureSetException? fault = null;
        for (long records = 0; fault is null && records <= CsvReader.MaxLength; records++)
        {
            fault = Record.Exception(() => reader.Read()) as InvalidPictureSetException;
        }

        Assert.Contains($"more than {CsvReader.MaxLength} characters", fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_text_is_read_or_refused()
    {
        const int Seed = 4711;
        Random random = new(Seed);
        const string Alphabet = "\"\"\",,\r\n\n\nab1";
        for (int round = 0; round < 3000; round++)
        {
            string text = "file,label_index\n" + new string(random.GetItems<char>(Alphabet, random.Next(24)));
            Exception? exception = Record.Exception(() => Open(text));

            Assert.True(exception is null or InvalidPictureSetException, $"seed {Seed}, round {round}: {exception}");
        }
    }

    private PictureSet Open(string text, string name = "list.csv") => PictureSet.Open(_folder.Write(name, text));

    /// <summary>Records of 15 characters without end.</summary>
    private sealed class EndlessText : TextReader
    {
        private int _position;

        public override int Read() => ++_position % 16 == 0 ? '\n' : 'x';
    }
}
