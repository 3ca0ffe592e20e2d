namespace MobileNetEdge.Imaging;

/// <summary>How a camera's frame is turned before it is shown to a model: clockwise, then mirrored.</summary>
/// <param name="Degrees">0, 90, 180 or 270, clockwise.</param>
/// <param name="Mirror">Whether left and right are exchanged after that.</param>
public readonly record struct FrameTurn(int Degrees, bool Mirror = false)
{
    /// <summary>Whether rows become columns.</summary>
    public bool SwapsSides => Degrees is 90 or 270;

    /// <summary>Whether the angle is one of the four.</summary>
    public bool IsValid => Degrees is 0 or 90 or 180 or 270;

    /// <summary>Whether the turned picture runs against the frame's x axis.</summary>
    internal bool ReversesX => Degrees switch
    {
        0 => Mirror,
        180 => !Mirror,
        90 => false,
        _ => true,
    };

    /// <summary>Whether the turned picture runs against the frame's y axis.</summary>
    internal bool ReversesY => Degrees switch
    {
        0 => false,
        180 => true,
        90 => !Mirror,
        _ => Mirror,
    };
}
