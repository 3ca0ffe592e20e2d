namespace MobileNetEdge.Cli.Watching.Live;

/// <summary>Encodes previews on a thread of its own while somebody watches, at most ten a second; the latest frame wins.</summary>
internal sealed class PreviewThread : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private readonly PreviewSlot _slot;
    private readonly PreviewPainter _painter;
    private readonly Latest<byte[]> _pictures;
    private readonly ManualResetEventSlim _stopping = new();
    private readonly Thread _thread;

    public PreviewThread(PreviewSlot slot, PreviewPainter painter, Latest<byte[]> pictures)
    {
        (_slot, _painter, _pictures) = (slot, painter, pictures);
        _thread = new(Run) { IsBackground = true, Name = "preview" };
        _thread.Start();
    }

    public void Dispose()
    {
        _stopping.Set();
        _pictures.End();
        _thread.Join();
        _stopping.Dispose();
    }

    private void Run()
    {
        SeenFrame frame = new();
        while (!_stopping.IsSet)
        {
            if (!_pictures.WaitForReader(Patience) || !_slot.TryTake(ref frame, Patience))
            {
                continue;
            }

            if (_painter.Paint(frame) is { } picture)
            {
                _pictures.Publish(picture);
            }

            _stopping.Wait(Interval);
        }
    }
}
