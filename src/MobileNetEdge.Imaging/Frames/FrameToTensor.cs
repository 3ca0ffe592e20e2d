using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MobileNetEdge.Imaging;

/// <summary>From a camera's frame to a model's input in one pass: colours, crop or letterbox, resize, turn, quantize.</summary>
/// <remarks>
/// The bytes are those of <see cref="FrameReference"/> on every machine. 16 result rows at a time: filter along y, exchange rows and
/// columns, and filter along x, so that both filters work on 16 bytes at once and a component's samples lie at any distance for free;
/// convert and quantize; exchange again, unless the turn asks for columns. All memory is taken by the constructor. One thread at a time.
/// </remarks>
public sealed class FrameToTensor
{
    private const int Lanes = 16;

    private readonly FramePlacing _placing;
    private readonly FrameLayout _layout;
    private readonly YuvToRgb _colours;
    private readonly PixelTables? _tables;
    private readonly RgbImage _picture;
    private readonly StripPlane[] _planes;
    private readonly FrameColumns[] _columns;
    private readonly int _rowsAlongY;
    private readonly int _columnsAlongX;
    private readonly byte[] _stage;
    private readonly byte[] _transposed;
    private readonly byte[] _pixels;
    private readonly byte[] _rows;

    /// <summary>Computes the filters and takes the memory.</summary>
    /// <param name="shape">Of the frames; not <see cref="FrameFormat.Mjpeg"/>.</param>
    /// <param name="turn">How a frame is turned.</param>
    /// <param name="framing">How the turned frame is brought to the model's size.</param>
    /// <param name="quantizer">The last step.</param>
    /// <param name="width">Pixels of a row of the model's input.</param>
    /// <param name="height">Rows of the model's input.</param>
    /// <exception cref="ArgumentException">The shape or turn is not valid, or the framing does not suit the size.</exception>
    public FrameToTensor(FrameShape shape, FrameTurn turn, Framing framing, PixelQuantizer quantizer, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(framing);
        ArgumentNullException.ThrowIfNull(quantizer);
        _layout = FrameLayout.Of(shape);
        if (!turn.IsValid)
        {
            throw new ArgumentException($"a frame is turned by 0, 90, 180 or 270 degrees, not by {turn.Degrees}", nameof(turn));
        }

        (Shape, Turn, Framing, Quantizer, Width, Height) = (shape, turn, framing, quantizer, width, height);
        _placing = FramePlacing.Of(shape, turn, framing, width, height);
        _picture = new(width, height);
        _tables = PixelTables.Suit(quantizer) ? new(quantizer) : null;
        _colours = new(shape.Encoding);
        FrameAxis[] alongX = [_placing.AlongX(shape, turn, 1), _placing.AlongX(shape, turn, 2)];
        FrameAxis[] alongY = [_placing.AlongY(shape, turn, 1), _placing.AlongY(shape, turn, 2)];
        (_columnsAlongX, _rowsAlongY) = (alongX[0].Length, alongY[0].Length);
        _planes = StripPlane.Of(_layout, alongX, alongY);
        _columns = [.. _layout.Components.Select(c => new FrameColumns(
            alongX[c.SubsamplingX - 1], c, _planes[c.Plane].FirstByte, _planes[c.Plane].FirstColumn))];
        _stage = new byte[_planes.Max(plane => plane.PaddedBytes) * Lanes];
        _transposed = new byte[_planes.Sum(plane => plane.PaddedBytes) * Lanes];
        _pixels = new byte[Pad(_columnsAlongX * 3) * Lanes];
        _rows = new byte[_pixels.Length];
    }

    /// <summary>Of the frames.</summary>
    public FrameShape Shape { get; }

    /// <summary>How a frame is turned.</summary>
    public FrameTurn Turn { get; }

    /// <summary>How the turned frame is brought to the model's size.</summary>
    public Framing Framing { get; }

    /// <summary>The last step.</summary>
    public PixelQuantizer Quantizer { get; }

    /// <summary>Pixels of a row of the model's input.</summary>
    public int Width { get; }

    /// <summary>Rows of the model's input.</summary>
    public int Height { get; }

    /// <summary>Where the turned and resized frame lies in the model's picture.</summary>
    public FramePlacement Placement => _placing.Place;

    /// <summary>Writes a frame into a model's input. Takes no memory.</summary>
    /// <param name="frame">At least <see cref="FrameShape.ByteCount"/> bytes.</param>
    /// <param name="input">The model's input.</param>
    /// <exception cref="ArgumentException">The frame is too short, or the input has another length.</exception>
    public void Write(ReadOnlySpan<byte> frame, Span<byte> input)
    {
        if (_tables is null)
        {
            WritePicture(frame, _picture);
            Quantizer.Write(_picture, input);
            return;
        }

        if (input.Length != Quantizer.ByteLength(Width, Height))
        {
            throw new ArgumentException($"{Width} x {Height} pixels take {Quantizer.ByteLength(Width, Height)} bytes, not {input.Length}", nameof(input));
        }

        WriteBytes(frame, input, _tables);
    }

    /// <summary>Writes what the model sees, before it is quantized. Takes no memory.</summary>
    /// <exception cref="ArgumentException">The frame is too short, or the picture has not the model's size.</exception>
    public void WritePicture(ReadOnlySpan<byte> frame, RgbImage picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (picture.Width != Width || picture.Height != Height)
        {
            throw new ArgumentException($"the model's picture has {Width} x {Height} pixels, not {picture.Width} x {picture.Height}", nameof(picture));
        }

        WriteBytes(frame, picture.Pixels, null);
    }

    private static int Pad(int bytes) => (bytes + Lanes - 1) & -Lanes;

    private void WriteBytes(ReadOnlySpan<byte> frame, Span<byte> result, PixelTables? tables)
    {
        if (frame.Length < Shape.ByteCount)
        {
            throw new ArgumentException($"a frame of {Shape} takes {Shape.ByteCount} bytes, not {frame.Length}", nameof(frame));
        }

        if (_placing.Width < Width || _placing.Height < Height)
        {
            FillPadding(result, tables);
        }

        Span<byte> pixels = _pixels.AsSpan(0, _columnsAlongX * 3 * Lanes);
        for (int first = 0; first < _rowsAlongY; first += Lanes)
        {
            int rows = Math.Min(Lanes, _rowsAlongY - first);
            FilterAlongY(frame, first, rows);
            FilterAlongX();
            tables?.Apply(pixels);
            if (Turn.SwapsSides)
            {
                StoreColumns(first, rows, result);
            }
            else
            {
                StoreRows(first, rows, result);
            }
        }
    }

    /// <summary>Filters 16 result rows of every plane, and turns their columns to rows of 16 bytes.</summary>
    private void FilterAlongY(ReadOnlySpan<byte> frame, int first, int rows)
    {
        foreach (StripPlane plane in _planes)
        {
            ReadOnlySpan<byte> bytes = frame[(plane.Plane.Offset + plane.FirstByte)..];
            for (int i = 0; i < rows; i++)
            {
                WeightedRows.Weigh(bytes, plane.Plane.Stride, plane.AlongY, first + i, _stage.AsSpan(i * plane.PaddedBytes, plane.ByteCount));
            }

            Span<byte> columns = _transposed.AsSpan(plane.FirstColumn, plane.PaddedBytes * Lanes);
            ByteTranspose.Blocks(_stage, plane.PaddedBytes, Lanes, columns, Lanes, Lanes * Lanes, plane.PaddedBytes / Lanes);
        }
    }

    /// <summary>Filters along x and converts to rows of 16 bytes of red, green and blue by turns.</summary>
    private void FilterAlongX()
    {
        const int Step = 3 * Lanes;
        ref byte columns = ref MemoryMarshal.GetArrayDataReference(_transposed);
        ref byte pixels = ref MemoryMarshal.GetArrayDataReference(_pixels);
        _columns[0].Filter(ref columns, ref pixels, Step);
        if (_columns.Length == 1)
        {
            CopyGrey(ref pixels);
        }
        else
        {
            _columns[1].FilterBoth(_columns[2], ref columns, ref Unsafe.Add(ref pixels, Lanes), Step);
            if (_layout.IsYuv)
            {
                _colours.ConvertAll(ref pixels, _columnsAlongX);
            }
        }
    }

    private void CopyGrey(ref byte pixels)
    {
        for (int x = 0; x < _columnsAlongX; x++)
        {
            Vector128<byte> grey = Vector128.LoadUnsafe(ref pixels);
            grey.StoreUnsafe(ref pixels, Lanes);
            grey.StoreUnsafe(ref pixels, 2 * Lanes);
            pixels = ref Unsafe.Add(ref pixels, 3 * Lanes);
        }
    }

    private void StoreRows(int first, int rows, Span<byte> result)
    {
        int rowBytes = _columnsAlongX * 3;
        int padded = Pad(rowBytes);
        Span<byte> stage = _rows;
        ByteTranspose.Blocks(_pixels, Lanes, Lanes * Lanes, stage, padded, Lanes, padded / Lanes);
        for (int i = 0; i < rows; i++)
        {
            int target = (((_placing.Top + first + i) * Width) + _placing.Left) * 3;
            stage.Slice(i * padded, rowBytes).CopyTo(result.Slice(target, rowBytes));
        }
    }

    private void StoreColumns(int first, int rows, Span<byte> result)
    {
        Span<byte> row = stackalloc byte[3 * Lanes];
        for (int x = 0; x < _columnsAlongX; x++)
        {
            RgbInterleave.Pixels(_pixels.AsSpan(x * 3 * Lanes, 3 * Lanes), row);
            int target = (((_placing.Top + x) * Width) + _placing.Left + first) * 3;
            row[..(rows * 3)].CopyTo(result.Slice(target, rows * 3));
        }
    }

    private void FillPadding(Span<byte> result, PixelTables? tables)
    {
        (byte red, byte green, byte blue) = tables is null ? Framing.Padding : tables.Quantize(Framing.Padding);
        for (int i = 0; i < result.Length - 2; i += 3)
        {
            (result[i], result[i + 1], result[i + 2]) = (red, green, blue);
        }
    }
}
