using MobileNetEdge.Devices.Rules;

namespace MobileNetEdge.Devices.Tests.Rules;

public sealed class RuleEngineTests
{
    private static readonly string[] Labels = ["background", "cat", "dog"];

    private readonly List<RuleEvent> _events = [];

    [Fact]
    public void An_event_starts_after_so_many_frames_in_a_row()
    {
        RuleEngine engine = Make("cat > 0.5 for 3 frames");
        Show(engine, 0.9, 0.9, 0.4, 0.9, 0.9);
        Assert.Empty(_events);
        Show(engine, 0.8);
        Assert.Equal(EventPhase.New, Assert.Single(_events).Phase);
        Assert.Equal((1, 5, 0), (_events[0].Id, _events[0].Frame, _events[0].RuleIndex));
    }

    [Fact]
    public void The_threshold_itself_is_passed_only_where_the_rule_says_so()
    {
        Show(Make("cat > 0.5"), 0.5);
        Assert.Empty(_events);
        Show(Make("cat >= 0.5"), 0.5);
        Assert.Single(_events);
    }

    [Fact]
    public void An_event_starts_after_a_time()
    {
        RuleEngine engine = Make("cat > 0.5 for 250ms");
        Show(engine, 0.9, 0.9, 0.9);
        Assert.Empty(_events);
        Show(engine, 0.9);
        Assert.Equal(TimeSpan.FromMilliseconds(300), Assert.Single(_events).Time);
    }

    [Fact]
    public void An_event_ends_with_the_first_frame_that_is_not_so()
    {
        RuleEngine engine = Make("cat > 0.5");
        Show(engine, 0.9, 0.95, 0.4, 0.4);
        Assert.Equal([EventPhase.New, EventPhase.End], _events.Select(happened => happened.Phase));
        Assert.Equal((TimeSpan.FromMilliseconds(200), 0.95f, 0.4f), (_events[1].Duration, (float)_events[1].Best, (float)_events[1].Score));
    }

    [Fact]
    public void A_hold_bridges_gaps_and_ends_by_time_alone()
    {
        RuleEngine engine = Make("cat > 0.5 hold 200ms");
        Show(engine, 0.9, 0.4, 0.9, 0.4);
        Assert.True(engine.IsActive(0));
        engine.Tick(TimeSpan.FromMilliseconds(399));
        Assert.True(engine.IsActive(0));
        engine.Tick(TimeSpan.FromMilliseconds(400));
        Assert.False(engine.IsActive(0));
        Assert.Equal([EventPhase.New, EventPhase.End], _events.Select(happened => happened.Phase));
    }

    [Fact]
    public void Hysteresis_keeps_an_event_until_the_lower_score()
    {
        RuleEngine engine = Make("cat > 0.8 until < 0.6");
        Show(engine, 0.7, 0.9, 0.7, 0.6);
        Assert.Single(_events);
        Show(engine, 0.59, 0.7);
        Assert.Equal([EventPhase.New, EventPhase.End], _events.Select(happened => happened.Phase));
    }

    [Fact]
    public void A_rule_may_look_below()
    {
        RuleEngine engine = Make("cat < 0.2 until > 0.5");
        Show(engine, 0.3, 0.1, 0.4, 0.05, 0.6);
        Assert.Equal([EventPhase.New, EventPhase.End], _events.Select(happened => happened.Phase));
        Assert.Equal(0.05f, (float)_events[1].Best);
    }

    [Fact]
    public void Smoothing_is_an_exponential_mean()
    {
        RuleEngine engine = Make("cat > 0.74 smooth 3 frames");
        Show(engine, 0, 1);
        Assert.Empty(_events);
        Show(engine, 1);
        Assert.Equal(0.75, Assert.Single(_events).Score);
    }

    [Fact]
    public void An_event_that_lasts_is_reported_every_second()
    {
        RuleEngine engine = Make("cat > 0.5");
        Show(engine, [.. Enumerable.Repeat(0.9, 25)]);
        Assert.Equal([EventPhase.New, EventPhase.Update, EventPhase.Update], _events.Select(happened => happened.Phase));
        Assert.Equal([0, 10, 20], _events.Select(happened => happened.Frame));
        Assert.All(_events, happened => Assert.Equal(1, happened.Id));
    }

    [Fact]
    public void A_lost_camera_ends_every_event_and_forgets()
    {
        RuleEngine engine = Make("cat > 0.5 hold 1h", "dog < 0.5", "dog > 0.5");
        Show(engine, 0.9);
        engine.Reset(TimeSpan.FromSeconds(1));
        Assert.Equal([EventPhase.New, EventPhase.New, EventPhase.End, EventPhase.End], _events.Select(happened => happened.Phase));
        Assert.Equal([1, 2, 1, 2], _events.Select(happened => happened.Id));
        Assert.False(engine.IsActive(0));
    }

    [Fact]
    public void Labels_are_found_whatever_their_case_and_others_are_suggested()
    {
        Make("CAT > 0.5");
        ArgumentException unknown = Assert.Throws<ArgumentException>(() => Make("cats > 0.5"));
        Assert.Contains("no class 'cats'; near it: cat", unknown.Message, StringComparison.Ordinal);
        ArgumentException twice = Assert.Throws<ArgumentException>(() => new RuleEngine([RuleParser.Parse("crane > 0.5")], ["crane", "crane"], _ => { }));
        Assert.Contains("2 classes", twice.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_frame_takes_no_memory()
    {
        RuleEngine engine = Make("cat > 0.5 for 3 frames hold 2s smooth 4");
        float[] scores = [0, 0.1f, 0.9f];
        engine.Update(scores, TimeSpan.Zero, 0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 1; i < 100; i++)
        {
            engine.Update(scores, TimeSpan.FromSeconds(i), i);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Throws<ArgumentException>(() => engine.Update(new float[2], TimeSpan.Zero, 0));
    }

    /// <summary>A camera may stamp a frame ahead of the clock that a disconnection is noticed by.</summary>
    [Fact]
    public void An_event_never_ends_before_it_began()
    {
        RuleEngine engine = Make("cat > 0.5", "cat > 0.5 hold 1s");
        engine.Update([0, 0.9f, 0], TimeSpan.FromMilliseconds(1016), 0);
        engine.Tick(TimeSpan.FromMilliseconds(1000));
        engine.Reset(TimeSpan.FromMilliseconds(1000));
        Assert.Equal(4, _events.Count);
        Assert.All(_events, happened => Assert.Equal((TimeSpan.Zero, TimeSpan.FromMilliseconds(1016)), (happened.Duration, happened.Time)));
    }

    [Fact]
    public void A_region_counts_boxes_whose_centre_lies_in_it_and_each_rule_takes_its_own_surest()
    {
        RuleEngine engine = MakeDetector("cat > 0.5 in 0,0,0.5,1", "cat > 0.5 in 0.5,0,1,1", "cat > 0.5", "dog > 0.5 in 0,0,1,1");
        SeenBox left = new(1, 0.6f, 0.1f, 0.1f, 0.7f, 0.9f);
        SeenBox right = new(1, 0.8f, 0.45f, 0.1f, 0.95f, 0.9f);
        SeenBox weaker = new(1, 0.55f, 0.1f, 0.1f, 0.2f, 0.2f);
        engine.Update([0, 0.8f, 0], [right, weaker, left], TimeSpan.Zero, 0);
        Assert.Equal([(0, left), (1, right), (2, right)], _events.Select(happened => (happened.RuleIndex, happened.Box!.Value)));
        Assert.Equal([0.6f, 0.8f, 0.8f], _events.Select(happened => (float)happened.Score));
    }

    [Theory]
    [InlineData(0.2f, true)]
    [InlineData(0.8f, true)]
    [InlineData(0.19f, false)]
    [InlineData(0.81f, false)]
    public void The_border_belongs_to_a_region(float centre, bool counts)
    {
        RuleRegion region = new(0.2f, 0.2f, 0.8f, 0.8f);
        Assert.Equal(counts, region.Holds(new(0, 1, centre, centre, centre, centre)));
    }

    [Fact]
    public void What_leaves_the_region_ends_the_event_with_the_box_that_was_seen_last()
    {
        RuleEngine engine = MakeDetector("cat > 0.5 in 0,0,0.5,1");
        SeenBox inside = new(1, 0.6f, 0.1f, 0.1f, 0.2f, 0.2f);
        engine.Update([0, 0.6f, 0], [inside], TimeSpan.Zero, 0);
        engine.Update([0, 0.9f, 0], [inside with { Score = 0.9f, Left = 0.9f, Right = 1 }], TimeSpan.FromSeconds(1), 1);
        Assert.Equal([EventPhase.New, EventPhase.End], _events.Select(happened => happened.Phase));
        Assert.Equal((0, inside), (_events[1].Score, _events[1].Box));
    }

    [Fact]
    public void A_region_needs_a_model_that_gives_boxes()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Make("cat > 0.5", "dog > 0.5 in 0,0,1,0.5"));
        Assert.Contains("rule 'dog > 0.5 in 0,0,1,0.5': a region needs a detector", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_frame_with_boxes_takes_no_memory()
    {
        RuleEngine engine = MakeDetector("cat > 0.5 in 0,0,1,1 hold 2s smooth 4");
        float[] scores = [0, 0.9f, 0];
        SeenBox[] boxes = [new(1, 0.9f, 0, 0, 1, 1), new(2, 0.4f, 0, 0, 1, 1)];
        engine.Update(scores, boxes, TimeSpan.Zero, 0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 1; i < 100; i++)
        {
            engine.Update(scores, boxes, TimeSpan.FromMilliseconds(i), i);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private RuleEngine MakeDetector(params string[] rules) => new([.. rules.Select(RuleParser.Parse)], Labels, _events.Add, hasBoxes: true);

    private RuleEngine Make(params string[] rules) => new([.. rules.Select(RuleParser.Parse)], Labels, _events.Add);

    private long _frame;

    /// <summary>Shows scores of the cat, a frame every 100 ms.</summary>
    private void Show(RuleEngine engine, params double[] scores)
    {
        foreach (double score in scores)
        {
            engine.Update([0, (float)score, 0], TimeSpan.FromMilliseconds(100 * _frame), _frame);
            _frame++;
        }
    }
}
