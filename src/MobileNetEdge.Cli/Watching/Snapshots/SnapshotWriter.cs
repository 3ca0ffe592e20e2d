using MobileNetEdge.Cli.Output;
using MobileNetEdge.Devices.Camera;
using MobileNetEdge.Devices.Rules;

namespace MobileNetEdge.Cli.Watching.Snapshots;

/// <summary>Keeps the frames in which events began, on a thread of its own: a slow card holds nothing up.</summary>
/// <remarks>While a snapshot is being written one more waits; what comes beyond that is counted as failed.</remarks>
internal sealed class SnapshotWriter : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private readonly SnapshotFolder _folder;
    private readonly FrameEncoder _encoder;
    private readonly EventLines _lines;
    private readonly Thread _thread;
    private readonly Lock _guard = new();
    private readonly AutoResetEvent _wake = new(false);
    private CameraFrame _waiting = new();
    private CameraFrame _writing = new();
    private Order? _order;
    private volatile bool _isStopping;
    private bool _hasFailed;
    private long _written;
    private long _failed;

    public SnapshotWriter(SnapshotFolder folder, FrameEncoder encoder, EventLines lines)
    {
        (_folder, _encoder, _lines) = (folder, encoder, lines);
        _thread = new(Run) { IsBackground = true, Name = "snapshots" };
        _thread.Start();
    }

    /// <summary>Snapshots that were written.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Snapshots that could not be written.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Keeps a frame; returns at once.</summary>
    /// <param name="frame">The frame; it is copied.</param>
    /// <param name="happened">The event that began in it.</param>
    /// <param name="label">The best class in it.</param>
    public void Take(CameraFrame frame, in RuleEvent happened, string label)
    {
        string name = SnapshotName.Of(DateTimeOffset.UtcNow, happened.Id, happened.Rule.Text, label);
        lock (_guard)
        {
            if (_order is not null)
            {
                Interlocked.Increment(ref _failed);
                return;
            }

            frame.CopyTo(_waiting);
            _order = new(happened, name);
        }

        _wake.Set();
    }

    /// <summary>Writes what waits, and stops; nothing the second time.</summary>
    public void Dispose()
    {
        if (_isStopping)
        {
            return;
        }

        _isStopping = true;
        _wake.Set();
        if (_thread.Join(Grace))
        {
            _encoder.Dispose();
            _wake.Dispose();
        }
    }

    private void Run()
    {
        bool isLast;
        do
        {
            _wake.WaitOne();
            isLast = _isStopping;
            while (Next() is { } order)
            {
                Write(order.Event, order.Name);
            }
        }
        while (!isLast);
    }

    private Order? Next()
    {
        lock (_guard)
        {
            Order? order = _order;
            if (order is not null)
            {
                (_waiting, _writing, _order) = (_writing, _waiting, null);
            }

            return order;
        }
    }

    private void Write(in RuleEvent happened, string name)
    {
        try
        {
            ReadOnlySpan<byte> file = _encoder.Encode(_writing, happened.Rule.Region, happened.Box, out string ending);
            _folder.Save(name + ending, file);
            Interlocked.Increment(ref _written);
            _lines.Snapshot(happened.Id, Path.Combine(_folder.Path, name + ending));
            Tell(hasFailed: false, $"snapshots are written to {_folder.Path} again");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
        {
            Interlocked.Increment(ref _failed);
            Tell(hasFailed: true, $"snapshot of event {happened.Id} not written: {exception.Message}");
        }
    }

    /// <summary>A note when writing begins to fail, and one when it works again.</summary>
    private void Tell(bool hasFailed, string note)
    {
        if (hasFailed != _hasFailed)
        {
            Terminal.Note(note);
        }

        _hasFailed = hasFailed;
    }

    /// <summary>A frame that waits, and what to call it.</summary>
    private readonly record struct Order(RuleEvent Event, string Name);
}
