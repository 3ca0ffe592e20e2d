using System.Buffers;
using System.Diagnostics;
using System.Text.Json;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>
/// Keeps what became of each picture in a file, one line a picture in the set's order, so that a comparison that was stopped can go on.
/// </summary>
/// <remarks>
/// Lines go to the system every two seconds and not one by one: a memory card wears with every write. Whoever kills the process loses at most
/// these; the system writes to the card when it sees fit. What stands behind the last line's end was cut off in writing, and is dropped.
/// </remarks>
/// <typeparam name="TOutcome">What became of a picture.</typeparam>
/// <typeparam name="TLine">How that is written.</typeparam>
internal sealed class ComparisonJournal<TOutcome, TLine> : IDisposable
    where TOutcome : class
    where TLine : IJournalLine<TOutcome>
{
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(2);

    private readonly string _path;
    private readonly FileStream _file;
    private readonly ArrayBufferWriter<byte> _lines = new();
    private readonly Utf8JsonWriter _writer;
    private long _flushed = Stopwatch.GetTimestamp();

    private ComparisonJournal(string path, FileStream file)
    {
        (_path, _file, _writer) = (path, file, new Utf8JsonWriter(_lines));
    }

    /// <summary>Opens a journal, or begins one where there is no file or an empty one.</summary>
    /// <exception cref="InvalidJournalException">The file is another comparison's journal, or none.</exception>
    /// <exception cref="IOException">The file cannot be opened, or another process has it open.</exception>
    public static ComparisonJournal<TOutcome, TLine> Open(string path, JournalHead head)
    {
        FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        try
        {
            Begin(file, path, head);
            return new ComparisonJournal<TOutcome, TLine>(path, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The pictures that are done, in the set's order; must be read to the end before <see cref="Add"/>.</summary>
    /// <param name="most">How many pictures there are.</param>
    /// <exception cref="InvalidJournalException">A line is damaged.</exception>
    public IEnumerable<TOutcome> Restore(int most)
    {
        LineReader reader = new(_file);
        reader.Read();
        int picture = 0;
        while (reader.Read() is { } line)
        {
            yield return picture < most && TLine.Read(line.Span, picture) is { } outcome
                ? outcome
                : throw new InvalidJournalException($"{_path}, line {picture + 2} is damaged; delete the file to begin anew");
            picture++;
        }

        _file.SetLength(reader.End);
        _file.Position = reader.End;
    }

    /// <summary>Adds the next picture.</summary>
    public void Add(int picture, TOutcome outcome)
    {
        TLine.Write(_lines, _writer, picture, outcome);
        if (Stopwatch.GetElapsedTime(_flushed) >= FlushInterval)
        {
            Flush();
        }
    }

    /// <summary>Writes what is left, and closes the file.</summary>
    public void Dispose()
    {
        try
        {
            Flush();
        }
        finally
        {
            _writer.Dispose();
            _file.Dispose();
        }
    }

    /// <summary>Leaves the file at its start, with this comparison's head in it.</summary>
    private static void Begin(FileStream file, string path, JournalHead head)
    {
        byte[] line = head.ToLine();
        LineReader reader = new(file);
        if (reader.Read() is { } found)
        {
            head.RequireSame(path, found.Span);
        }
        else if (reader.IsTooLong || !line.AsSpan().StartsWith(reader.Rest))
        {
            throw JournalHead.NotOne(path);
        }
        else
        {
            file.SetLength(0);
            file.Position = 0;
            file.Write(line);
        }

        file.Position = 0;
    }

    private void Flush()
    {
        _file.Write(_lines.WrittenSpan);
        _lines.ResetWrittenCount();
        _flushed = Stopwatch.GetTimestamp();
    }
}
