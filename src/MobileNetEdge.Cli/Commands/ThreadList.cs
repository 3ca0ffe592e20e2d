using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Cli.Commands;

/// <summary>The option of commands that measure with several numbers of threads.</summary>
internal static class ThreadList
{
    /// <summary>--threads 1,2,4.</summary>
    public static Option<int[]> Option { get; } = new("--threads")
    {
        HelpName = "LIST",
        Description = "Numbers of threads to measure with, such as 1,2,4. Default: 1 and the number of processors.",
        CustomParser = Parse,
    };

    /// <summary>What was asked for, or the default.</summary>
    public static int[] Of(ParseResult parsed)
    {
        return parsed.GetValue(Option) is { Length: > 0 } given ? given : [.. new[] { 1, Environment.ProcessorCount }.Distinct()];
    }

    private static int[] Parse(ArgumentResult argument)
    {
        List<int> threads = [];
        foreach (string item in argument.Tokens.SelectMany(token => token.Value.Split(',')))
        {
            if (!int.TryParse(item, NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count is < 1 or > PrepareOptions.MaxThreads)
            {
                argument.AddError($"--threads takes numbers from 1 to {PrepareOptions.MaxThreads}, separated by commas");
                return [];
            }

            threads.Add(count);
        }

        return [.. threads];
    }
}
