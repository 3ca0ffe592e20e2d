using MobileNetEdge.Devices.Camera;
using MobileNetEdge.Imaging;
using MobileNetEdge.Tests;

namespace MobileNetEdge.Devices.Tests.Camera;

/// <summary>The child process, against a program that behaves as rpicam-vid does at its worst.</summary>
public sealed class ProgramCameraTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private static readonly CameraOptions Odd = new() { Width = 100, Height = 30, FramesPerSecond = 20 };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly CameraFrame _frame = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("FAKE_SPLIT=777")]
    [InlineData("FAKE_STDERR=1")]
    public void Frames_come_with_the_measured_stride(string environment)
    {
        using ProgramCamera camera = Make(environment);
        for (int i = 0; i < 5; i++)
        {
            CameraOutcome outcome = camera.Read(_frame, Long);
            Assert.True(outcome.IsReady, outcome.ToString());
            Assert.Equal(new FrameShape(100, 30, FrameFormat.I420, 128, new(ColourMatrix.Bt601, ColourRange.Full)), _frame.Shape);
            ReadOnlySpan<byte> luma = _frame.Bytes[..(128 * 30)];
            Assert.Equal(-1, luma.IndexOfAnyExcept(luma[0]));
            Assert.Equal(-1, _frame.Bytes[(128 * 30)..].IndexOfAnyExcept((byte)128));
        }
    }

    [Fact]
    public void MJPEG_is_split_into_pictures()
    {
        byte[] picture = JpegSamples.Tiny(3);
        File.WriteAllBytes(Path.Combine(_folder.FullName, "a.jpg"), picture);
        using ProgramCamera camera = Make($"FAKE_JPEG={_folder.FullName}/a.jpg FAKE_SPLIT=5", Odd with { Format = FrameFormat.Mjpeg });
        Assert.True(camera.Read(_frame, Long).IsReady);
        Assert.Equal(picture, _frame.Bytes);
    }

    [Fact]
    public void Messages_beyond_any_pipe_do_not_stall_it()
    {
        using ProgramCamera camera = MakeFrom("#!/bin/sh\nyes 'a message of a chatty program' | head -c 300000 >&2\nprintf '\\n' >&2\necho 'the last words' >&2\nexit 7\n");
        CameraOutcome outcome = ReadUntilLost(camera);
        Assert.Equal(CameraStatus.Disconnected, outcome.Status);
        Assert.Contains("status 7", outcome.Message, StringComparison.Ordinal);
        Assert.Contains("the last words", outcome.Message, StringComparison.Ordinal);
        Assert.InRange(outcome.Message.Length, 1, 2000);
    }

    [Fact]
    public void An_early_exit_is_told_with_its_status()
    {
        using ProgramCamera camera = Make("FAKE_EXIT=255:4");
        CameraOutcome outcome = ReadUntilLost(camera);
        Assert.Equal(CameraStatus.Disconnected, outcome.Status);
        Assert.Contains("status 255: Mode selection for 100:30", outcome.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ERROR: *** no cameras available ***", CameraStatus.Disconnected, "ribbon cable")]
    [InlineData("failed to acquire camera: Pipeline handler in use by another process", CameraStatus.Busy, "another program")]
    [InlineData("open /dev/dma_heap: Permission denied", CameraStatus.PermissionDenied, "group video")]
    public void What_the_program_says_decides_the_outcome(string words, CameraStatus status, string advice)
    {
        using ProgramCamera camera = MakeFrom($"#!/bin/sh\necho '{words}' >&2\nexit 255\n");
        CameraOutcome outcome = ReadUntilLost(camera);
        Assert.Equal(status, outcome.Status);
        Assert.Contains(advice, outcome.Advice, StringComparison.Ordinal);
        Assert.Contains(words, outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_is_a_timeout_and_the_program_is_stopped_though_it_never_ends()
    {
        ProgramCamera camera = Make("FAKE_SILENT=6");
        while (camera.Read(_frame, TimeSpan.FromSeconds(1)).IsReady)
        {
        }

        Assert.Equal(CameraStatus.Timeout, camera.Read(_frame, TimeSpan.FromMilliseconds(50)).Status);

        // A guard against a hang: the program stays alive until it is stopped.
        await Task.Run(camera.Dispose).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(CameraStatus.Disconnected, camera.Read(_frame, TimeSpan.Zero).Status);
    }

    [Fact]
    public void A_program_that_does_not_listen_is_ended()
    {
        ProgramCamera camera = MakeFrom("#!/bin/sh\ntrap '' INT TERM\nwhile :; do sleep 0.1; done\n");
        Assert.Equal(CameraStatus.Timeout, camera.Read(_frame, TimeSpan.FromMilliseconds(100)).Status);
        camera.Dispose();
        Assert.Equal(CameraStatus.Disconnected, camera.Read(_frame, TimeSpan.Zero).Status);
    }

    [Fact]
    public void A_camera_can_be_opened_again()
    {
        using ProgramCamera camera = Make("FAKE_EXIT=0:6");
        ReadUntilLost(camera);
        long before = camera.Counters.Frames;
        Assert.True(camera.Open().IsReady);
        Assert.True(camera.Read(_frame, Long).IsReady);
        Assert.True(camera.Counters.Frames > before);
    }

    [Fact]
    public void The_older_name_is_tried_and_no_program_is_told()
    {
        string program = Script("#!/bin/sh\nexec sleep 60\n");
        using ProgramCamera older = new(0, Odd, "no-such-program-1", program);
        Assert.True(older.Open().IsReady);
        using ProgramCamera none = new(0, Odd, "no-such-program-1", "no-such-program-2");
        CameraOutcome outcome = none.Open();
        Assert.Equal(CameraStatus.Failed, outcome.Status);
        Assert.Equal("neither no-such-program-1 nor no-such-program-2 is installed; on Raspberry Pi OS: sudo apt-get install rpicam-apps-lite", outcome.ToString());
    }

    private ProgramCamera Make(string environment, CameraOptions? options = null)
    {
        SharedData.SkipIfAbsent();
        string fake = SharedData.Path("..", "pi-lab", "fake-rpicam-vid");
        return MakeFrom($"#!/bin/sh\nexec env {environment} python3 '{fake}' \"$@\"\n", options);
    }

    private ProgramCamera MakeFrom(string script, CameraOptions? options = null)
    {
        ProgramCamera camera = new(0, options ?? Odd, Script(script));
        Assert.True(camera.Open().IsReady);
        return camera;
    }

    private string Script(string text)
    {
        string path = Path.Combine(_folder.FullName, "camera");
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    private CameraOutcome ReadUntilLost(ProgramCamera camera)
    {
        CameraOutcome outcome;
        do
        {
            outcome = camera.Read(_frame, Long);
        }
        while (outcome.IsReady);
        return outcome;
    }
}
