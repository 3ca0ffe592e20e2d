using System.Runtime.Intrinsics;

namespace MobileNetEdge.Imaging;

/// <summary>What is needed of a plane: which bytes of its rows, filtered how, and where they go.</summary>
/// <param name="Plane">Where its rows are.</param>
/// <param name="AlongY">The filter along y.</param>
/// <param name="FirstByte">The first byte of a row that is needed.</param>
/// <param name="ByteCount">Bytes of a row that are needed.</param>
/// <param name="FirstColumn">The byte position of the first byte's column of 16 rows.</param>
internal sealed record StripPlane(FramePlane Plane, FrameAxis AlongY, int FirstByte, int ByteCount, int FirstColumn)
{
    /// <summary>Bytes that a row takes: a multiple of 16.</summary>
    public int PaddedBytes => (ByteCount + Vector128<byte>.Count - 1) & -Vector128<byte>.Count;

    /// <param name="layout">The frame's.</param>
    /// <param name="alongX">The filters along x, without and with subsampling.</param>
    /// <param name="alongY">The filters along y, without and with subsampling.</param>
    public static StripPlane[] Of(in FrameLayout layout, FrameAxis[] alongX, FrameAxis[] alongY)
    {
        StripPlane[] planes = new StripPlane[layout.Planes.Length];
        int column = 0;
        for (int p = 0; p < planes.Length; p++)
        {
            (int first, int last) = (int.MaxValue, 0);
            foreach (FrameComponent component in layout.Components)
            {
                if (component.Plane == p)
                {
                    FrameAxis axis = alongX[component.SubsamplingX - 1];
                    first = Math.Min(first, component.Offset + (axis.FirstSample * component.Step));
                    last = Math.Max(last, component.Offset + (axis.LastSample * component.Step));
                }
            }

            planes[p] = new(layout.Planes[p], alongY[layout.Planes[p].SubsamplingY - 1], first, last + 1 - first, column);
            column += planes[p].PaddedBytes * Vector128<byte>.Count;
        }

        return planes;
    }
}
