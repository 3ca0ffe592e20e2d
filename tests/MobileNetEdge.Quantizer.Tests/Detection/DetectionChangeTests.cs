using System.Buffers;
using System.Text;
using System.Text.Json;
using MobileNetEdge.Quantizer.Evaluation;
using Found = MobileNetEdge.Runtime.Detection;

namespace MobileNetEdge.Quantizer.Tests.Detection;

public sealed class DetectionChangeTests
{
    private static Found Left => new(0, 0.9f, 0, 0, 1, 0.4f);

    private static Found Right => new(0, 0.8f, 0, 0.6f, 1, 1);

    [Fact]
    public void What_both_find_is_no_change()
    {
        Found shifted = Left with { Right = 0.45f, Score = 0.31f };
        Found weak = Right with { Score = 0.29f };
        Assert.Null(DetectionChange.Of(0, Picture(Left), Picture(shifted, weak)));
    }

    [Fact]
    public void What_is_there_and_found_by_one_alone_is_lost_or_gained()
    {
        DetectionChange lost = DetectionChange.Of(3, Picture(Left, Right), Picture(Left))!;
        Assert.Equal((3, FlipKind.Lost, 2, 1), (lost.Index, lost.Kind, lost.FloatRight, lost.QuantizedRight));
        Assert.Equal([Right], lost.OnlyFloat);
        Assert.Empty(lost.OnlyQuantized);
        Assert.Equal(FlipKind.Gained, DetectionChange.Of(3, Picture(Left), Picture(Left, Right))!.Kind);
    }

    [Fact]
    public void Another_class_or_another_place_is_a_change_of_both()
    {
        Found other = Left with { Category = 1 };
        DetectionChange change = DetectionChange.Of(0, Picture(other), Picture(other with { Top = 0.6f }))!;
        Assert.Equal((FlipKind.Other, 1, 1), (change.Kind, change.OnlyFloat.Length, change.OnlyQuantized.Length));
    }

    [Fact]
    public void A_score_that_merely_crosses_the_line_is_a_small_change()
    {
        DetectionChange crossed = DetectionChange.Of(0, Picture(Left with { Score = 0.31f }), Picture(Left with { Score = 0.29f }))!;
        Assert.Equal(0.02, crossed.Severity, 5);
        Assert.Equal(0.9, DetectionChange.Of(0, Picture(Left), Picture())!.Severity, 5);
    }

    [Fact]
    public void A_line_of_the_journal_gives_back_every_bit()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            DetectionOutcome outcome = new()
            {
                Pixels = random.NextDouble() * 1e7,
                Float = [.. Enumerable.Range(0, random.Next(20)).Select(_ => RandomFound(random))],
                Quantized = [.. Enumerable.Range(0, random.Next(20)).Select(_ => RandomFound(random))],
                Times = new(TimeSpan.FromTicks(random.Next()), TimeSpan.FromTicks(random.Next()), TimeSpan.FromTicks(random.Next())),
            };
            string line = LineOf(outcome, seed);
            DetectionOutcome back = DetectionJournalLine.Read(Encoding.UTF8.GetBytes(line), seed)!;
            Assert.True(outcome.Float.SequenceEqual(back.Float) && outcome.Quantized.SequenceEqual(back.Quantized), $"seed {seed}: {line}");
            Assert.Equal((outcome.Pixels, outcome.Times), (back.Pixels, back.Times));
            Assert.Null(DetectionJournalLine.Read(Encoding.UTF8.GetBytes(line), seed + 1));
            Assert.Null(DetectionJournalLine.Read(Encoding.UTF8.GetBytes(line[..random.Next(line.Length)]), seed));
        }
    }

    [Theory]
    [InlineData("""{"picture":0,"pixels":1,"float":[1,0.5],"int8":[],"ticks":[1,2,3]}""")]
    [InlineData("""{"picture":0,"pixels":1,"float":[1.5,0,0,0,0,0],"int8":[],"ticks":[1,2,3]}""")]
    [InlineData("""{"picture":0,"pixels":1,"float":[],"int8":[],"ticks":[1]}""")]
    [InlineData("""{"picture":0,"pixels":1,"float":{},"int8":[],"ticks":[1,2,3]}""")]
    [InlineData("""{"picture":0,"float":[],"int8":[],"ticks":[1,2,3]}""")]
    public void A_malformed_line_is_none(string line)
    {
        Assert.Null(DetectionJournalLine.Read(Encoding.UTF8.GetBytes(line), 0));
    }

    private static string LineOf(DetectionOutcome outcome, int index)
    {
        ArrayBufferWriter<byte> line = new();
        using Utf8JsonWriter writer = new(line);
        DetectionJournalLine.Write(line, writer, index, outcome);
        return Encoding.UTF8.GetString(line.WrittenSpan).TrimEnd('\n');
    }

    private static Found RandomFound(Random random)
    {
        float Real() => random.Next(20) == 0 ? float.PositiveInfinity : (float)(random.NextDouble() * Math.Pow(10, random.Next(-30, 8)));
        return new(random.Next(90), Real(), Real(), Real(), Real(), Real());
    }

    private static DetectedPicture Picture(params Found[] found)
    {
        return new(100 * 100, [new(0, 0, 0, 1, 0.4f, false), new(0, 0, 0.6f, 1, 1, false)], found);
    }
}
