using MobileNetEdge.Quantizer.Evaluation;
using MobileNetEdge.Quantizer.Tests.Evaluation;

namespace MobileNetEdge.Quantizer.Tests.Detection;

/// <summary>Lists of boxes.</summary>
public sealed class BoxListTests
{
    private static readonly ClassNames Classes = new(["cat", "dog"], -1, 2);

    [Fact]
    public void Columns_are_found_by_name()
    {
        List<(string File, TruthBox Box)> boxes = Read("x1,y1,x2,y2,file,crowd,class,class_index\n0.1,0.2,0.3,0.4,a.png,1,dog,9\n0,0,1,1,b.png,0,fox,1\n");

        Assert.Equal([("a.png", new TruthBox(1, 0.2f, 0.1f, 0.4f, 0.3f, true)), ("b.png", new TruthBox(0, 0, 0, 1, 1, false))], boxes);
    }

    [Theory]
    [InlineData("file,x1,y1,x2,y2\n", "neither a column 'class' nor 'class_index'")]
    [InlineData("file,class,x1,y1,x2\n", "no column 'y2'")]
    [InlineData("file,class,x1,y1,x2,y2\na,cat,0,0,1\n", "line 2: 5 fields; the header has 6")]
    [InlineData("file,class,x1,y1,x2,y2\na,cat,0,0,nan,1\n", "'nan' is no share")]
    [InlineData("file,class,x1,y1,x2,y2\na,cat,0,0,1e9,1\n", "'1e9' is no share")]
    [InlineData("file,class,x1,y1,x2,y2\na,cat,1,0,0.5,1\n", "the box has no area")]
    [InlineData("file,class,x1,y1,x2,y2\na,cow,0,0,1,1\n", "the detector does not have the class")]
    [InlineData("file,class_index,x1,y1,x2,y2\na,0,0,0,1,1\n", "the detector does not have the class")]
    [InlineData("file,class_index,x1,y1,x2,y2\na,4294967297,0,0,1,1\n", "the detector does not have the class")]
    public void Faults_are_named(string text, string message)
    {
        Assert.Contains(message, Assert.Throws<InvalidPictureSetException>(() => Read(text)).Message, StringComparison.Ordinal);
    }

    private static List<(string File, TruthBox Box)> Read(string text)
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "boxes.csv");
        File.WriteAllText(path, text);
        return BoxList.Read(path, Classes);
    }
}
