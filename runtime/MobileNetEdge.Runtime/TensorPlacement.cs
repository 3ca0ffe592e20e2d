namespace MobileNetEdge.Runtime;

/// <summary>Where an activation lies in the arena, and how long.</summary>
/// <param name="Tensor">The activation.</param>
/// <param name="Offset">Bytes from the arena's start.</param>
/// <param name="ByteCount">Its size.</param>
/// <param name="FirstStep">The step that writes it; -1 for inputs of the model.</param>
/// <param name="LastStep">The last step that needs it; the number of steps for inputs and outputs of the model.</param>
public sealed record TensorPlacement(Tensor Tensor, int Offset, int ByteCount, int FirstStep, int LastStep);
