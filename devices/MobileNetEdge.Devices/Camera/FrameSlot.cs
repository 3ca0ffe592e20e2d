namespace MobileNetEdge.Devices.Camera;

/// <summary>Room for one frame between a camera's thread and the one that looks: the latest frame wins.</summary>
/// <remarks>Frames are exchanged, not copied: with three frames in all nobody waits and nothing is allocated.</remarks>
public sealed class FrameSlot
{
    /// <summary>How often a wait looks whether it was ended.</summary>
    private const int SliceMilliseconds = 50;

    private readonly object _lock = new();
    private readonly CameraFrame _frame = new();
    private bool _isFull;
    private long _dropped;

    /// <summary>Frames that a later one replaced before they were looked at, or that were too old for who looked.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Puts a frame in; the caller gets other memory for it.</summary>
    public void Publish(CameraFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        lock (_lock)
        {
            _dropped += _isFull ? 1 : 0;
            _frame.Swap(frame);
            _isFull = true;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Waits until the frame was taken, for cameras whose frames do not pass by.</summary>
    /// <returns>Whether it was.</returns>
    public bool WaitUntilTaken(TimeSpan timeout)
    {
        lock (_lock)
        {
            return WaitUntil(full: false, Environment.TickCount64 + (long)timeout.TotalMilliseconds, CancellationToken.None);
        }
    }

    /// <summary>Takes the frame, waiting for one where there is none.</summary>
    /// <param name="frame">Gets the frame; its memory goes into the slot.</param>
    /// <param name="newerThan">Frames taken at this moment or before do not count.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Whether there was a frame.</returns>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public bool TryTake(CameraFrame frame, TimeSpan newerThan, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(frame);
        long end = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        lock (_lock)
        {
            while (WaitUntil(full: true, end, cancellationToken))
            {
                _isFull = false;
                Monitor.PulseAll(_lock);
                if (_frame.Timestamp > newerThan)
                {
                    _frame.Swap(frame);
                    return true;
                }

                _dropped++;
            }

            return false;
        }
    }

    private bool WaitUntil(bool full, long end, CancellationToken cancellationToken)
    {
        while (_isFull != full)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long left = end - Environment.TickCount64;
            if (left <= 0)
            {
                return false;
            }

            Monitor.Wait(_lock, (int)Math.Min(left, SliceMilliseconds));
        }

        return true;
    }
}
