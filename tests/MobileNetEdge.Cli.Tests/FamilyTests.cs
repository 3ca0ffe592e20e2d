using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;

namespace MobileNetEdge.Cli.Tests;

public sealed class FamilyTests(ColourFixture colours) : IClassFixture<ColourFixture>
{
    private static readonly string[] Small = ["family", "--networks", "mobilenet_v3_small,squeezenet_1_1", "--resolution", "64", "--runs", "2"];

    [Fact]
    public void Table_has_a_line_for_each_network_and_a_column_for_each_number_of_threads()
    {
        string instructions = Path.Combine(colours.Folder, "instructions.csv");
        File.WriteAllText(instructions, "network,core,instructions\nmobilenet_v3_small,cortex-a76,8800000\nother,cortex-a72,1\n");
        Outcome outcome = CommandLine.Run([.. Small, "--threads", "1,2", "--markdown", "-", "--instructions", instructions]);

        Assert.Equal(0, outcome.ExitCode);
        string[][] rows = [.. outcome.Lines.Where(line => line.StartsWith('|')).Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))];
        Assert.Equal(
            ["network", "parameters", "MACs", "int8 file", "int8 ms, 1 thread", "int8 ms, 2 threads", "float ms, 1 thread", "M instructions, cortex-a76", "M instructions, cortex-a72"],
            rows[0]);
        Assert.Equal(["mobilenet_v3_small", "squeezenet_1_1"], rows[2..].Select(row => row[0]));
        Assert.Equal(["2.54 M", "1.24 M"], rows[2..].Select(row => row[1]));
        Assert.Equal("8.8", rows[2][7]);
        Assert.All(rows[2..], row => Assert.True(double.Parse(row[4], CultureInfo.InvariantCulture) >= 0));
    }

    [Fact]
    public void Json_holds_the_same_and_the_chart_a_dot_for_each_network()
    {
        string chart = Path.Combine(colours.Folder, "family.svg");
        string json = Path.Combine(colours.Folder, "family.json");
        Outcome outcome = CommandLine.Run([.. Small, "--threads", "2", "--json", json, "--chart", chart]);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("float ms, 2 threads", outcome.Output, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(json));
        JsonElement[] networks = [.. document.RootElement.GetProperty("networks").EnumerateArray()];
        Assert.Equal([2_536_800, 1_235_496], networks.Select(network => network.GetProperty("parameters").GetInt64()));
        Assert.All(networks, network =>
        {
            Assert.True(network.GetProperty("macs").GetInt64() > 1_000_000 && network.GetProperty("file_bytes").GetInt64() > 1_000_000);
            Assert.True(network.GetProperty("float_p50_ms").GetDouble() > 0);
            JsonElement result = Assert.Single(network.GetProperty("results").EnumerateArray());
            Assert.True(result.GetProperty("threads").GetInt32() == 2 && result.GetProperty("p50_ms").GetDouble() > 0);
        });

        XElement svg = XElement.Load(chart);
        string[] words = [.. svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];
        Assert.Contains("mobilenet_v3_small", words);
        Assert.Contains("squeezenet_1_1", words);
        Assert.Equal(4, svg.Descendants().Count(element => element.Name.LocalName == "circle"));
        Assert.Contains("prefers-color-scheme: dark", svg.Descendants().First(element => element.Name.LocalName == "style").Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "does not know 'resnet_51'", "--networks", "resnet_50,resnet_51")]
    [InlineData(2, "--runs must be at least 1", "--runs", "0")]
    [InlineData(2, "a resolution of 8", "--networks", "vgg_16", "--resolution", "8")]
    [InlineData(2, "--resolution", "--resolution", "0")]
    [InlineData(3, "no-such.csv", "--instructions", "no-such.csv")]
    public void Wrong_use_is_said(int status, string message, params string[] arguments)
    {
        Outcome outcome = CommandLine.Run(["family", .. arguments]);

        Assert.Equal(status, outcome.ExitCode);
        Assert.Contains(message, outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "line 1: expected network,core,instructions")]
    [InlineData("network;core\n", "line 1: expected network,core,instructions")]
    [InlineData("network,core,instructions\na,b\n", "line 2: expected a network")]
    [InlineData("network,core,instructions\n\na,b,-1\n", "line 3: expected a network")]
    [InlineData("network,core,instructions\na,b,1\na,b,2\n", "line 3: expected a network")]
    public void File_of_instructions_that_breaks_the_format_is_refused(string text, string message)
    {
        string file = Path.Combine(colours.Folder, "broken.csv");
        File.WriteAllText(file, text);
        Outcome outcome = CommandLine.Run("family", "--instructions", file);

        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains(message, outcome.Errors, StringComparison.Ordinal);
    }
}
