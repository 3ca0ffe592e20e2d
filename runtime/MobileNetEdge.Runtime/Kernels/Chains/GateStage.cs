using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Squeeze-and-excitation's multiplication of each pixel by the gate of its picture.</summary>
/// <param name="kernel">The kernel.</param>
/// <param name="gate">The gate: one value a channel for each picture.</param>
/// <param name="channels">Channels of a pixel.</param>
/// <param name="pixelsOfPicture">Pixels that share a gate.</param>
internal sealed unsafe class GateStage(RowGate kernel, ArenaSlice gate, int channels, int pixelsOfPicture)
{
    /// <summary>Computes pixels that lie anywhere in the batch.</summary>
    public void Run(in Share share, sbyte* source, sbyte* destination, int firstPixel, int count)
    {
        while (count > 0)
        {
            int picture = firstPixel / pixelsOfPicture;
            int here = Math.Min(count, (picture + 1) * pixelsOfPicture - firstPixel);
            kernel.Run(source, share.Arena.Pointer(gate) + (nint)picture * channels, destination, here, channels);
            nint bytes = (nint)here * channels;
            source += bytes;
            destination += bytes;
            firstPixel += here;
            count -= here;
        }
    }
}
