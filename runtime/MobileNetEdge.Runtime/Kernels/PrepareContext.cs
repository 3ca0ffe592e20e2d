using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>What kernels are made with: the places of activations, and the path to make them for.</summary>
/// <param name="Plan">The places of activations.</param>
/// <param name="Kernels">The kernels of the path; null for the reference alone.</param>
internal sealed record PrepareContext(ArenaPlan Plan, PackedKernels? Kernels)
{
    /// <summary>Where an activation is written.</summary>
    public ArenaSlice Slice(Tensor activation) => Plan[activation];

    /// <summary>Whether a tensor lies in the arena; a constant does not, nor does its reshaped form.</summary>
    public bool IsActivation(Tensor tensor) => !Plan.Storage.Of(tensor).IsConstant;

    /// <summary>Where a tensor is read from.</summary>
    public Operand Operand(Tensor tensor)
    {
        Tensor storage = Plan.Storage.Of(tensor);
        return storage.IsConstant ? new Operand(default, storage.Data) : new Operand(Plan[storage], default);
    }
}
