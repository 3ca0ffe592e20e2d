using System.Runtime.CompilerServices;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>Where a ring of rows lies in a thread's working memory: so many rows as windows need at once, and one row of border.</summary>
/// <param name="geometry">The windows.</param>
internal sealed unsafe class RowRing(WindowGeometry geometry)
{
    private readonly int _pitch = (int)ArenaPlanner.AlignUp((long)geometry.RowByteCount + PackedDepthwise.ReadSlack);

    /// <summary>Bytes of the ring.</summary>
    public int ByteCount => (geometry.RowsUnderWindows + 1) * _pitch;

    /// <summary>A row that lies in the border.</summary>
    public static sbyte* Border(byte* ring) => (sbyte*)ring;

    /// <summary>The place of a picture's row; it stays until the row that many rows further on.</summary>
    public sbyte* Row(byte* ring, int y) => (sbyte*)ring + (nint)(1 + y % geometry.RowsUnderWindows) * _pitch;

    /// <summary>The first pixel of a row that is not border.</summary>
    public sbyte* Picture(byte* ring, int y) => Row(ring, y) + (nint)geometry.LeftPixels * geometry.Channels;

    /// <summary>Writes the border: all of its row, and the ends of the other rows.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="zeroPoint">The border's value.</param>
    public void FillBorder(byte* ring, int zeroPoint)
    {
        byte value = unchecked((byte)zeroPoint);
        Unsafe.InitBlockUnaligned(ring, value, (uint)geometry.RowByteCount);
        int left = geometry.LeftPixels * geometry.Channels;
        int right = left + geometry.PicturePixels * geometry.Channels;
        for (int slot = 0; slot < geometry.RowsUnderWindows; slot++)
        {
            byte* row = ring + (nint)(1 + slot) * _pitch;
            Unsafe.InitBlockUnaligned(row, value, (uint)left);
            Unsafe.InitBlockUnaligned(row + right, value, (uint)(geometry.RowByteCount - right));
        }
    }
}
