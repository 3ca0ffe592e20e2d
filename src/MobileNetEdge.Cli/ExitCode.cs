namespace MobileNetEdge.Cli;

/// <summary>What the program's exit status means.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>A fault of the program itself.</summary>
    public const int Internal = 1;

    /// <summary>The command line makes no sense.</summary>
    public const int Usage = 2;

    /// <summary>A model, picture or label file that cannot be read or run.</summary>
    public const int BadInput = 3;

    /// <summary>A camera, a GPIO line or a network port cannot be used.</summary>
    public const int Device = 4;

    /// <summary>Stopped by Ctrl-C.</summary>
    public const int Interrupted = 130;
}
