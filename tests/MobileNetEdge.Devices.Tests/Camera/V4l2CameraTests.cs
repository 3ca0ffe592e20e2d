using MobileNetEdge.Devices.Camera;
using MobileNetEdge.Devices.Linux;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Devices.Tests.Camera;

public sealed class V4l2CameraTests : IDisposable
{
    private static readonly CameraOptions Small = new() { Width = 16, Height = 8 };

    private readonly FakeV4l2 _driver = new();
    private readonly CameraFrame _frame = new();

    public void Dispose() => _driver.Dispose();

    [Fact]
    public void A_frame_comes_with_size_format_time_and_number()
    {
        using V4l2Camera camera = Open();
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        _driver.Frames.Enqueue((bytes, V4l2.FlagTimestampMonotonic, 41));
        Assert.Equal(CameraStatus.Ready, camera.Read(_frame, TimeSpan.Zero).Status);
        Assert.Equal(bytes, _frame.Bytes);
        Assert.Equal(FrameShape.Packed(16, 8, FrameFormat.Yuyv), _frame.Shape);
        Assert.Equal((41L, TimeSpan.FromSeconds(5.00025)), (_frame.Sequence, _frame.Timestamp));
    }

    [Fact]
    public void The_size_the_stride_and_the_colours_are_what_the_driver_chose()
    {
        _driver.Negotiate = format => format with
        {
            Width = 20,
            Height = 6,
            PixelFormat = FakeV4l2.Code("NV12"),
            BytesPerLine = 64,
            Colorspace = 3,
            Quantization = 1,
        };
        using V4l2Camera camera = Open();
        Assert.Equal(new FrameShape(20, 6, FrameFormat.Nv12, 64, new(ColourMatrix.Bt709, ColourRange.Full)), camera.Shape);
        Assert.Equal((16u, 8u, FakeV4l2.Code("YUYV")), (_driver.Asked!.Value.Width, _driver.Asked!.Value.Height, _driver.Asked!.Value.PixelFormat));
    }

    [Theory]
    [InlineData(0u, 0u, 0u, ColourMatrix.Bt601, ColourRange.Limited)]
    [InlineData(8u, 0u, 0u, ColourMatrix.Bt601, ColourRange.Limited)]
    [InlineData(7u, 0u, 0u, ColourMatrix.Bt601, ColourRange.Full)]
    [InlineData(3u, 1u, 0u, ColourMatrix.Bt601, ColourRange.Limited)]
    [InlineData(1u, 2u, 2u, ColourMatrix.Bt709, ColourRange.Limited)]
    [InlineData(7u, 0u, 2u, ColourMatrix.Bt601, ColourRange.Limited)]
    public void Colour_space_encoding_and_range_have_their_defaults(uint space, uint encoding, uint range, ColourMatrix matrix, ColourRange expected)
    {
        _driver.Negotiate = format => FakeV4l2.Plain(format) with { Colorspace = space, Encoding = encoding, Quantization = range };
        using V4l2Camera camera = Open();
        Assert.Equal(new(matrix, expected), camera.Shape.Encoding);
    }

    [Theory]
    [InlineData("BA81", 16u, 8u, 32u)]
    [InlineData("YUYV", 16u, 8u, 31u)]
    [InlineData("YUYV", 0u, 8u, 32u)]
    [InlineData("YUYV", 20000u, 8u, 40000u)]
    [InlineData("YUYV", 16u, 8u, 0xFFFFFFFFu)]
    public void A_format_that_is_not_read_is_told(string code, uint width, uint height, uint stride)
    {
        _driver.Negotiate = format => format with { PixelFormat = FakeV4l2.Code(code), Width = width, Height = height, BytesPerLine = stride };
        using V4l2Camera camera = new(_driver, "/dev/video0", Small);
        CameraOutcome outcome = camera.Open();
        Assert.Equal(CameraStatus.Failed, outcome.Status);
        Assert.Contains($"{width}x{height} {code}", outcome.ToString(), StringComparison.Ordinal);
        Assert.False(_driver.IsOpen);
    }

    [Fact]
    public void Broken_and_short_frames_are_counted_and_left_out()
    {
        using V4l2Camera camera = Open();
        _driver.Frames.Enqueue((new byte[256], V4l2.FlagError, 0));
        _driver.Frames.Enqueue((new byte[255], 0, 1));
        _driver.Frames.Enqueue(([], 0, 2));
        _driver.Frames.Enqueue((new byte[256], 0, 3));
        Assert.Equal(CameraStatus.Ready, camera.Read(_frame, TimeSpan.Zero).Status);
        Assert.Equal(3, _frame.Sequence);
        Assert.Equal(new CameraCounters(1, 3, 0), camera.Counters);
    }

    [Fact]
    public void Gaps_in_the_drivers_count_are_counted()
    {
        using V4l2Camera camera = Open();
        foreach (uint sequence in new[] { 10u, 11u, 14u, uint.MaxValue, 0u, 2u })
        {
            _driver.Frames.Enqueue((new byte[256], 0, sequence));
            Assert.True(camera.Read(_frame, TimeSpan.Zero).IsReady);
        }

        Assert.Equal(3, camera.Counters.Missed);
    }

    [Fact]
    public void A_driver_that_claims_more_bytes_than_a_buffer_has_is_not_believed()
    {
        _driver.BufferLength = 128;
        using V4l2Camera camera = Open();
        _driver.Frames.Enqueue((new byte[100], 0, 0));
        Assert.Equal(CameraStatus.Timeout, camera.Read(_frame, TimeSpan.Zero).Status);
        Assert.Equal(1, camera.Counters.Broken);
    }

    [Fact]
    public void MJPEG_is_cut_at_the_end_of_the_picture()
    {
        using V4l2Camera camera = new(_driver, "/dev/video0", Small with { Format = FrameFormat.Mjpeg });
        Assert.True(camera.Open().IsReady);
        byte[] picture = JpegSamples.Tiny();
        _driver.Frames.Enqueue(([.. picture, .. new byte[500]], 0, 0));
        _driver.Frames.Enqueue((new byte[500], 0, 1));
        _driver.Frames.Enqueue((picture[..^2], 0, 2));
        _driver.Frames.Enqueue((picture, 0, 3));
        Assert.True(camera.Read(_frame, TimeSpan.Zero).IsReady);
        Assert.Equal(picture, _frame.Bytes);
        Assert.True(camera.Read(_frame, TimeSpan.Zero).IsReady);
        Assert.Equal((3, 2), (_frame.Sequence, camera.Counters.Broken));
        Assert.Equal(new(ColourMatrix.Bt601, ColourRange.Full), _frame.Shape.Encoding);
    }

    [Fact]
    public void A_camera_without_frames_is_a_timeout_and_an_unplugged_one_is_not()
    {
        using V4l2Camera camera = Open();
        Assert.Equal(CameraStatus.Timeout, camera.Read(_frame, TimeSpan.Zero).Status);
        _driver.Idle = PollEvents.Error | PollEvents.HangUp;
        Assert.Equal(CameraStatus.Disconnected, camera.Read(_frame, TimeSpan.Zero).Status);
        camera.Close();
        Assert.Equal((false, 0), (_driver.IsStreaming, _driver.Mapped));
        Assert.Equal(CameraStatus.Disconnected, camera.Read(_frame, TimeSpan.Zero).Status);
    }

    [Fact]
    public void A_stream_that_stops_with_an_error_is_a_lost_camera()
    {
        using V4l2Camera camera = Open();
        _driver.Idle = PollEvents.Error;
        Assert.Equal(CameraStatus.Disconnected, camera.Read(_frame, TimeSpan.Zero).Status);
        _driver.Frames.Enqueue((new byte[256], 0, 0));
        _driver.Results[V4l2.DequeueBuffer] = -Errno.Io;
        Assert.Equal(CameraStatus.Disconnected, camera.Read(_frame, TimeSpan.Zero).Status);
    }

    [Fact]
    public void A_source_that_changes_is_opened_anew_and_told()
    {
        using V4l2Camera camera = Open();
        _driver.Events.Enqueue(V4l2.EventSourceChange);
        _driver.Negotiate = format => FakeV4l2.Plain(format with { Width = 32 });
        CameraOutcome outcome = camera.Read(_frame, TimeSpan.Zero);
        Assert.Equal(CameraStatus.FormatChanged, outcome.Status);
        Assert.Contains("32x8", outcome.Message, StringComparison.Ordinal);
        Assert.Equal((32, 4, true), (camera.Shape.Width, _driver.Mapped, _driver.IsStreaming));
    }

    [Theory]
    [InlineData(-13, CameraStatus.PermissionDenied, "usermod -aG video")]
    [InlineData(-2, CameraStatus.Disconnected, "mobilenet-edge cameras")]
    [InlineData(-16, CameraStatus.Busy, "fuser /dev/video0")]
    [InlineData(-24, CameraStatus.Failed, "errno 24")]
    public void A_device_that_cannot_be_opened_is_told_with_what_to_do(int result, CameraStatus status, string expected)
    {
        _driver.OpenResult = result;
        CameraOutcome outcome = new V4l2Camera(_driver, "/dev/video0", Small).Open();
        Assert.Equal(status, outcome.Status);
        Assert.Contains(expected, outcome.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_camera_in_use_is_busy_whenever_it_says_so()
    {
        foreach (uint request in new[] { V4l2.SetFormat, V4l2.RequestBuffers, V4l2.QueryBuffer, V4l2.StreamOn })
        {
            _driver.Results.Clear();
            _driver.Results[request] = -Errno.Busy;
            using V4l2Camera camera = new(_driver, "/dev/video0", Small);
            Assert.Equal(CameraStatus.Busy, camera.Open().Status);
            Assert.Equal((false, 0), (_driver.IsOpen, _driver.Mapped));
        }
    }

    [Fact]
    public void A_device_without_pictures_is_told()
    {
        _driver.Capabilities = 2;
        Assert.Equal(CameraStatus.Failed, new V4l2Camera(_driver, "/dev/video0", Small).Open().Status);
        Assert.Empty(V4l2Devices.List(_driver));
    }

    [Fact]
    public void The_rate_is_asked_for()
    {
        using V4l2Camera camera = new(_driver, "/dev/video0", Small with { FramesPerSecond = 7.5 });
        Assert.True(camera.Open().IsReady);
        Assert.Equal((1000u, 7500u), (_driver.Rate!.Value.Numerator, _driver.Rate!.Value.Denominator));
    }

    [Fact]
    public void Large_pictures_are_asked_for_compressed()
    {
        using V4l2Camera camera = new(_driver, "/dev/video0", new() { Width = 1280, Height = 720 });
        camera.Open();
        Assert.Equal(FakeV4l2.Code("MJPG"), _driver.Asked!.Value.PixelFormat);
    }

    [Fact]
    public void Devices_are_listed_with_formats_and_sizes()
    {
        CameraDescription found = Assert.Single(V4l2Devices.List(_driver));
        Assert.Equal(("/dev/video0", "A camera", "uvcvideo"), (found.Name, found.Description, found.Driver));
        Assert.Equal(["BA81", "YUYV", "MJPG"], found.Formats.Select(format => format.Code));
        Assert.Equal(["640x480", "320x240"], found.Formats[1].Sizes);
        Assert.True(V4l2Devices.IsCamera(found));
        Assert.False(V4l2Devices.IsCamera(found with { Driver = "unicam" }));
        _driver.OpenResult = -13;
        Assert.Contains("errno 13", Assert.Single(V4l2Devices.List(_driver)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_frame_takes_no_memory()
    {
        using V4l2Camera camera = Open();
        byte[] bytes = new byte[256];
        for (uint i = 0; i < 8; i++)
        {
            _driver.Frames.Enqueue((bytes, 0, i));
        }

        camera.Read(_frame, TimeSpan.Zero);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 1; i < 8; i++)
        {
            camera.Read(_frame, TimeSpan.Zero);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(7, _frame.Sequence);
    }

    private V4l2Camera Open()
    {
        V4l2Camera camera = new(_driver, "/dev/video0", Small);
        Assert.Equal(CameraOutcome.Ready, camera.Open());
        return camera;
    }
}
