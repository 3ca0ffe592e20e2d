namespace MobileNetEdge.Cli.Watching.Live;

/// <summary>Where the secret is kept: a file that only its owner can read.</summary>
internal static class TokenFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerOnly | UnixFileMode.UserExecute;
    private const UnixFileMode Others = (UnixFileMode)0b111_111;

    /// <summary>The usual place: $STATE_DIRECTORY where systemd gives one, else below $XDG_STATE_HOME or ~/.local/state.</summary>
    public static string UsualPath()
    {
        if (Environment.GetEnvironmentVariable("STATE_DIRECTORY") is { Length: > 0 } given)
        {
            return Path.Combine(given.Split(':')[0], "token");
        }

        string? state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        if (!Path.IsPathRooted(state))
        {
            state = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        }

        return Path.Combine(state!, "mobilenet-edge", "token");
    }

    /// <summary>The secret in a file; makes both where there is no file.</summary>
    /// <returns>The secret, and whether it was made now.</returns>
    /// <exception cref="IOException">The file cannot be read or made, others can read it, or it holds no token.</exception>
    public static (string Token, bool IsNew) ReadOrMake(string path)
    {
        try
        {
            string full = Path.GetFullPath(path);
            return !File.Exists(full) && TryMake(full, AccessToken.Make()) is { } made ? (made, true) : (Read(full), false);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"the token file {path}: {exception.Message} Choose another one with --token-file.", exception);
        }
    }

    private static string Read(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            throw new IOException($"others can read the token file {path}; do: chmod 600 {path}");
        }

        using StreamReader reader = new(path);
        char[] text = new char[AccessToken.MostLength + 2];
        string token = new string(text, 0, reader.ReadBlock(text)).Trim();
        return AccessToken.IsWellFormed(token)
            ? token
            : throw new IOException(
                $"the token file {path} holds no token: {AccessToken.LeastLength} to {AccessToken.MostLength} letters, digits, '-' or '_'; delete it to get a new one");
    }

    /// <summary>Writes a file beside its place and moves it there; null where another program was faster.</summary>
    private static string? TryMake(string path, string token)
    {
        string folder = Path.GetDirectoryName(path)!;
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerFolder);
            options.UnixCreateMode = OwnerOnly;
        }

        try
        {
            File.Delete(temporary);
            using (StreamWriter writer = new(temporary, options))
            {
                writer.WriteLine(token);
            }

            File.Move(temporary, path);
            return token;
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
