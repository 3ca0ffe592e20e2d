using System.Collections.Immutable;
using MobileNetEdge.Runtime.Kernels;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Threading;

/// <summary>The threads of one interpreter: the caller of <see cref="Run"/> is the first, workers of the team are the others.</summary>
/// <remarks>
/// A step is split into as many parts as there are threads, part i being thread i's, so that what a core wrote is mostly what it reads next. All
/// walk through the steps together. The caller, when its own part is done, takes those that no worker has begun: a worker that sleeps,
/// or that has no core to run on, delays nothing.
/// </remarks>
internal sealed class ThreadTeam : IDisposable
{
    private readonly ImmutableArray<PreparedOperator> _steps;
    private readonly Scratch[] _scratch;
    private readonly StepBoard _board;
    private readonly Worker[] _workers;
    private Arena _arena;

    /// <summary>Starts the workers.</summary>
    /// <param name="steps">The steps of every run.</param>
    /// <param name="scratch">Each thread's working memory, 1 to <see cref="StepBoard.MaxParts"/> of them: so many threads are used.</param>
    public ThreadTeam(ImmutableArray<PreparedOperator> steps, ReadOnlySpan<Scratch> scratch)
    {
        _steps = steps;
        _scratch = scratch.ToArray();
        int threads = _scratch.Length;
        _board = new StepBoard([.. steps.Select(step => Math.Clamp(step.MaxParts, 1, threads))]);
        int workers = steps.IsEmpty ? 0 : threads - 1;
        _workers = [.. Enumerable.Range(1, workers).Select(index => new Worker(_board, index, RunPart))];
    }

    /// <summary>Runs all steps and returns when the last is done.</summary>
    /// <param name="arena">The activations.</param>
    /// <param name="times">Where to note the end of each step, or null.</param>
    public void Run(Arena arena, StepTimes? times)
    {
        if (_workers.Length == 0)
        {
            RunAlone(arena, times);
            return;
        }

        _arena = arena;
        long first = _board.Begin();
        foreach (Worker worker in _workers)
        {
            worker.Wake();
        }

        for (long step = first; step < first + _steps.Length; step++)
        {
            RunPart(step, part: 0, thread: 0);
            for (int part = 1; part < _board.PartsOf(step); part++)
            {
                if (_board.TryTake(step, part))
                {
                    RunPart(step, part, thread: 0);
                }
            }

            SpinningWait wait = default;
            while (_board.Step == step)
            {
                wait.Once();
            }

            times?.End((int)(step - first));
        }
    }

    /// <summary>Stops the workers; they hold nothing of the interpreter's afterwards.</summary>
    public void Dispose()
    {
        foreach (Worker worker in _workers)
        {
            worker.Dispose();
        }
    }

    private void RunAlone(Arena arena, StepTimes? times)
    {
        for (int step = 0; step < _steps.Length; step++)
        {
            _steps[step].Invoke(new Share(arena, _scratch[0], Part: 0, Parts: 1));
            times?.End(step);
        }
    }

    private void RunPart(long step, int part, int thread)
    {
        _steps[_board.IndexOf(step)].Invoke(new Share(_arena, _scratch[thread], part, _board.PartsOf(step)));
        _board.Finish(step);
    }
}
