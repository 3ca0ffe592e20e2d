namespace MobileNetEdge.Cli.Output;

/// <summary>Writes files whole: beside their target first, then renamed over it.</summary>
internal static class OutputFile
{
    /// <summary>Writes a file; says so where one is replaced.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> contents)
    {
        string full = Path.GetFullPath(path);
        if (File.Exists(full))
        {
            Terminal.Note($"replacing {path}");
        }

        string temporary = $"{full}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllBytes(temporary, contents);
            File.Move(temporary, full, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
