using System.Globalization;
using System.Text.Json;

namespace MobileNetEdge.Cli.Tests.Watching.Live;

/// <summary>What is served to this machine, over a real socket.</summary>
public sealed class LivePageTests(LoopbackServer server) : IClassFixture<LoopbackServer>
{
    [Theory]
    [InlineData("/", "text/html; charset=utf-8", "<title>")]
    [InlineData("/page.css", "text/css; charset=utf-8", "prefers-color-scheme")]
    [InlineData("/page.js", "text/javascript; charset=utf-8", "EventSource")]
    [InlineData("/icon.svg", "image/svg+xml", "<svg")]
    [InlineData("/healthz", "text/plain; charset=utf-8", "ok")]
    public async Task Files_are_served_with_headers_that_forbid_all_but_their_own(string path, string contentType, string part)
    {
        Answer answer = await server.GetAsync(path);
        Assert.Equal((200, contentType), (answer.Status, answer.Headers["Content-Type"]));
        Assert.Contains(part, answer.Body, StringComparison.Ordinal);
        string policy = answer.Headers["Content-Security-Policy"];
        foreach (string rule in new[]
        {
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'",
        })
        {
            Assert.Contains(rule, policy, StringComparison.Ordinal);
        }

        Assert.Equal(("nosniff", "no-referrer", "no-store"), (answer.Headers["X-Content-Type-Options"], answer.Headers["Referrer-Policy"], answer.Headers["Cache-Control"]));
        Assert.False(answer.Headers.ContainsKey("Server"));
        Assert.DoesNotContain("://", answer.Body.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_holds_jpeg_pictures_each_followed_by_a_boundary()
    {
        Answer answer = await server.AskAsync("GET /stream HTTP/1.0\nHost: {here}", most: 200_000);
        Assert.Equal((200, "multipart/x-mixed-replace; boundary=frame"), (answer.Status, answer.Headers["Content-Type"]));
        string[] parts = answer.Body.Split("--frame\r\n");
        Assert.True(parts.Length > 3, $"{parts.Length} parts");
        foreach (string part in parts[1..^1])
        {
            int head = part.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
            int start = part.IndexOf("\u00FF\u00D8", StringComparison.Ordinal);
            int end = part.LastIndexOf("\u00FF\u00D9", StringComparison.Ordinal) + 2;
            Assert.Contains($"Content-Length: {end - start}\r\n", part[..head], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Events_tell_what_is_seen()
    {
        Answer answer = await server.AskAsync("GET /events HTTP/1.0\nHost: {here}", most: 6_000);
        Assert.Equal((200, "text/event-stream"), (answer.Status, answer.Headers["Content-Type"]));
        int start = answer.Body.IndexOf("data: ", StringComparison.Ordinal) + 6;
        using JsonDocument document = JsonDocument.Parse(answer.Body[start..answer.Body.IndexOf('\n', start)]);
        JsonElement state = document.RootElement;
        Assert.Equal("ready", state.GetProperty("camera").GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, state.GetProperty("camera").GetProperty("complaint").ValueKind);
        JsonElement top = state.GetProperty("top");
        Assert.Equal((5, "cat"), (top.GetArrayLength(), top[0].GetProperty("label").GetString()));
        double[] scores = [.. top.EnumerateArray().Select(each => each.GetProperty("score").GetDouble())];
        Assert.Equal(scores.OrderDescending(), scores);
        Assert.True(state.GetProperty("times_ms").GetProperty("inference").GetDouble() > 0);
        Assert.Equal([true, false], state.GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("active").GetBoolean()));
        Assert.True(state.GetProperty("counts").GetProperty("classified").GetInt64() > 0);
        Assert.NotEmpty(state.GetProperty("setup").GetProperty("path").GetString()!);
    }

    [Fact]
    public async Task Metrics_are_in_the_text_format()
    {
        Answer answer = await server.GetAsync("/metrics");
        Assert.Equal((200, "text/plain; version=0.0.4; charset=utf-8"), (answer.Status, answer.Headers["Content-Type"]));
        string[] lines = answer.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (string line in lines)
        {
            Assert.Matches(@"^(# (HELP|TYPE) mobilenet_edge_\w+ .+|mobilenet_edge_\w+(\{(\w+=""([^""\\]|\\.)*"",?)+\})? [-+0-9.eE]+)$", line);
        }

        double[] buckets = [.. lines.Where(line => line.Contains("bucket{stage=\"inference\"", StringComparison.Ordinal)).Select(Value)];
        Assert.Equal(buckets.Order(), buckets);
        Assert.Equal(buckets[^1], Value(lines.Single(line => line.StartsWith("mobilenet_edge_stage_duration_seconds_count{stage=\"inference\"}", StringComparison.Ordinal))));
        Assert.True(Value(lines.Single(line => line.StartsWith("mobilenet_edge_frames_classified_total ", StringComparison.Ordinal))) > 0);
        Assert.Contains("mobilenet_edge_rule_active{rule=\"2\",text=\"\\\"dog\\\" > 0.99\"} 0", lines);
        Assert.Contains("mobilenet_edge_camera_ready 1", lines);
    }

    [Theory]
    [InlineData("{here}", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("LOCALHOST:1", 200)]
    [InlineData("localhost.", 200)]
    [InlineData("camera.example:80", 200)]
    [InlineData("127.0.0.2", 421)]
    [InlineData("[::1]", 421)]
    [InlineData("example.com", 421)]
    [InlineData("localhost.example.com", 421)]
    [InlineData("0.0.0.0", 421)]
    [InlineData("", 400)]
    public async Task Only_names_of_this_machine_are_answered(string host, int status)
    {
        Assert.Equal(status, (await server.AskAsync($"GET /metrics HTTP/1.1\nHost: {host}\nConnection: close")).Status);
    }

    [Theory]
    [InlineData("Origin: http://{here}", 200)]
    [InlineData("Origin: http://example.com", 403)]
    [InlineData("Origin: null", 403)]
    [InlineData("Origin: http://127.0.0.1:1", 403)]
    [InlineData("Sec-Fetch-Site: same-origin", 200)]
    [InlineData("Sec-Fetch-Site: cross-site", 403)]
    [InlineData("Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate", 200)]
    public async Task Other_sites_are_refused(string header, int status)
    {
        Assert.Equal(status, (await server.GetAsync("/healthz", header)).Status);
    }

    [Theory]
    [InlineData("POST / HTTP/1.1\nHost: {here}\nContent-Length: 0\nConnection: close", 405)]
    [InlineData("DELETE / HTTP/1.1\nHost: {here}\nConnection: close", 405)]
    [InlineData("HEAD /stream HTTP/1.1\nHost: {here}\nConnection: close", 405)]
    [InlineData("HEAD / HTTP/1.1\nHost: {here}\nConnection: close", 200)]
    [InlineData("GET / HTTP/1.1\nHost: {here}\nContent-Length: 5\nConnection: close\n\nabcde", 413)]
    [InlineData("GET /../etc/passwd HTTP/1.1\nHost: {here}\nConnection: close", 404)]
    [InlineData("GET /nothing HTTP/1.1\nHost: {here}\nConnection: close", 404)]
    [InlineData("GET / HTTP/1.1\nHost: {here}\nHost: {here}\nConnection: close", 400)]
    [InlineData("nonsense", 400)]
    public async Task What_makes_no_sense_is_refused(string request, int status) => Assert.Equal(status, (await server.AskAsync(request)).Status);

    [Fact]
    public async Task Requests_are_bounded()
    {
        Assert.Equal(414, (await server.GetAsync($"/{new string('a', 4000)}")).Status);
        Assert.Equal(431, (await server.GetAsync("/", $"X: {new string('a', 10000)}")).Status);
        Assert.Equal(431, (await server.GetAsync("/", [.. Enumerable.Range(0, 60).Select(i => $"X{i}: 1")])).Status);
        Assert.Equal(200, (await server.GetAsync("/")).Status);
    }

    private static double Value(string line) => double.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture);
}
