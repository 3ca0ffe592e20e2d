using System.Runtime.Versioning;

namespace MobileNetEdge.Cli.Tests.Watching.Live;

/// <summary>What is served at an address that others can reach.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class TokenTests(OpenServer server) : IClassFixture<OpenServer>
{
    [Fact]
    public void Token_is_made_for_its_owner_and_shown_once()
    {
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(server.TokenPath));
        Assert.Equal(43, server.Token.Length);
        Assert.Equal(2, server.Errors.Split(server.Token).Length);
        Assert.Contains($":{server.Port}/?token={server.Token}", server.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/page.js")]
    [InlineData("/stream")]
    [InlineData("/events")]
    [InlineData("/metrics")]
    [InlineData("/nothing")]
    [InlineData("/?token=")]
    [InlineData("/?token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Nothing_is_shown_without_the_token(string path)
    {
        Answer answer = await server.GetAsync(path);
        Assert.Equal((401, "Bearer"), (answer.Status, answer.Headers["WWW-Authenticate"]));
        Assert.DoesNotContain(server.Token, answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_is_told_to_this_machine() => Assert.Equal("ok\n", (await server.GetAsync("/healthz")).Body);

    [Fact]
    public async Task First_visit_leaves_a_cookie_and_a_clean_address()
    {
        Answer first = await server.GetAsync($"/?token={server.Token}");
        Assert.Equal((303, "/"), (first.Status, first.Headers["Location"]));
        string[] cookie = first.Headers["Set-Cookie"].Split("; ");
        Assert.Contains("HttpOnly", cookie);
        Assert.Contains("SameSite=Strict", cookie);
        Assert.Equal(200, (await server.GetAsync("/", $"Cookie: {cookie[0]}")).Status);
        Assert.Equal(401, (await server.GetAsync("/", $"Cookie: {cookie[0][..^1]}")).Status);
        Assert.Equal(401, (await server.GetAsync("/", $"Cookie: {cookie[0]}x")).Status);
    }

    [Fact]
    public async Task Token_in_the_address_opens_only_the_page()
    {
        Assert.Equal(401, (await server.GetAsync($"/metrics?token={server.Token}")).Status);
        Assert.Equal(401, (await server.GetAsync($"/stream?token={server.Token}")).Status);
    }

    [Theory]
    [InlineData("Bearer TOKEN", 200)]
    [InlineData("bearer TOKEN", 200)]
    [InlineData("TOKEN", 401)]
    [InlineData("Basic TOKEN", 401)]
    [InlineData("Bearer ", 401)]
    [InlineData("Bearer TOKENx", 401)]
    public async Task Programs_authorise_by_a_header(string header, int status)
    {
        Answer answer = await server.GetAsync("/metrics", $"Authorization: {header.Replace("TOKEN", server.Token, StringComparison.Ordinal)}");
        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task Host_and_origin_are_checked_before_the_token()
    {
        string header = $"Authorization: Bearer {server.Token}";
        Assert.Equal(421, (await server.AskAsync($"GET / HTTP/1.1\nHost: example.com\nConnection: close\n{header}")).Status);
        Assert.Equal(403, (await server.GetAsync("/", header, "Origin: http://example.com")).Status);
    }

    [Fact]
    public async Task Who_follows_a_link_from_another_site_is_asked_to_come_again()
    {
        Answer answer = await server.GetAsync("/", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate");
        Assert.Equal((401, "0; url=/"), (answer.Status, answer.Headers["Refresh"]));
    }
}
