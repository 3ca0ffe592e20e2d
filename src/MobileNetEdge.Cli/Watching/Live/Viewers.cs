using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace MobileNetEdge.Cli.Watching.Live;

/// <summary>Sends one kind of endless answer to a bounded number of viewers. A viewer that does not read is left.</summary>
/// <param name="most">Viewers at once.</param>
/// <param name="contentType">Of the whole answer.</param>
/// <param name="values">What is sent, one after another; a slow viewer gets fewer of them.</param>
/// <param name="start">Sent before the first.</param>
/// <param name="frame">What is sent before and after a value.</param>
internal sealed class Viewers(int most, string contentType, Latest<byte[]> values, byte[] start, Func<byte[], (byte[] Before, byte[] After)> frame)
{
    /// <summary>How long a viewer may take to read a value.</summary>
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(10);

    private int _count;

    /// <summary>Viewers at this moment.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Answers a viewer until it leaves, is too slow, or the page is closed.</summary>
    /// <returns>Whether there was room for the viewer; nothing is sent otherwise.</returns>
    public async Task<bool> TryServeAsync(HttpContext context, CancellationToken closing)
    {
        try
        {
            if (Interlocked.Increment(ref _count) > most)
            {
                return false;
            }

            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(closing, context.RequestAborted);
            context.Response.ContentType = contentType;
            await SendAsync(context.Response, end.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            context.Abort();
        }
        finally
        {
            Interlocked.Decrement(ref _count);
        }

        return true;
    }

    private async Task SendAsync(HttpResponse response, CancellationToken end)
    {
        await response.StartAsync(end);
        await WriteAsync(response, start, [], [], end);
        while (true)
        {
            byte[] value = await values.NextAsync(end);
            (byte[] before, byte[] after) = frame(value);
            await WriteAsync(response, before, value, after, end);
        }
    }

    private static async Task WriteAsync(HttpResponse response, byte[] before, byte[] value, byte[] after, CancellationToken end)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(end);
        limit.CancelAfter(WriteLimit);
        response.BodyWriter.Write(before);
        response.BodyWriter.Write(value);
        response.BodyWriter.Write(after);
        await response.BodyWriter.FlushAsync(limit.Token);
    }
}
