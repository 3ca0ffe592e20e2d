using System.Text;
using MobileNetEdge.Devices.Camera;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Devices.Tests.Camera;

public sealed class PictureCameraTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly CameraFrame _frame = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_folder_is_shown_in_order_and_again_from_the_start()
    {
        Write("a.ppm", 1);
        Write("b.ppm", 2);
        File.WriteAllText(Path.Combine(_folder.FullName, "c.ppm"), "no picture");
        using ICamera camera = Cameras.Create(_folder.FullName);
        Assert.True(camera.Open().IsReady);
        Assert.Equal([1, 2, 1, 2, 1], Enumerable.Range(0, 5).Select(_ => Show(camera)));
        Assert.Equal(new CameraCounters(5, 2, 0), camera.Counters);
        Assert.Equal((4, FrameShape.Packed(2, 1, FrameFormat.Rgb24)), (_frame.Sequence, _frame.Shape));
        Assert.False(camera.IsLive);
    }

    [Fact]
    public void Without_repetition_the_last_picture_is_the_end()
    {
        Write("a.ppm", 1);
        using PictureCamera camera = new(Path.Combine(_folder.FullName, "a.ppm"), new(), repeats: false);
        Assert.True(camera.Open().IsReady);
        Assert.Equal(1, Show(camera));
        Assert.Equal(CameraStatus.Ended, camera.Read(_frame, TimeSpan.Zero).Status);
    }

    [Fact]
    public void Pictures_keep_the_pace()
    {
        Write("a.ppm", 1);
        using ICamera camera = Cameras.Create(_folder.FullName, new() { FramesPerSecond = 0.01 });
        camera.Open();
        Assert.Equal(1, Show(camera));
        Assert.Equal(CameraStatus.Timeout, camera.Read(_frame, TimeSpan.Zero).Status);
    }

    [Fact]
    public void A_picture_shown_again_takes_no_memory()
    {
        Write("a.ppm", 1);
        using ICamera camera = Cameras.Create(_folder.FullName);
        camera.Open();
        Show(camera);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            camera.Read(_frame, TimeSpan.Zero);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void An_empty_folder_is_told()
    {
        using ICamera camera = Cameras.Create(_folder.FullName);
        Assert.Equal(CameraStatus.Disconnected, camera.Open().Status);
    }

    [Theory]
    [InlineData("csi:")]
    [InlineData("csi:x")]
    [InlineData("csi:999")]
    [InlineData("no/such/file")]
    public void Names_that_stand_for_no_camera_are_refused(string name)
    {
        Assert.Throws<ArgumentException>(() => Cameras.Create(name));
    }

    [Theory]
    [InlineData("csi", "csi:0")]
    [InlineData("csi:1", "csi:1")]
    [InlineData("/dev/video7", "/dev/video7")]
    public void Names_stand_for_cameras(string name, string expected)
    {
        using ICamera camera = Cameras.Create(name);
        Assert.Equal(expected, camera.Name);
    }

    [Fact]
    public void MJPEG_on_a_stream_is_read_to_its_end()
    {
        byte[] picture = JpegSamples.Tiny(9);
        using StreamCamera camera = new("stdin", new MemoryStream([1, 2, .. picture, 3]));
        camera.Open();
        Assert.True(camera.Read(_frame, TimeSpan.FromSeconds(30)).IsReady);
        Assert.Equal(picture, _frame.Bytes);
        Assert.Equal(CameraStatus.Ended, camera.Read(_frame, TimeSpan.FromSeconds(30)).Status);
    }

    private int Show(ICamera camera)
    {
        Assert.True(camera.Read(_frame, TimeSpan.FromSeconds(30)).IsReady);
        return _frame.Bytes[0];
    }

    private void Write(string name, byte value)
    {
        byte[] header = Encoding.ASCII.GetBytes("P6 2 1 255\n");
        File.WriteAllBytes(Path.Combine(_folder.FullName, name), [.. header, value, value, value, value, value, value]);
    }
}
