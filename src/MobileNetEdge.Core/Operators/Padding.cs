namespace MobileNetEdge;

/// <summary>TensorFlow's two rules for the border of a sliding window.</summary>
public enum Padding
{
    /// <summary>As much border as makes the output ceil(input / stride) wide; an odd rest goes below and to the right.</summary>
    Same,

    /// <summary>No border: the window stays inside the input.</summary>
    Valid,
}
