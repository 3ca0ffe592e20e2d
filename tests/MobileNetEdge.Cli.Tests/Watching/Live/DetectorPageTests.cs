using System.Text;
using System.Text.Json;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Cli.Tests.Watching.Live;

/// <summary>What the page shows of a detector.</summary>
public sealed class DetectorPageTests(DetectorServer server) : IClassFixture<DetectorServer>
{
    [Fact]
    public async Task The_state_has_boxes_regions_and_the_box_of_each_rule()
    {
        Answer events = await server.AskAsync("GET /events HTTP/1.0\nHost: {here}", most: 4_000);
        string state = events.Body.Split('\n').First(line => line.StartsWith("data: ", StringComparison.Ordinal))["data: ".Length..];
        JsonElement root = JsonDocument.Parse(state).RootElement;
        JsonElement[] boxes = [.. root.GetProperty("boxes").EnumerateArray()];
        Assert.Equal(["red", "blue"], boxes.Select(box => box.GetProperty("label").GetString()).OrderDescending());
        JsonElement red = boxes.Single(box => box.GetProperty("label").GetString() == "red");
        Assert.Equal([0.5, 0, 1, 0.5], Numbers(red.GetProperty("box")));
        Assert.True(red.GetProperty("score").GetDouble() > 0.9);

        JsonElement[] rules = [.. root.GetProperty("rules").EnumerateArray()];
        Assert.Equal([true, false], rules.Select(rule => rule.GetProperty("active").GetBoolean()));
        Assert.Equal([0.5, 0, 1, 0.5], Numbers(rules[0].GetProperty("region")));
        Assert.Equal([0.5, 0, 1, 0.5], Numbers(rules[0].GetProperty("box")));
        Assert.Equal([0, 0, 0.5, 1], Numbers(rules[1].GetProperty("region")));
        Assert.Equal(2, root.GetProperty("top").GetArrayLength());
    }

    [Fact]
    public async Task The_preview_has_boxes_with_labels_and_thin_regions()
    {
        Answer stream = await server.AskAsync("GET /stream HTTP/1.0\nHost: {here}", most: 60_000);
        int start = stream.Body.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        int end = stream.Body.IndexOf("\r\n--frame", start, StringComparison.Ordinal);
        string path = Path.Combine(server.Folder, "preview.jpg");
        await File.WriteAllBytesAsync(path, Encoding.Latin1.GetBytes(stream.Body[start..end]), TestContext.Current.CancellationToken);
        RgbImage preview = ImageFile.Load(path);
        Assert.Equal((300, 400), (preview.Width, preview.Height));

        // The region's right border at half the width, with a white line beside the black one, where nothing else is drawn.
        Assert.True(Light(preview, 140, 50, 20, 100) > 80, "the region's line can be seen");
        Assert.True(Light(preview, 152, 180, 80, 20) + Light(preview, 2, 180, 80, 20) > 20, "a label's text can be seen");
        Assert.Equal(0, Light(preview, 200, 80, 60, 60));
    }

    private static int Light(RgbImage picture, int left, int top, int width, int height)
    {
        int count = 0;
        for (int y = top; y < top + height; y++)
        {
            for (int x = left; x < left + width; x++)
            {
                ReadOnlySpan<byte> pixel = picture.Row(y).Slice(3 * x, 3);
                count += pixel[0] > 140 && pixel[1] > 140 && pixel[2] > 140 ? 1 : 0;
            }
        }

        return count;
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];
}
