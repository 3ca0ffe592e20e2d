namespace MobileNetEdge.Cli.Tests.Watching.Live;

/// <summary>What is served while there is nothing to see.</summary>
public sealed class CameraAwayTests(BlindServer server) : IClassFixture<BlindServer>
{
    [Fact]
    public async Task Health_is_bad_and_says_why()
    {
        Answer answer = await server.GetAsync("/healthz");
        Assert.Equal(503, answer.Status);
        Assert.StartsWith("camera ", answer.Body, StringComparison.Ordinal);
        Assert.Equal(200, (await server.GetAsync("/")).Status);
    }

    [Fact]
    public async Task Metrics_and_events_go_on()
    {
        Assert.Contains("mobilenet_edge_camera_ready 0\n", (await server.GetAsync("/metrics")).Body, StringComparison.Ordinal);
        Answer events = await server.AskAsync("GET /events HTTP/1.0\nHost: {here}", most: 2_000);
        Assert.Contains("\"top\":[]", events.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("\"complaint\":null", events.Body, StringComparison.Ordinal);
    }
}
