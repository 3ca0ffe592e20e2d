using MobileNetEdge.Devices.Camera;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Devices.Tests.Camera;

public sealed class AutoCameraTests
{
    private readonly CameraFrame _frame = new();
    private ScriptedCamera[] _found = [];

    [Fact]
    public void The_first_that_opens_is_taken_and_the_others_are_let_go()
    {
        ScriptedCamera busy = new ScriptedCamera().Opening(CameraStatus.Busy);
        ScriptedCamera good = new(CameraStatus.Ready);
        ScriptedCamera other = new();
        _found = [busy, good, other];
        using AutoCamera camera = new(() => _found);
        Assert.Equal("auto", camera.Name);
        Assert.True(camera.Open().IsReady);
        Assert.Equal("scripted", camera.Name);
        Assert.True(camera.Read(_frame, TimeSpan.Zero).IsReady);
        Assert.Equal((1, 0, 1, 0, 1), (busy.Closes, good.Closes, good.Opens, other.Opens, other.Closes));
    }

    [Fact]
    public void What_keeps_the_best_from_being_used_is_told()
    {
        _found = [new ScriptedCamera().Opening(CameraStatus.Busy), new ScriptedCamera().Opening(CameraStatus.Failed)];
        using AutoCamera camera = new(() => _found);
        Assert.Equal(CameraStatus.Busy, camera.Open().Status);
        _found = [];
        Assert.Equal(CameraStatus.Disconnected, camera.Open().Status);
        Assert.Equal(CameraStatus.Disconnected, camera.Read(_frame, TimeSpan.Zero).Status);
    }

    [Fact]
    public void It_looks_again_at_every_opening_and_counts_on()
    {
        ScriptedCamera first = new(CameraStatus.Ready, CameraStatus.Disconnected);
        _found = [first];
        using AutoCamera camera = new(() => _found);
        camera.Open();
        Assert.True(camera.Read(_frame, TimeSpan.Zero).IsReady);
        Assert.Equal(CameraStatus.Disconnected, camera.Read(_frame, TimeSpan.Zero).Status);
        camera.Close();
        _found = [new(CameraStatus.Ready, CameraStatus.Ready)];
        Assert.True(camera.Open().IsReady);
        Assert.True(camera.Read(_frame, TimeSpan.Zero).IsReady);
        Assert.True(camera.Read(_frame, TimeSpan.Zero).IsReady);
        Assert.Equal((3, 2), (camera.Counters.Frames, first.Closes));
    }

    [Fact]
    public void Devices_that_may_not_be_opened_are_tried_so_that_the_reason_is_told()
    {
        using FakeV4l2 driver = new() { OpenResult = -13 };
        using AutoCamera camera = new(driver, new() { Width = 16, Height = 8 });
        Assert.Equal(CameraStatus.PermissionDenied, camera.Open().Status);
        driver.OpenResult = FakeV4l2.File;
        Assert.True(camera.Open().IsReady);
        Assert.Equal(("/dev/video0", FrameFormat.Yuyv), (camera.Name, camera.Shape.Format));
    }
}
