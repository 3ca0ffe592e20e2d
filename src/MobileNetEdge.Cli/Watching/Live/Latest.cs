namespace MobileNetEdge.Cli.Watching.Live;

/// <summary>Hands one producer's latest value to any number of readers. A reader that is slow misses values and holds up nobody.</summary>
internal sealed class Latest<T>
    where T : class
{
    private readonly object _lock = new();
    private TaskCompletionSource<T> _next = NewSource();
    private int _waiting;
    private bool _hasEnded;

    /// <summary>For the producer: waits until somebody waits for a value.</summary>
    /// <returns>Whether somebody does; never after <see cref="End"/>.</returns>
    public bool WaitForReader(TimeSpan timeout)
    {
        lock (_lock)
        {
            if (_waiting == 0 && !_hasEnded)
            {
                Monitor.Wait(_lock, timeout);
            }

            return _waiting > 0 && !_hasEnded;
        }
    }

    /// <summary>Lets the producer go.</summary>
    public void End()
    {
        lock (_lock)
        {
            _hasEnded = true;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Gives a value to all who wait.</summary>
    public void Publish(T value)
    {
        TaskCompletionSource<T> published;
        lock (_lock)
        {
            (published, _next, _waiting) = (_next, NewSource(), 0);
        }

        published.SetResult(value);
    }

    /// <summary>Waits for the next value.</summary>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public async Task<T> NextAsync(CancellationToken cancellationToken)
    {
        Task<T> next;
        lock (_lock)
        {
            next = _next.Task;
            _waiting++;
            Monitor.PulseAll(_lock);
        }

        try
        {
            return await next.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Leave(next);
            throw;
        }
    }

    private static TaskCompletionSource<T> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Leave(Task<T> next)
    {
        lock (_lock)
        {
            _waiting -= next == _next.Task ? 1 : 0;
        }
    }
}
