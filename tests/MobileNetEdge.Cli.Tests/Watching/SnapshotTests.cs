using System.Text.Json;

namespace MobileNetEdge.Cli.Tests.Watching;

public sealed class SnapshotTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mobilenet-edge-snapshots-");

    private static string Cat => Path.Combine(AppContext.BaseDirectory, "cat.png");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_frame_in_which_an_event_begins_is_kept_as_a_picture_that_classify_reads()
    {
        string kept = Path.Combine(_folder.FullName, "not", "there", "yet");
        Outcome outcome = Watch(kept, "1MB");
        string file = Assert.Single(Directory.GetFiles(kept));
        Assert.Matches(@"^\d{8}T\d{9}Z_e1_cat-0-5_cat\.(jpg|png)$", Path.GetFileName(file));
        Assert.Equal((1, 0), Counts(outcome));
        Assert.Contains(file, outcome.Output, StringComparison.Ordinal);
        Assert.Contains("cat", CommandLine.Run("classify", "--top", "1", file).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_oldest_go_first_and_nothing_else_is_touched()
    {
        string[] old = ["20200101T000000000Z_e1_a_b.jpg", "20200102T000000000Z_e1_a_b.png", "20200103T000000000Z_e1_a_b.jpg"];
        string[] others = ["20200101T000000000Z_e1_a_b.txt", "holiday.jpg"];
        const string Unfinished = ".20200101T000000000Z_e9_a_b.jpg.tmp";
        foreach (string name in old.Concat(others).Append(Unfinished))
        {
            File.WriteAllBytes(Path.Combine(_folder.FullName, name), new byte[40_000]);
        }

        Watch(_folder.FullName, "90kB");
        string[] left = [.. Directory.GetFiles(_folder.FullName).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        Assert.Equal([others[0], old[2], others[1]], left.Where(name => !name.Contains("cat", StringComparison.Ordinal)));
        Assert.Equal(4, left.Length);
    }

    [Theory]
    [InlineData("1B", "exceeds the limit")]
    [InlineData("1MB", "not written")]
    public void What_cannot_be_written_is_noted_and_the_program_goes_on(string limit, string note)
    {
        // A file in the place of the folder cannot be written into, whoever one is.
        string kept = Path.Combine(_folder.FullName, "kept");
        if (limit == "1MB")
        {
            File.WriteAllText(kept, "");
        }

        Outcome outcome = Watch(kept, limit);
        Assert.Equal((0, 1), Counts(outcome));
        Assert.Contains(note, Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    private static Outcome Watch(string folder, string limit)
    {
        Outcome outcome = CommandLine.Run(
            "watch", "--camera", Cat, "--frames", "5", "--answers", "none", "--when", "cat > 0.5", "--snapshots", folder, "--snapshot-limit", limit);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        return outcome;
    }

    private static (int Written, int Failed) Counts(Outcome outcome)
    {
        JsonElement summary = outcome.Lines.Select(line => JsonDocument.Parse(line).RootElement).Single(line => line.GetProperty("type").GetString() == "summary");
        return (summary.GetProperty("snapshots").GetInt32(), summary.GetProperty("snapshots_failed").GetInt32());
    }
}
