namespace MobileNetEdge.Cli.Watching.Snapshots;

/// <summary>A folder of snapshots that never holds more than a number of bytes of them: the oldest go first. One thread at a time.</summary>
/// <remarks>Files are written beside their place and renamed. Files that are not snapshots are neither counted nor touched.</remarks>
internal sealed class SnapshotFolder(string path, long limit)
{
    private bool _isSwept;

    /// <summary>The folder.</summary>
    public string Path => path;

    /// <summary>Writes a snapshot, making room first.</summary>
    /// <param name="name">Its whole name.</param>
    /// <param name="contents">The file.</param>
    /// <exception cref="IOException">The folder cannot be written, or the file alone exceeds the limit.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public void Save(string name, ReadOnlySpan<byte> contents)
    {
        if (contents.Length > limit)
        {
            throw new IOException($"a snapshot of {contents.Length} bytes exceeds the limit of {limit}");
        }

        Directory.CreateDirectory(path);
        Sweep();
        MakeRoom(contents.Length);
        string temporary = System.IO.Path.Combine(path, $".{name}.tmp");
        try
        {
            using (FileStream file = new(temporary, FileMode.Create, FileAccess.Write))
            {
                file.Write(contents);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, System.IO.Path.Combine(path, name), overwrite: true);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    /// <summary>Deletes what an earlier run left unfinished.</summary>
    private void Sweep()
    {
        if (_isSwept)
        {
            return;
        }

        foreach (FileInfo file in Files(SnapshotName.IsUnfinished))
        {
            TryDelete(file.FullName);
        }

        _isSwept = true;
    }

    private void MakeRoom(long needed)
    {
        FileInfo[] files = [.. Files(SnapshotName.IsSnapshot).OrderBy(file => file.Name, StringComparer.Ordinal)];
        long total = files.Sum(file => file.Length);
        for (int i = 0; i < files.Length && total + needed > limit; i++)
        {
            // Its length cannot be asked for any more once it is gone.
            total -= files[i].Length;
            files[i].Delete();
        }
    }

    private IEnumerable<FileInfo> Files(Func<string, bool> isOurs)
    {
        EnumerationOptions all = new() { AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Directory };
        return new DirectoryInfo(path).EnumerateFiles("*", all).Where(file => isOurs(file.Name));
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next start tries again.
        }
    }
}
