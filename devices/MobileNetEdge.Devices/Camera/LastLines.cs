using System.Text;

namespace MobileNetEdge.Devices.Camera;

/// <summary>Reads a program's messages to their end, so that it never stalls on them, and keeps the last lines.</summary>
internal sealed class LastLines
{
    private const int MostLines = 12;
    private const int MostBytes = 240;

    private readonly Lock _lock = new();
    private readonly Queue<string> _lines = new();
    private readonly byte[] _line = new byte[MostBytes];
    private readonly Thread _thread;
    private int _length;
    private long _total;

    public LastLines(Stream stream)
    {
        _thread = new(() => Drain(stream)) { IsBackground = true, Name = "camera messages" };
        _thread.Start();
    }

    /// <summary>Bytes that were read.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>Waits until the messages have ended.</summary>
    public void Join(TimeSpan timeout) => _thread.Join(timeout);

    /// <summary>The last lines, the last one last.</summary>
    public string[] ToArray()
    {
        lock (_lock)
        {
            return [.. _lines];
        }
    }

    private void Drain(Stream stream)
    {
        byte[] bytes = new byte[4096];
        try
        {
            for (int count = stream.Read(bytes); count > 0; count = stream.Read(bytes))
            {
                Interlocked.Add(ref _total, count);
                Add(bytes.AsSpan(0, count));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The program has ended.
        }

        EndLine();
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            if (value is (byte)'\n' or (byte)'\r')
            {
                EndLine();
            }
            else if (_length < MostBytes)
            {
                _line[_length++] = value < ' ' ? (byte)' ' : value;
            }
        }
    }

    private void EndLine()
    {
        if (_length == 0)
        {
            return;
        }

        lock (_lock)
        {
            _lines.Enqueue(Encoding.UTF8.GetString(_line, 0, _length));
            if (_lines.Count > MostLines)
            {
                _lines.Dequeue();
            }
        }

        _length = 0;
    }
}
