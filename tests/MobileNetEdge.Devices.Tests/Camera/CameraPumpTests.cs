using System.Collections.Concurrent;
using MobileNetEdge.Devices.Camera;

namespace MobileNetEdge.Devices.Tests.Camera;

public sealed class CameraPumpTests
{
    private const CameraStatus Ready = CameraStatus.Ready;
    private const CameraStatus Gone = CameraStatus.Disconnected;

    private readonly BlockingCollection<CameraChange> _changes = [];

    [Fact]
    public void Frames_reach_the_slot()
    {
        using CameraPump pump = Start(new ScriptedCamera(Ready, Ready));
        Assert.True(pump.Slot.TryTake(new(), TimeSpan.MinValue, TimeSpan.FromSeconds(30)));
        Assert.Equal((Ready, 0), Next());
    }

    [Fact]
    public void A_lost_camera_is_told_and_opened_again()
    {
        ScriptedCamera camera = new(Ready, Gone, Ready);
        using CameraPump pump = Start(camera);
        Assert.Equal((Ready, 0), Next());
        Assert.Equal((Gone, 1), Next());
        Assert.Equal((Ready, 0), Next());
        Assert.Equal((1, 2), (pump.Reconnects, camera.Opens));
    }

    [Fact]
    public void A_camera_that_cannot_be_opened_is_tried_until_it_can()
    {
        using CameraPump pump = Start(new ScriptedCamera(Ready).Opening(CameraStatus.Busy, CameraStatus.PermissionDenied, Gone));
        Assert.Equal((CameraStatus.Busy, 1), Next());
        Assert.Equal((CameraStatus.PermissionDenied, 2), Next());
        Assert.Equal((Gone, 3), Next());
        Assert.Equal((Ready, 0), Next());
    }

    [Fact]
    public void A_silent_camera_counts_as_lost()
    {
        using CameraPump pump = Start(new ScriptedCamera(Ready));
        Assert.Equal((Ready, 0), Next());
        Assert.Equal((CameraStatus.Timeout, 1), Next());
    }

    [Fact]
    public void A_change_of_the_format_loses_nothing()
    {
        ScriptedCamera camera = new(Ready, CameraStatus.FormatChanged, Ready, CameraStatus.Ended);
        using CameraPump pump = Start(camera);
        Assert.Equal((Ready, 0), Next());
        Assert.Equal((CameraStatus.Ended, 0), Next());
        Assert.Equal((2, 1), (pump.Counters.Frames, camera.Opens));
    }

    [Fact]
    public void Pictures_wait_until_they_were_looked_at()
    {
        using CameraPump pump = Start(new ScriptedCamera([.. Enumerable.Repeat(Ready, 20), CameraStatus.Ended]) { IsLive = false });
        CameraFrame frame = new();
        for (int i = 0; i < 20; i++)
        {
            Assert.True(pump.Slot.TryTake(frame, TimeSpan.MinValue, TimeSpan.FromSeconds(30)));
            Assert.Equal(i, frame.Sequence);
        }

        Assert.Equal(0, pump.Slot.Dropped);
    }

    [Fact]
    public void Stopping_closes_the_camera()
    {
        ScriptedCamera camera = new(Ready);
        CameraPump pump = Start(camera);
        Next();
        pump.Dispose();
        Assert.True(camera.Closes >= 2);
    }

    [Fact]
    public void Waits_grow_to_a_limit_and_start_anew_after_a_success()
    {
        Reconnection reconnection = new() { First = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromSeconds(5) };
        double[] Seconds(int count) => [.. Enumerable.Range(0, count).Select(_ => reconnection.NextDelay().TotalSeconds)];
        Assert.Equal([1, 2, 4, 5, 5], Seconds(5));
        reconnection.Succeeded();
        Assert.Equal([1, 2], Seconds(2));
    }

    private CameraPump Start(ICamera camera)
    {
        Reconnection fast = new() { First = TimeSpan.FromMilliseconds(1), Longest = TimeSpan.FromMilliseconds(2) };
        CameraPump pump = new(camera, _changes.Add, fast) { SilenceLimit = TimeSpan.FromSeconds(2) };
        pump.Start();
        return pump;
    }

    private (CameraStatus Status, int Attempt) Next()
    {
        Assert.True(_changes.TryTake(out CameraChange change, TimeSpan.FromSeconds(30)));
        return (change.Outcome.Status, change.Attempt);
    }
}
