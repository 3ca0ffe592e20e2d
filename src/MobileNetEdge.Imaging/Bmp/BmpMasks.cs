using System.Numerics;

namespace MobileNetEdge.Imaging;

/// <summary>Which bits of a 16- or 32-bit BMP pixel hold red, green and blue.</summary>
internal readonly record struct BmpMasks(BmpMask Red, BmpMask Green, BmpMask Blue)
{
    public static BmpMasks Read(FileBytes file, BmpHeader header)
    {
        if (header.HasMasks)
        {
            return new(BmpMask.Read(file, header.Masks), BmpMask.Read(file, header.Masks + 4), BmpMask.Read(file, header.Masks + 8));
        }

        return header.Bits == 16
            ? new(new(0x7C00), new(0x03E0), new(0x001F))
            : new(new(0xFF0000), new(0x00FF00), new(0x0000FF));
    }
}

/// <summary>One channel's adjacent bits.</summary>
internal readonly record struct BmpMask
{
    private readonly uint _mask;
    private readonly uint _largest;
    private readonly int _shift;

    public BmpMask(uint mask)
    {
        _mask = mask;
        _shift = mask == 0 ? 0 : BitOperations.TrailingZeroCount(mask);
        _largest = mask >> _shift;
    }

    public static BmpMask Read(FileBytes file, int offset)
    {
        BmpMask mask = new(file.U32Little(offset, "BMP colour mask"));
        if ((mask._largest & ((ulong)mask._largest + 1)) != 0)
        {
            Throw.Invalid("BMP colour mask", offset, $"0x{mask._mask:X8}", "adjacent bits");
        }

        return mask;
    }

    /// <summary>The channel scaled to 0..255, truncated as Pillow does; 0 where the mask is empty.</summary>
    public byte Extract(uint pixel)
    {
        uint value = (pixel & _mask) >> _shift;
        return _largest switch
        {
            0 => 0,
            255 => (byte)value,
            _ => (byte)((ulong)value * 255 / _largest),
        };
    }
}
