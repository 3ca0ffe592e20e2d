using System.Text.Json;

namespace MobileNetEdge.Cli.Tests;

public sealed class CompareTests(CompareFixture files) : IClassFixture<CompareFixture>
{
    [Fact]
    public void Table_has_a_line_for_each_figure()
    {
        Outcome outcome = CommandLine.Run(files.Compare(files.List));

        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal("", outcome.Errors);
        Assert.Contains(outcome.Lines, line => line.StartsWith("pictures            3 of", StringComparison.Ordinal));
        Assert.Contains("top-1                66.67 %    66.67 %", outcome.Lines);
        Assert.Contains("top-5               -", outcome.Lines);
        Assert.Contains("top-1 difference    0.00 points, 95 % interval -39.20 to +39.20", outcome.Lines);
        Assert.Contains("agreement           100.00 %", outcome.Lines);
        Assert.Contains("signal to noise     infinite: the outputs are equal", outcome.Lines);
    }

    [Fact]
    public void Json_is_one_value_with_every_figure()
    {
        Outcome outcome = CommandLine.Run(files.Compare(files.List, "--json", "--limit", "2", "--threads", "2"));

        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        JsonElement root = document.RootElement;
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal((2, 2), (root.GetProperty("pictures").GetInt32(), root.GetProperty("labelled").GetInt32()));
        Assert.Equal(100, root.GetProperty("top1_percent").GetProperty("float").GetDouble());
        Assert.Equal(100, root.GetProperty("top1_percent").GetProperty("int8").GetDouble());
        Assert.Equal(0, root.GetProperty("top1_difference_points").GetProperty("value").GetDouble());
        Assert.True(root.GetProperty("top1_difference_points").GetProperty("lower_95").GetDouble() < 0);
        Assert.Equal(0, root.GetProperty("top1_difference_points").GetProperty("only_float_right").GetInt32());
        Assert.Equal(100, root.GetProperty("agreement_percent").GetDouble());
        Assert.Equal(1, root.GetProperty("cosine").GetDouble());
        Assert.All(["top5_percent", "signal_to_noise_db", "note"], name => Assert.Equal(JsonValueKind.Null, root.GetProperty(name).ValueKind));
        Assert.True(root.GetProperty("pictures_per_second").GetDouble() > 0);
        Assert.All(["preprocess", "float", "int8"], stage => Assert.True(root.GetProperty("times_ms").GetProperty(stage).GetDouble() >= 0));
        Assert.Equal(0, root.GetProperty("broken").GetArrayLength());
    }

    [Fact]
    public void Label_offset_moves_the_labels()
    {
        File.WriteAllLines(files["shifted.csv"], ["file,label_index", "pictures/b-green.ppm,0"]);
        Outcome outcome = CommandLine.Run(files.Compare(files["shifted.csv"], "--json", "--label-offset", "1"));

        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        Assert.Equal(100, document.RootElement.GetProperty("top1_percent").GetProperty("int8").GetDouble());
    }

    [Fact]
    public void Broken_picture_is_reported_after_the_result()
    {
        File.WriteAllLines(files["broken.csv"], ["file,label_index", "broken.csv,0", "pictures/a-red.ppm,0", "nowhere.ppm,1"]);
        Outcome outcome = CommandLine.Run(files.Compare(files["broken.csv"], "--json"));

        using JsonDocument document = JsonDocument.Parse(outcome.Output);
        Assert.Equal(3, outcome.ExitCode);
        Assert.Equal(1, document.RootElement.GetProperty("pictures").GetInt32());
        Assert.EndsWith("nowhere.ppm", document.RootElement.GetProperty("broken")[1].GetProperty("picture").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, outcome.ErrorLines.Length);
        Assert.Contains("broken.csv", outcome.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains("nowhere.ppm", outcome.ErrorLines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_without_labels_are_compared_by_agreement()
    {
        Outcome outcome = CommandLine.Run(files.Compare(files.Pictures));

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("top-1               - (no labels)", outcome.Lines);
        Assert.Contains("agreement           100.00 %", outcome.Lines);
    }

    [Fact]
    public void Named_normalization_stands_for_numbers()
    {
        Outcome named = CommandLine.Run("compare", files.Network, files.Model, "--images", files.Pictures, "--normalization", "imagenet");
        Outcome numbers = CommandLine.Run(
            "compare", files.Network, files.Model, "--images", files.Pictures, "--mean", "123.675,116.28,103.53", "--std", "58.395,57.12,57.375");

        Assert.Equal(0, named.ExitCode);
        Assert.Equal(Figures(numbers), Figures(named));
        Assert.Contains("mean 123.675 116.28 103.53", named.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--limit", "0")]
    [InlineData("--threads", "0")]
    [InlineData("--threads", "513")]
    [InlineData("--framing", "sideways")]
    [InlineData("--framing", "centre-crop:4")]
    [InlineData("--normalization", "raw")]
    [InlineData("--label-offset", "one")]
    public void Option_that_makes_no_sense_is_a_usage_error(string option, string value)
    {
        Outcome outcome = CommandLine.Run(files.Compare(files.Pictures, option, value));

        Assert.Equal(2, outcome.ExitCode);
        Assert.Equal("", outcome.Output);
        Assert.NotEqual("", outcome.Errors);
    }

    [Fact]
    public void Option_that_does_not_exist_is_not_taken_for_a_file()
    {
        Outcome outcome = CommandLine.Run("compare", "--no-such-option", files.Model, "--images", files.Pictures);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("Unrecognized option '--no-such-option'", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Name_of_no_normalization_is_a_usage_error()
    {
        Outcome outcome = CommandLine.Run("compare", files.Network, files.Model, "--images", files.Pictures, "--normalization", "sideways");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("minus-one-to-one", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_input_ends_with_one_line_and_status_3()
    {
        File.WriteAllText(files["malformed.csv"], "file,label_index\na.ppm,x\n");
        File.WriteAllLines(files["far.csv"], ["file,label_index", "pictures/a-red.ppm,3"]);
        string[][] cases =
        [
            files.Compare(files["malformed.csv"]),
            files.Compare(files["far.csv"]),
            files.Compare(files["nowhere.csv"]),
            ["compare", files.Model, files.Model, "--images", files.Pictures],
            ["compare", files.Network, files.List, "--images", files.Pictures],
            ["compare", files["nowhere.onnx"], files.Model, "--images", files.Pictures],
        ];
        foreach (string[] arguments in cases)
        {
            Outcome outcome = CommandLine.Run(arguments);

            Assert.Equal(3, outcome.ExitCode);
            Assert.Equal("", outcome.Output);
            Assert.Single(outcome.ErrorLines);
        }
    }

    private static IEnumerable<string> Figures(Outcome outcome)
    {
        return outcome.Lines.Where(line => line.StartsWith("cosine", StringComparison.Ordinal) || line.StartsWith("signal", StringComparison.Ordinal));
    }
}
