using System.Text.Json;

namespace MobileNetEdge.Cli.Tests;

/// <summary>compare with detectors: red above on the left, blue below on the right, in each of three pictures; a fourth is broken.</summary>
public sealed class CompareDetectorsTests : IDisposable
{
    private readonly QuadrantFixture _files = new();
    private readonly string _pictures;
    private readonly string _boxes;

    public CompareDetectorsTests()
    {
        _pictures = Directory.CreateDirectory(Path.Combine(_files.Folder, "pictures")).FullName;
        _boxes = Path.Combine(_files.Folder, "boxes.csv");
        foreach (string name in (string[])["a.ppm", "b.ppm", "c.ppm"])
        {
            File.Copy(_files.Picture, Path.Combine(_pictures, name));
        }

        File.WriteAllText(
            _boxes, "file,class,x1,y1,x2,y2\na.ppm,red,0,0,0.5,0.5\na.ppm,blue,0.5,0.5,1,1\nb.ppm,red,0,0,0.5,0.5\nb.ppm,blue,0.5,0.5,1,1\nc.ppm,red,0,0,0.5,0.5\n");
    }

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Networks_that_do_the_same_change_nothing()
    {
        Outcome outcome = Compare(_files.FloatDetector);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        Assert.Contains(outcome.Lines, line => line.StartsWith("mAP@0.5 (COCO)", StringComparison.Ordinal) && line.EndsWith("1.0000   1.0000", StringComparison.Ordinal));
        Assert.Contains("changed pictures              0: less found in 0, more in 0, as much in 0", outcome.Lines);
    }

    [Fact]
    public void The_page_shows_classes_and_pictures_with_the_boxes_of_both()
    {
        string page = Path.Combine(_files.Folder, "page.html");
        Outcome outcome = Compare(_files.RedDetector, "--report", page, "--json");
        JsonElement root = JsonDocument.Parse(outcome.Output).RootElement;
        JsonElement changed = root.GetProperty("changed_pictures");
        Assert.Equal((0, 2, 1), (changed.GetProperty("less_found").GetInt32(), changed.GetProperty("more_found").GetInt32(), changed.GetProperty("as_much_found").GetInt32()));
        Assert.Equal(0, root.GetProperty("classes").GetProperty("blue").GetProperty("float").GetDouble());
        Assert.Equal(1, root.GetProperty("classes").GetProperty("blue").GetProperty("int8").GetDouble());

        string html = File.ReadAllText(page);
        Assert.Contains("Int8 finds more of what is there: 2", html, StringComparison.Ordinal);
        Assert.Contains("As much is found: 1", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Int8 finds less", html, StringComparison.Ordinal);
        Assert.Equal(6, html.Split("src=\"data:image/").Length - 1);
        Assert.Equal(3, html.Split("only int8</dt><dd><bdi>blue</bdi> 100 %").Length - 1);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("not readable", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_run_goes_on_and_writes_the_same_bytes()
    {
        File.WriteAllText(Path.Combine(_pictures, "broken.ppm"), "P6 no picture");
        (string whole, string half) = (Path.Combine(_files.Folder, "whole.journal"), Path.Combine(_files.Folder, "half.journal"));
        Outcome first = Compare(_files.RedDetector, "--json", "--journal", whole);
        string[] lines = File.ReadAllLines(whole);
        File.WriteAllText(half, string.Join('\n', lines[..3]) + "\n" + lines[3][..12]);
        Outcome second = Compare(_files.RedDetector, "--json", "--journal", half);

        Assert.Equal((3, 3), (first.ExitCode, second.ExitCode));
        Assert.Equal(5, lines.Length);
        Assert.Equal(first.Output, second.Output);
        Assert.DoesNotContain("times_ms", first.Output, StringComparison.Ordinal);
        Assert.Equal(1, JsonDocument.Parse(first.Output).RootElement.GetProperty("broken_pictures").GetInt32());
        Assert.Contains("broken.ppm", Assert.Single(second.ErrorLines), StringComparison.Ordinal);
        Assert.Contains("from the journal              4 pictures", Compare(_files.RedDetector, "--journal", half).Lines);
    }

    [Fact]
    public void A_journal_of_other_boxes_is_refused()
    {
        string journal = Path.Combine(_files.Folder, "other.journal");
        Compare(_files.FloatDetector, "--journal", journal);
        File.AppendAllText(_boxes, "c.ppm,red,0,0,0.5,0.5\n");
        Outcome outcome = Compare(_files.FloatDetector, "--journal", journal);
        Assert.Equal(3, outcome.ExitCode);
        Assert.Contains("the list of pictures differs", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_do_not_go_with_detectors()
    {
        Outcome outcome = Compare(_files.FloatDetector, "--layers");
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("--layers does not go with detectors", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    private Outcome Compare(string network, params string[] options)
    {
        return CommandLine.Run(["compare", network, _files.Detector, "--images", _pictures, "--ground-truth", _boxes, .. options]);
    }
}
