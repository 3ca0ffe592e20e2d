using System.Text;
using MobileNetEdge.Quantizer.Evaluation;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Quantizer.Tests.Evaluation;

public sealed class JournalTests : IDisposable
{
    private const int Seed = 91;
    private const int Pictures = 60;

    private readonly TemporaryFolder _folder = new();

    public JournalTests()
    {
        Random random = new(Seed);
        for (int i = 0; i < Pictures; i++)
        {
            byte[] colour = new byte[3];
            random.NextBytes(colour);
            _folder.WritePicture($"pictures/{(char)('a' + random.Next(3))}/{i:d3}.ppm", colour[0], colour[1], colour[2]);
        }

        _folder.Write("pictures/b/0300.ppm", "broken");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Comparison_that_was_stopped_goes_on_with_the_result_of_one_that_was_not()
    {
        ComparisonResult whole = Compare(null);
        using CancellationTokenSource stop = new();

        Assert.ThrowsAny<OperationCanceledException>(() => Compare("journal", progress: new StopAt(0.4, stop), cancellationToken: stop.Token));
        int lines = File.ReadAllLines(_folder["journal"]).Length;
        Assert.InRange(lines, 2, Pictures + 1);
        ComparisonResult resumed = Compare("journal");

        Assert.Equal(lines - 1, resumed.Restored);
        AssertSame(whole, resumed);
        Assert.Equal(Pictures + 1, Compare("journal").Restored);
        AssertSame(whole, Compare("journal"));
    }

    [Fact]
    public void Journal_cut_off_anywhere_gives_the_same_result()
    {
        ComparisonResult whole = Compare("journal");
        byte[] journal = File.ReadAllBytes(_folder["journal"]);
        Random random = new(Seed);
        for (int i = 0; i < 12; i++)
        {
            int length = random.Next(journal.Length);
            _folder.Write("cut", journal[..length]);
            ComparisonResult resumed = Compare("cut");

            Assert.True(resumed.Restored <= Pictures, $"seed {Seed}, length {length}");
            AssertSame(whole, resumed);
            Assert.Equal(Pictures + 2, File.ReadAllLines(_folder["cut"]).Length);
        }
    }

    [Fact]
    public void Bytes_behind_the_last_line_are_dropped()
    {
        ComparisonResult whole = Compare("journal");
        string[] lines = File.ReadAllLines(_folder["journal"]);
        _folder.Write("torn", string.Join('\n', lines[..20]) + "\n" + lines[20][..30]);
        _folder.Write("zeros", string.Join('\n', lines[..20]) + "\n" + new string('\0', 3_000_000));

        foreach (string name in (string[])["torn", "zeros"])
        {
            ComparisonResult resumed = Compare(name);
            Assert.Equal(19, resumed.Restored);
            AssertSame(whole, resumed);
        }
    }

    [Fact]
    public void Journal_of_something_else_is_refused_and_stays_as_it_is()
    {
        Compare("journal");
        byte[] before = File.ReadAllBytes(_folder["journal"]);
        (string Expected, Func<ComparisonResult> Run)[] cases =
        [
            ("the float network differs", () => Compare("journal", network: "other")),
            ("the int8 model differs", () => Compare("journal", quantized: "other")),
            ("the list of pictures differs", () => Compare("journal", limit: 10)),
            ("label offset", () => Compare("journal", labelOffset: 0, framing: Imaging.Framing.Letterbox(0, 0, 0))),
        ];
        foreach ((string expected, Func<ComparisonResult> run) in cases)
        {
            Assert.Contains(expected, Assert.Throws<InvalidJournalException>(run).Message, StringComparison.Ordinal);
            Assert.Equal(before, File.ReadAllBytes(_folder["journal"]));
        }
    }

    [Theory]
    [InlineData("file,label_index\n")]
    [InlineData("no journal, and no line either")]
    [InlineData("\n")]
    [InlineData("{}\n")]
    [InlineData("[1]\n")]
    [InlineData("{\"kind\":3}\n")]
    public void File_that_is_no_journal_is_never_written_to(string text)
    {
        _folder.Write("precious", text);

        Assert.Contains("is no journal", Assert.Throws<InvalidJournalException>(() => Compare("precious")).Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(_folder["precious"]));
    }

    [Theory]
    [InlineData("{\"picture\":7}")]
    [InlineData("{\"picture\":8,\"error\":\"of another picture\"}")]
    [InlineData("not JSON")]
    [InlineData("")]
    public void Damaged_line_between_others_is_refused(string line)
    {
        Compare("journal");
        string[] lines = File.ReadAllLines(_folder["journal"]);
        lines[8] = line;
        _folder.Write("damaged", string.Join('\n', lines) + "\n");

        Assert.Contains("line 9 is damaged", Assert.Throws<InvalidJournalException>(() => Compare("damaged")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Journal_with_more_pictures_than_the_set_is_refused()
    {
        Compare("journal");
        string journal = File.ReadAllText(_folder["journal"]);
        _folder.Write("long", journal + $"{{\"picture\":{Pictures + 1},\"error\":\"x\"}}\n");

        Assert.Throws<InvalidJournalException>(() => Compare("long"));
    }

    [Fact]
    public void Line_brings_back_every_bit()
    {
        PictureOutcome[] outcomes =
        [
            new() { Error = new IOException("two\nlines, \"quoted\"") },
            new()
            {
                Agrees = true,
                FloatAnswer = new NetworkAnswer(3, 1.0 / 3, 0.1 + 0.2),
                Float = new Hit(false, true),
                QuantizedAnswer = new NetworkAnswer(0, 5e-324, 0),
                Quantized = new Hit(true, true),
                Signal = double.PositiveInfinity,
                Noise = double.NaN,
                Cosine = -0.0,
                Times = new(TimeSpan.FromTicks(1), TimeSpan.FromDays(2), TimeSpan.Zero),
            },
            new() { Signal = double.MaxValue },
        ];
        foreach ((int index, PictureOutcome outcome) in outcomes.Index())
        {
            string line = ToLine(index, outcome);
            PictureOutcome back = JournalLine.Read(Encoding.UTF8.GetBytes(line), index)!;

            Assert.DoesNotContain('\n', line);
            Assert.Equal(line, ToLine(index, back));
            Assert.Equal(outcome with { Error = null }, back with { Error = null });
            Assert.Equal(outcome.Error?.Message, back.Error?.Message);
        }
    }

    private static string ToLine(int index, PictureOutcome outcome)
    {
        System.Buffers.ArrayBufferWriter<byte> line = new();
        using System.Text.Json.Utf8JsonWriter writer = new(line);
        JournalLine.Write(line, writer, index, outcome);
        string text = Encoding.UTF8.GetString(line.WrittenSpan);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return text[..^1];
    }

    private static void AssertSame(ComparisonResult expected, ComparisonResult actual)
    {
        Assert.Equal(Figures(expected), Figures(actual));
        Assert.Equal(expected.Details.Classes, actual.Details.Classes);
        Assert.Equal(expected.Details.Confusions, actual.Details.Confusions);
        Assert.Equal(expected.Details.Flips, actual.Details.Flips);
        Assert.Equal(expected.Details.FlipCounts, actual.Details.FlipCounts);
    }

    private static string Figures(ComparisonResult result)
    {
        string broken = string.Join(' ', result.Broken.Select(picture => $"{picture.Name}: {picture.Error.Message}"));
        return $"{result.Pictures} {result.Labelled} {broken} {result.BrokenCount} {result.Top1} {result.Top1Difference} {result.Agreement:r} {result.MeanCosine:r} {result.SignalToNoise:r}";
    }

    private ComparisonResult Compare(
        string? journal,
        string network = "float",
        string quantized = "int8",
        int? limit = null,
        int? labelOffset = null,
        Imaging.Framing? framing = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        using PreparedModel prepared = ColourNetworks.Quantized(scale: 1.7f);
        ComparisonOptions options = ColourNetworks.Options with
        {
            Threads = 3,
            LabelOffset = labelOffset,
            Framing = framing ?? ColourNetworks.Options.Framing,
            Journal = journal is null ? null : new JournalOptions(_folder[journal], network, quantized),
        };
        return new Comparison(ColourNetworks.Float(), prepared, options)
            .Run(PictureSet.Open(_folder["pictures"], limit), progress, cancellationToken);
    }

    private sealed class StopAt(double share, CancellationTokenSource stop) : IProgress<double>
    {
        public void Report(double value)
        {
            if (value >= share)
            {
                stop.Cancel();
            }
        }
    }
}
