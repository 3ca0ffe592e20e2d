namespace MobileNetEdge;

/// <summary>A sound model that asks for something this engine does not have.</summary>
public sealed class UnsupportedModelException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="subject">The operator or tensor at fault, as its name.</param>
    /// <param name="reason">What about it is not supported, and what would be.</param>
    public UnsupportedModelException(string subject, string reason)
        : base($"unsupported model: {subject}: {reason}")
    {
        Subject = subject;
    }

    /// <summary>The operator or tensor at fault.</summary>
    public string Subject { get; }
}
