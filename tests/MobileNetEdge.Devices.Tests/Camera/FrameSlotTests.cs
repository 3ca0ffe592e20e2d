using MobileNetEdge.Devices.Camera;

namespace MobileNetEdge.Devices.Tests.Camera;

public sealed class FrameSlotTests
{
    private readonly FrameSlot _slot = new();
    private readonly CameraFrame _mine = new();
    private readonly CameraFrame _theirs = new();

    [Fact]
    public void The_latest_frame_wins_and_the_others_are_counted()
    {
        Publish(1);
        Publish(2);
        Publish(3);
        Assert.True(Take());
        Assert.Equal((3, 2), (_mine.Sequence, _slot.Dropped));
        Assert.False(Take());
    }

    [Fact]
    public void A_frame_must_be_newer_than_the_moment()
    {
        Publish(1);
        Assert.False(Take(TimeSpan.FromSeconds(1)));
        Assert.Equal(1, _slot.Dropped);
        Publish(2);
        Assert.True(Take(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Who_waits_gets_the_frame_that_comes()
    {
        Thread producer = new(() =>
        {
            Thread.Sleep(20);
            Publish(5);
        });
        producer.Start();
        Assert.True(_slot.TryTake(_mine, TimeSpan.MinValue, TimeSpan.FromSeconds(30)));
        Assert.Equal(5, _mine.Sequence);
        producer.Join();
    }

    [Fact]
    public void Waiting_can_be_ended()
    {
        using CancellationTokenSource source = new(20);
        Assert.Throws<OperationCanceledException>(() => _slot.TryTake(_mine, TimeSpan.MinValue, TimeSpan.FromMinutes(1), source.Token));
    }

    [Fact]
    public void A_patient_producer_knows_when_its_frame_was_taken()
    {
        Assert.True(_slot.WaitUntilTaken(TimeSpan.Zero));
        Publish(1);
        Assert.False(_slot.WaitUntilTaken(TimeSpan.Zero));
        Take();
        Assert.True(_slot.WaitUntilTaken(TimeSpan.Zero));
    }

    [Fact]
    public void Frames_change_hands_without_new_memory()
    {
        for (int i = 0; i < 6; i++)
        {
            Publish(i);
            Take();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            Publish(i);
            Publish(i);
            Take();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private bool Take(TimeSpan? newerThan = null) => _slot.TryTake(_mine, newerThan ?? TimeSpan.MinValue, TimeSpan.Zero);

    private void Publish(int sequence)
    {
        _theirs.Reserve(100).Fill((byte)sequence);
        (_theirs.Sequence, _theirs.Timestamp, _theirs.Length) = (sequence, TimeSpan.FromSeconds(sequence), 100);
        _slot.Publish(_theirs);
    }
}
