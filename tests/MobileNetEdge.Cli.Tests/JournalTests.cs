namespace MobileNetEdge.Cli.Tests;

public sealed class JournalTests(CompareFixture files) : IClassFixture<CompareFixture>
{
    [Fact]
    public void Resumed_run_writes_the_same_bytes()
    {
        string[] arguments = files.Compare(files.List, "--json", "--journal");
        Outcome whole = CommandLine.Run([.. arguments, files["whole.journal"]]);
        string[] lines = File.ReadAllLines(files["whole.journal"]);
        File.WriteAllText(files["half.journal"], string.Join('\n', lines[..2]) + "\n" + lines[2][..9]);
        Outcome resumed = CommandLine.Run([.. arguments, files["half.journal"]]);

        Assert.Equal((0, 0), (whole.ExitCode, resumed.ExitCode));
        Assert.Equal(4, lines.Length);
        Assert.Equal(whole.Output, resumed.Output);
        Assert.DoesNotContain("times_ms", whole.Output, StringComparison.Ordinal);
        Assert.Equal(4, File.ReadAllLines(files["half.journal"]).Length);
    }

    [Fact]
    public void Table_says_what_comes_from_the_journal()
    {
        string[] arguments = files.Compare(files.List, "--journal", files["twice.journal"]);
        CommandLine.Run(arguments);
        Outcome again = CommandLine.Run(arguments);

        Assert.Contains("from the journal    3 pictures", again.Lines);
    }

    [Fact]
    public void Journal_of_another_comparison_ends_with_one_line_and_status_3()
    {
        CommandLine.Run(files.Compare(files.List, "--journal", files["other.journal"]));
        Outcome outcome = CommandLine.Run(files.Compare(files.List, "--journal", files["other.journal"], "--limit", "2"));

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("the list of pictures differs", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void File_of_labels_is_no_journal_and_survives()
    {
        string before = File.ReadAllText(files.List);
        Outcome outcome = CommandLine.Run(files.Compare(files.List, "--journal", files.List));

        Assert.Equal(3, outcome.ExitCode);
        Assert.Equal(before, File.ReadAllText(files.List));
    }
}
