using System.Runtime.Intrinsics;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// Any other convolution: the values under each window are gathered into one row of a matrix, some windows at a time, and multiplied with the
/// weights. The taps of one window row lie side by side in an NHWC picture, so that gathering is a few long copies.
/// </summary>
/// <param name="geometry">The windows.</param>
/// <param name="gemm">The product; its depth is taps × taps × channels, in the order of the weights [ky, kx, channel].</param>
/// <param name="firstChannel">The first channel that is gathered.</param>
/// <param name="channels">Channels that are gathered: all, or a group's.</param>
/// <param name="outputPitch">Channels of an output pixel, which the product may be a part of.</param>
internal sealed unsafe class GatherWindow(WindowGeometry geometry, PackedGemm gemm, int firstChannel, int channels, int outputPitch) : WindowKernel
{
    private const int BlockBytes = 16 * 1024;
    private const int PitchGranule = 16;

    private readonly int _pitch = RoundUp(gemm.Depth);

    /// <summary>Whether the taps of a window row lie side by side.</summary>
    private readonly bool _isDense = geometry.Horizontal.Dilation == 1 && channels == geometry.Channels;


    /// <summary>Windows that are gathered at once.</summary>
    private readonly int _blockPixels = Math.Min(
        Math.Max(BlockBytes / RoundUp(gemm.Depth) / gemm.RowGranule, 1) * gemm.RowGranule, geometry.Horizontal.Output);

    /// <summary>A convolution of all channels.</summary>
    public GatherWindow(WindowGeometry geometry, PackedGemm gemm)
        : this(geometry, gemm, 0, geometry.Channels, gemm.Columns)
    {
    }

    /// <summary>Bytes that lie side by side: all taps of a window row, or one tap's.</summary>
    private int RunLength => _isDense ? geometry.Horizontal.Taps * channels : channels;

    private int RunsInRow => _isDense ? 1 : geometry.Horizontal.Taps;

    /// <inheritdoc/>
    public override int OutputChannels => gemm.Columns;

    /// <inheritdoc/>
    public override int ChannelGranule => gemm.ColumnGranule;

    /// <inheritdoc/>
    public override int ScratchByteCount => (int)ArenaPlanner.AlignUp((long)_blockPixels * _pitch + PackedGemm.ReadSlack);

    /// <inheritdoc/>
    public override void Run(sbyte** rows, sbyte* output, int rowCount, int firstColumn, int endColumn, byte* scratch)
    {
        int width = geometry.Horizontal.Output;
        for (int row = 0; row < rowCount; row++)
        {
            for (int x = 0; x < width; x += _blockPixels)
            {
                int count = Math.Min(_blockPixels, width - x);
                Gather(rows + row * geometry.Vertical.Stride, x, count, (sbyte*)scratch);
                sbyte* destination = output + ((nint)row * width + x) * outputPitch;
                gemm.Run((sbyte*)scratch, _pitch, destination, outputPitch, count, firstColumn, endColumn);
            }
        }
    }

    /// <summary>
    /// Copies in whole vectors: what is written behind a run is overwritten by the next run or pixel, what is written behind the last is slack.
    /// Activations behind a row's depth meet weights of zero.
    /// </summary>
    private void Gather(sbyte** rows, int x, int count, sbyte* destination)
    {
        nint step = geometry.Horizontal.Stride * geometry.Channels;
        nint tapStep = geometry.Horizontal.Dilation * geometry.Channels;
        nint offset = x * step + firstChannel;
        int length = RunLength;
        int runs = RunsInRow;
        if (geometry.Vertical.Taps == 3 && runs == 1 && length <= Vector128<sbyte>.Count)
        {
            int dilation = geometry.Vertical.Dilation;
            GatherThreeRuns(rows[0] + offset, rows[dilation] + offset, rows[2 * dilation] + offset, step, destination, count);
            return;
        }

        for (int i = 0; i < count; i++)
        {
            sbyte* target = destination;
            for (int tap = 0; tap < geometry.Vertical.Taps; tap++)
            {
                sbyte* source = rows[tap * geometry.Vertical.Dilation] + offset;
                for (int run = 0; run < runs; run++)
                {
                    CopyRun(source + run * tapStep, target, length);
                    target += length;
                }
            }

            offset += step;
            destination += _pitch;
        }
    }

    /// <summary>The first layer of nearly every network: three rows of three pixels of three channels.</summary>
    private void GatherThreeRuns(sbyte* top, sbyte* middle, sbyte* bottom, nint step, sbyte* destination, int count)
    {
        nint run = RunLength;
        nint pitch = _pitch;
        nint offset = 0;
        for (nint i = count; i > 0; i--)
        {
            Vector128.Store(Vector128.Load(top + offset), destination);
            Vector128.Store(Vector128.Load(middle + offset), destination + run);
            Vector128.Store(Vector128.Load(bottom + offset), destination + 2 * run);
            offset += step;
            destination += pitch;
        }
    }

    private static int RoundUp(int depth) => (depth + PitchGranule - 1) / PitchGranule * PitchGranule;

    private static void CopyRun(sbyte* source, sbyte* destination, int length)
    {
        nint at = 0;
        do
        {
            Vector128.Store(Vector128.Load(source + at), destination + at);
            at += Vector128<sbyte>.Count;
        }
        while (at < length);
    }
}
