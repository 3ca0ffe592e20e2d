using MobileNetEdge.Runtime.Kernels;
using MobileNetEdge.Runtime.Planning;
using MobileNetEdge.Runtime.Threading;

namespace MobileNetEdge.Runtime.Tests.Threading;

/// <summary>A team runs each part of each step once, steps one after the other, whatever its threads are doing.</summary>
public sealed class ThreadTeamTests
{
    private const int Runs = 300;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(StepBoard.MaxParts)]
    public void Each_part_runs_once_and_steps_follow_each_other(int threads)
    {
        Log log = new();
        using ThreadTeam team = new([.. Enumerable.Range(0, 7).Select(step => new Step(log, step, maxParts: 1 + step % 4 * 3))], Scratches(threads));
        for (int run = 0; run < Runs; run++)
        {
            log.Clear();
            team.Run(default, times: null);
            log.AssertComplete(threads);
        }
    }

    [Fact]
    public void Workers_that_went_to_sleep_are_woken()
    {
        Log log = new();
        using ThreadTeam team = new([new Step(log, 0, 2), new Step(log, 1, 2)], Scratches(2));
        for (int run = 0; run < 20; run++)
        {
            log.Clear();
            Thread.Sleep(run % 4);
            team.Run(default, times: null);
            log.AssertComplete(threads: 2);
        }
    }

    [Fact]
    public void Worker_that_is_late_holds_up_nothing_but_its_own_part()
    {
        Log log = new() { SlowPart = 1 };
        using ThreadTeam team = new([.. Enumerable.Range(0, 5).Select(step => new Step(log, step, 2))], Scratches(2));

        team.Run(default, times: null);

        log.AssertComplete(threads: 2);
    }

    [Fact]
    public void Team_without_steps_does_nothing()
    {
        using ThreadTeam team = new([], Scratches(3));

        team.Run(default, times: null);
    }

    [Fact]
    public void Several_teams_run_side_by_side()
    {
        Parallel.For(0, 6, index =>
        {
            Log log = new();
            using ThreadTeam team = new([.. Enumerable.Range(0, 5).Select(step => new Step(log, step, 3))], Scratches(3));
            for (int run = 0; run < Runs / 3; run++)
            {
                log.Clear();
                team.Run(default, times: null);
                log.AssertComplete(threads: 3);
            }
        });
    }

    [Fact]
    public void Shares_are_disjoint_and_cover_everything()
    {
        foreach ((int total, int granule, int parts) in new[] { (1, 1, 1), (7, 1, 2), (7, 3, 2), (100, 8, 3), (5, 8, 4), (33, 16, 16), (0, 4, 2) })
        {
            int next = 0;
            for (int part = 0; part < parts; part++)
            {
                (int first, int end) = new Share(default, default, part, parts).Of(total, granule);
                Assert.Equal(next, first);
                Assert.True(first <= end && (first % granule == 0 || first == total), $"{total} in {granule} by {parts}: {first} to {end}");
                next = end;
            }

            Assert.Equal(total, next);
        }
    }

    private static Scratch[] Scratches(int threads) => new Scratch[threads];

    /// <summary>What ran, in the order in which it ended.</summary>
    private sealed class Log
    {
        private readonly List<(int Step, int Part, int Parts)> _entries = [];

        public int SlowPart { get; init; } = -1;

        public void Add(int step, Share share)
        {
            if (share.Part == SlowPart)
            {
                Thread.Sleep(5);
            }

            lock (_entries)
            {
                _entries.Add((step, share.Part, share.Parts));
            }
        }

        public void Clear() => _entries.Clear();

        public void AssertComplete(int threads)
        {
            Assert.True(_entries.Select(e => e.Step).SequenceEqual(_entries.Select(e => e.Step).Order()), "a step began before the one before it ended");
            foreach (IGrouping<int, (int Step, int Part, int Parts)> step in _entries.GroupBy(e => e.Step))
            {
                int parts = step.First().Parts;
                Assert.True(parts <= threads);
                Assert.Equal(Enumerable.Range(0, parts), step.Select(e => e.Part).Order());
            }
        }
    }

    private sealed class Step(Log log, int index, int maxParts) : PreparedOperator
    {
        public override int MaxParts => maxParts;

        public override void Invoke(in Share share) => log.Add(index, share);
    }
}
