using System.Net;
using Microsoft.AspNetCore.Http;

namespace MobileNetEdge.Cli.Watching.Live;

/// <summary>Why a request is refused.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Message">What happened, and what to do about it.</param>
internal sealed record Refusal(int Status, string Message);

/// <summary>Decides whether a request is answered: its method, its Host and Origin, and the secret where one is needed.</summary>
/// <param name="hosts">The names under which the page may be asked for.</param>
/// <param name="token">The secret; null where only this machine can reach the page.</param>
/// <param name="cookie">The name of the cookie that holds the secret.</param>
internal sealed class RequestGuard(HostNames hosts, AccessToken? token, string cookie)
{
    private const string BearerPrefix = "Bearer ";

    /// <summary>Whether a secret is needed.</summary>
    public bool NeedsToken => token is not null;

    /// <summary>What forbids to answer a request; null where nothing does.</summary>
    public Refusal? Check(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            return new(StatusCodes.Status405MethodNotAllowed, "GET and HEAD are answered.");
        }

        if (request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0)
        {
            return new(StatusCodes.Status413PayloadTooLarge, "A request has no body here.");
        }

        return CheckOrigin(context) ?? CheckToken(context);
    }

    /// <summary>Whether the secret is in the address of the page: the first visit.</summary>
    public bool IsFirstVisit(HttpRequest request) => request.Path == "/" && token is not null && token.Matches(request.Query["token"]);

    private Refusal? CheckOrigin(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (!request.Host.HasValue)
        {
            return new(StatusCodes.Status400BadRequest, "The request has no Host.");
        }

        if (!hosts.Contains(request.Host.Host, context.Connection.LocalIpAddress))
        {
            return new(StatusCodes.Status421MisdirectedRequest, "This machine is not known by that name; allow it with --http-name.");
        }

        string host = request.Host.Value ?? "";
        bool isForeign = request.Headers.Origin is { Count: > 0 } origin
            && !string.Equals(origin, $"http://{host}", StringComparison.OrdinalIgnoreCase)
            && !string.Equals(origin, $"https://{host}", StringComparison.OrdinalIgnoreCase);
        bool isEmbedded = request.Headers["Sec-Fetch-Site"] == "cross-site" && request.Headers["Sec-Fetch-Mode"] != "navigate";
        return isForeign || isEmbedded ? new(StatusCodes.Status403Forbidden, "Other sites may not use this page.") : null;
    }

    private Refusal? CheckToken(HttpContext context)
    {
        HttpRequest request = context.Request;
        bool isOwnProbe = request.Path == "/healthz" && context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote);
        if (token is null || isOwnProbe || token.Matches(request.Cookies[cookie]) || token.Matches(Bearer(request)) || IsFirstVisit(request))
        {
            return null;
        }

        return new(
            StatusCodes.Status401Unauthorized,
            "A token is needed. Open http://ADDRESS:PORT/?token=TOKEN once; the program wrote the token to its token file and, when it made it, to stderr.");
    }

    private static string? Bearer(HttpRequest request)
    {
        string? header = request.Headers.Authorization;
        return header is not null && header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase) ? header[BearerPrefix.Length..].Trim() : null;
    }
}
