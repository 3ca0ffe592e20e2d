using MobileNetEdge.Imaging;

namespace MobileNetEdge.Devices.Camera;

/// <summary>Pictures one after another, from the start again after the last; for tests and demonstrations.</summary>
/// <remarks>Decoded pictures are kept while they are few, so that showing them again costs no memory.</remarks>
internal sealed class PictureCamera(string path, CameraOptions options, bool repeats) : ICamera
{
    private const long MostKeptBytes = 256 << 20;

    private readonly Dictionary<int, RgbImage> _kept = [];
    private IReadOnlyList<string> _files = [];
    private long _keptBytes;
    private long _frames;
    private long _broken;
    private int _next;
    private TimeSpan _due;

    public string Name => path;

    public bool IsLive => false;

    public FrameShape Shape { get; private set; }

    public CameraCounters Counters => new(_frames, _broken, 0);

    public CameraOutcome Open()
    {
        try
        {
            _files = Directory.Exists(path) ? PictureFolder.Find(path) : [path];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new(CameraStatus.Disconnected, exception.Message);
        }

        return _files.Count > 0 && (Directory.Exists(path) || File.Exists(path))
            ? CameraOutcome.Ready
            : new(CameraStatus.Disconnected, $"{path} is neither a picture nor a folder of pictures");
    }

    public CameraOutcome Read(CameraFrame frame, TimeSpan timeout)
    {
        if (!WaitForTurn(timeout))
        {
            return new(CameraStatus.Timeout);
        }

        for (int attempts = 0; attempts < _files.Count; attempts++)
        {
            if (_next == _files.Count && !repeats)
            {
                break;
            }

            int index = _next % _files.Count;
            _next = index + 1;
            if (Picture(index) is { } picture)
            {
                Show(picture, frame);
                return CameraOutcome.Ready;
            }

            _broken++;
        }

        return new(CameraStatus.Ended, $"there are no more pictures in {path}");
    }

    public void Close()
    {
        // Nothing is open between two pictures.
    }

    public void Dispose() => Close();

    /// <summary>Waits until the next picture is due; false where that is later than the time-out.</summary>
    private bool WaitForTurn(TimeSpan timeout)
    {
        TimeSpan now = MonotonicClock.Now;
        if (_due - now > timeout)
        {
            Thread.Sleep(timeout);
            return false;
        }

        if (_due > now)
        {
            Thread.Sleep(_due - now);
        }

        _due = options.FramesPerSecond > 0 ? MonotonicClock.Now + TimeSpan.FromSeconds(1 / options.FramesPerSecond) : TimeSpan.Zero;
        return true;
    }

    private void Show(RgbImage picture, CameraFrame frame)
    {
        Shape = FrameShape.Packed(picture.Width, picture.Height, FrameFormat.Rgb24);
        picture.Pixels.CopyTo(frame.Reserve(picture.Pixels.Length));
        (frame.Length, frame.Shape, frame.Sequence, frame.Timestamp) = (picture.Pixels.Length, Shape, _frames++, MonotonicClock.Now);
    }

    private RgbImage? Picture(int index)
    {
        if (_kept.TryGetValue(index, out RgbImage? kept))
        {
            return kept;
        }

        try
        {
            RgbImage picture = ImageFile.Load(_files[index]);
            if (picture.Width > FrameShape.MaxSide || picture.Height > FrameShape.MaxSide)
            {
                return null;
            }

            if (_keptBytes + picture.Pixels.Length <= MostKeptBytes)
            {
                _keptBytes += picture.Pixels.Length;
                _kept[index] = picture;
            }

            return picture;
        }
        catch (Exception exception) when (exception is ImageException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
