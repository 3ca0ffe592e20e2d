namespace MobileNetEdge.Cli.Watching.Live;

/// <summary>Writes the state on a thread of its own while somebody watches, four times a second.</summary>
internal sealed class StateThread : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>The board may take longer to answer than the program may take to stop.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromMilliseconds(300);

    private readonly StateJson _json;
    private readonly Latest<byte[]> _states;
    private readonly ManualResetEventSlim _stopping = new();
    private readonly Thread _thread;

    public StateThread(StateJson json, Latest<byte[]> states)
    {
        (_json, _states) = (json, states);
        _thread = new(Run) { IsBackground = true, Name = "live state" };
        _thread.Start();
    }

    public void Dispose()
    {
        _stopping.Set();
        _states.End();
        if (_thread.Join(StopLimit))
        {
            _stopping.Dispose();
        }
    }

    private void Run()
    {
        while (!_stopping.IsSet)
        {
            if (_states.WaitForReader(Patience))
            {
                _states.Publish(_json.Write());
                _stopping.Wait(Interval);
            }
        }
    }
}
