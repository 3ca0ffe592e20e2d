using System.Text.Json;
using MobileNetEdge.Tests;

namespace MobileNetEdge.Cli.Tests.Watching;

/// <summary>--camera csi, with a program on the path that behaves as rpicam-vid does.</summary>
public sealed class ProgramCameraTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mobilenet-edge-csi-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("FAKE_SPLIT=777")]
    [InlineData("FAKE_STDERR=1")]
    public void Frames_are_classified_whatever_way_they_come(string behaviour)
    {
        using WatchProcess watch = Start(Fake(behaviour), "--size", "100x30", "--answers", "all");
        Assert.True(watch.Wait("answer").GetProperty("score").GetDouble() > 0);
        Assert.Equal(130, watch.Stop().Status);
    }

    [Fact]
    public void MJPEG_is_classified()
    {
        SharedData.SkipIfAbsent();
        string picture = SharedData.Path("images", "eval", "ILSVRC2012_val_00003612.JPEG");
        using WatchProcess watch = Start(Fake($"FAKE_JPEG={picture} FAKE_SPLIT=1000"), "--format", "mjpeg", "--answers", "all");
        watch.Wait("answer");
    }

    [Fact]
    public void Much_is_said_before_an_early_exit_and_its_end_is_told()
    {
        using WatchProcess watch = Start("yes 'a message of a chatty program' | head -c 300000 >&2\necho 'the last words' >&2\nexit 7\n");
        JsonElement lost = watch.Wait("camera", "disconnected");
        Assert.Contains("status 7", lost.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("the last words", lost.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(130, watch.Stop().Status);
    }

    [Fact]
    public void A_silent_camera_is_told_and_a_program_that_does_not_listen_is_ended()
    {
        using WatchProcess watch = Start("trap '' INT TERM\nwhile :; do sleep 0.1; done\n");
        Assert.Contains("gave no frame", watch.Wait("camera", "timeout").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(130, watch.Stop().Status);
    }

    [Fact]
    public void A_machine_without_the_program_is_told_what_to_install()
    {
        using WatchProcess watch = Start(script: null);
        Assert.Contains("apt-get install rpicam-apps-lite", watch.Wait("camera", "failed").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(130, watch.Stop().Status);
    }

    private static string Fake(string behaviour)
    {
        SharedData.SkipIfAbsent();
        return $"exec env {behaviour} python3 '{SharedData.Path("..", "pi-lab", "fake-rpicam-vid")}' \"$@\"\n";
    }

    private WatchProcess Start(string? script, params string[] options)
    {
        if (script is not null)
        {
            string program = Path.Combine(_folder.FullName, "rpicam-vid");
            File.WriteAllText(program, "#!/bin/sh\n" + script);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        Dictionary<string, string> environment = new() { ["PATH"] = $"{_folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}" };
        return new(environment, ["--camera", "csi", "--threads", "1", .. options]);
    }
}
