using System.Diagnostics;

namespace MobileNetEdge.Runtime.Threading;

/// <summary>A thread that takes one part of each step: it spins from step to step, for a while after a run too, and then parks.</summary>
internal sealed class Worker : IDisposable
{
    /// <summary>Long enough to bridge the time between two frames' inferences in a loop, short enough to cost no power worth mentioning.</summary>
    private static readonly long SpinTicksAfterRun = Stopwatch.Frequency / 5000;

    private readonly StepBoard _board;
    private readonly int _index;
    private readonly Action<long, int, int> _runPart;
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly Thread _thread;
    private volatile bool _isParked;
    private volatile bool _isStopping;

    /// <summary>Starts the thread.</summary>
    /// <param name="board">Where the steps of a run are announced.</param>
    /// <param name="index">Which thread of the team; the caller is 0.</param>
    /// <param name="runPart">Runs a part: step, part, thread.</param>
    public Worker(StepBoard board, int index, Action<long, int, int> runPart)
    {
        _board = board;
        _index = index;
        _runPart = runPart;
        _thread = new Thread(Work) { IsBackground = true, Name = $"MobileNetEdge worker {index}" };
        _thread.Start();
    }

    /// <summary>Ends the pause of a parked worker; one that spins sees the run by itself.</summary>
    public void Wake()
    {
        // The run is announced before _isParked is read here; the worker sets _isParked before it looks for a run. One of the two sees the other.
        Interlocked.MemoryBarrier();
        if (_isParked)
        {
            _wake.Set();
        }
    }

    /// <summary>Stops the thread and waits for it.</summary>
    public void Dispose()
    {
        _isStopping = true;
        _wake.Set();
        _thread.Join();
        _wake.Dispose();
    }

    private void Work()
    {
        while (!_isStopping)
        {
            WaitForRun();
            while (_board.IsRunning)
            {
                TakePart(_board.Step);
            }
        }
    }

    private void TakePart(long step)
    {
        if (_index < _board.PartsOf(step) && _board.TryTake(step, _index))
        {
            _runPart(step, _index, _index);
        }

        SpinningWait wait = default;
        while (_board.Step == step && _board.IsRunning)
        {
            wait.Once();
        }
    }

    private void WaitForRun()
    {
        long start = Stopwatch.GetTimestamp();
        while (!_board.IsRunning && !_isStopping)
        {
            if (Stopwatch.GetTimestamp() - start < SpinTicksAfterRun)
            {
                Thread.SpinWait(1);
                continue;
            }

            _isParked = true;
            Interlocked.MemoryBarrier();
            if (!_board.IsRunning && !_isStopping)
            {
                _wake.WaitOne();
            }

            _isParked = false;
        }
    }
}
