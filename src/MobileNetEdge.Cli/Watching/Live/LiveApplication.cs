using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using MobileNetEdge.Cli.Output;

namespace MobileNetEdge.Cli.Watching.Live;

/// <summary>Answers requests: the page, its preview and state, metrics and health.</summary>
internal sealed class LiveApplication(RequestGuard guard, LiveSources sources, Latest<byte[]> pictures, Latest<byte[]> states, string cookie, CancellationToken closing)
    : IHttpApplication<HttpContext>
{
    private const int MostPreviews = 8;
    private const int MostStates = 24;
    private const string Boundary = "frame";
    private const string PlainText = "text/plain; charset=utf-8";

    private readonly PageFiles _files = new();
    private bool _hasToldFault;
    private readonly MetricsText _metrics = new(sources);

    /// <summary>Browsers show a part when the boundary after it arrives: it is sent with the part, not before the next.</summary>
    private readonly Viewers _previews = new(
        MostPreviews, $"multipart/x-mixed-replace; boundary={Boundary}", pictures, Ascii($"--{Boundary}\r\n"), picture => (PartHead(picture), Ascii($"\r\n--{Boundary}\r\n")));

    private readonly Viewers _states = new(MostStates, "text/event-stream", states, Ascii("retry: 2000\n\n"), _ => (Ascii("data: "), Ascii("\n\n")));

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    /// <summary>A fault is told once; a viewer that leaves in the middle of an answer is none.</summary>
    public void DisposeContext(HttpContext context, Exception? exception)
    {
        if (exception is not (null or IOException or OperationCanceledException) && !Interlocked.Exchange(ref _hasToldFault, true))
        {
            Terminal.Note($"the live page could not answer {context.Request.Path}: {exception.Message}");
        }
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        ResponseHeaders.Add(context.Response.Headers);
        if (guard.Check(context) is { } refusal)
        {
            await RefuseAsync(context, refusal);
        }
        else if (guard.IsFirstVisit(context.Request))
        {
            Welcome(context);
        }
        else
        {
            await AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        string? path = context.Request.Path.Value;
        if (_files.TryFind(path, out byte[] contents, out string contentType))
        {
            await SendAsync(context, StatusCodes.Status200OK, contentType, contents);
            return;
        }

        switch (path)
        {
            case "/stream":
                await ServeAsync(context, _previews);
                break;
            case "/events":
                await ServeAsync(context, _states);
                break;
            case "/metrics":
                await SendAsync(context, StatusCodes.Status200OK, MetricsText.ContentType, Encoding.UTF8.GetBytes(_metrics.Write()));
                break;
            case "/healthz":
                string? complaint = sources.Complaint(sources.TakeSnapshot());
                await SendTextAsync(context, complaint is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, complaint ?? "ok");
                break;
            default:
                await SendTextAsync(context, StatusCodes.Status404NotFound, "There is nothing here.");
                break;
        }
    }

    private async Task ServeAsync(HttpContext context, Viewers viewers)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            await RefuseAsync(context, new(StatusCodes.Status405MethodNotAllowed, "This never ends; GET it."));
        }
        else if (!await viewers.TryServeAsync(context, closing))
        {
            context.Response.Headers.RetryAfter = "10";
            await SendTextAsync(context, StatusCodes.Status503ServiceUnavailable, "Too many are watching.");
        }
    }

    /// <summary>Keeps the secret in a cookie, and takes it out of the address.</summary>
    private void Welcome(HttpContext context)
    {
        string token = context.Request.Query["token"].ToString();
        context.Response.Headers.SetCookie = $"{cookie}={token}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict";
        context.Response.Headers.Location = "/";
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
    }

    private static async Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        IHeaderDictionary headers = context.Response.Headers;
        if (refusal.Status == StatusCodes.Status401Unauthorized)
        {
            headers.WWWAuthenticate = "Bearer";
            if (IsComingFromElsewhere(context.Request))
            {
                // A strict cookie is not sent by who follows a link from another site. The page asks again, by itself.
                headers["Refresh"] = "0; url=/";
            }
        }
        else if (refusal.Status == StatusCodes.Status405MethodNotAllowed)
        {
            headers.Allow = "GET, HEAD";
        }

        headers.Connection = "close";
        await SendTextAsync(context, refusal.Status, refusal.Message);
    }

    private static bool IsComingFromElsewhere(HttpRequest request)
    {
        return request.Path == "/" && !request.QueryString.HasValue && request.Headers["Sec-Fetch-Site"] == "cross-site";
    }

    private static Task SendTextAsync(HttpContext context, int status, string text)
    {
        return SendAsync(context, status, PlainText, Encoding.UTF8.GetBytes(text + "\n"));
    }

    private static async Task SendAsync(HttpContext context, int status, string contentType, byte[] contents)
    {
        HttpResponse response = context.Response;
        (response.StatusCode, response.ContentType, response.ContentLength) = (status, contentType, contents.Length);
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.BodyWriter.WriteAsync(contents, context.RequestAborted);
        }
    }

    private static byte[] PartHead(byte[] picture)
    {
        return Ascii(string.Create(CultureInfo.InvariantCulture, $"Content-Type: image/jpeg\r\nContent-Length: {picture.Length}\r\n\r\n"));
    }

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
