namespace MobileNetEdge.Cli.Tests;

public sealed class ProgramTests
{
    [Fact]
    public void No_command_is_a_usage_error_with_a_hint()
    {
        Outcome outcome = CommandLine.Run();

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("--help", outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("classify")]
    [InlineData("quantize")]
    [InlineData("compare")]
    [InlineData("inspect")]
    [InlineData("selftest")]
    public void Help_explains_every_command(string command)
    {
        Outcome outcome = CommandLine.Run(command, "--help");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal("", outcome.Errors);
        Assert.Contains($"mobilenet-edge {command}", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Self_test_passes_on_this_machine()
    {
        Outcome outcome = CommandLine.Run("selftest");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("reference", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("all bytes are as they must be\n", outcome.Output, StringComparison.Ordinal);
    }
}
