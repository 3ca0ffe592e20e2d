using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer;

/// <summary>Anchors of well-known detectors.</summary>
public static class AnchorSets
{
    private const double Ssd300Side = 300;
    private const int TensorFlowMapCount = 6;

    /// <summary>The first map has a sixteenth of the picture's side.</summary>
    private const int TensorFlowFirstHalving = 4;

    /// <summary>Positions, stride, and the least and largest box in pixels: the configuration that SSDLite is usually trained with in PyTorch.</summary>
    private static readonly (int Positions, int Stride, double Least, double Largest)[] Ssd300Levels =
    [
        (19, 16, 60, 105), (10, 32, 105, 150), (5, 64, 150, 195), (3, 100, 195, 240), (2, 150, 240, 285), (1, 300, 285, 330),
    ];

    /// <summary>Strides and boxes in pixels of the light face detectors of Linzaer, "Ultra-Light-Fast-Generic-Face-Detector-1MB".</summary>
    private static readonly (int Stride, double[] Sides)[] FaceLevels =
    [
        (8, [10, 16, 24]), (16, [32, 48]), (32, [64, 96]), (64, [128, 192, 256]),
    ];

    /// <summary>SSDLite at 300×300 as pytorch-ssd has it: 3,000 anchors.</summary>
    /// <remarks>
    /// Liu et al., "SSD" (2016), section 2.2: a small square, one of the geometric mean of this and the next size, and the small one at the
    /// ratios 2, 1/2, 3 and 1/3.
    /// </remarks>
    public static ImmutableArray<Anchor> Ssd300() => [.. Ssd300Levels.SelectMany(level => Ssd300Level(level).Anchors()).Select(a => a.Clamped())];

    /// <summary>The light face detectors' squares for pictures of a size.</summary>
    /// <param name="height">Rows of the network's input.</param>
    /// <param name="width">Columns of the network's input.</param>
    public static ImmutableArray<Anchor> UltraFace(int height, int width)
    {
        return [.. FaceLevels.SelectMany(level => FaceLevel(level.Stride, level.Sides, height, width).Anchors()).Select(a => a.Clamped())];
    }

    /// <summary>The anchors of TensorFlow's SSD configurations over feature maps of the given sizes.</summary>
    /// <remarks>
    /// TensorFlow Object Detection, multiple_grid_anchor_generator: scales from 0.2 to 0.95 of the picture, the ratios 1, 2, 1/2, 3, 1/3 and a square
    /// between two scales; the first map has three boxes only.
    /// </remarks>
    /// <param name="maps">Rows and columns of each map, at least two.</param>
    public static ImmutableArray<Anchor> TensorFlow(ReadOnlySpan<(int Rows, int Columns)> maps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maps.Length, 2, nameof(maps));
        List<Anchor> anchors = [];
        for (int i = 0; i < maps.Length; i++)
        {
            (int rows, int columns) = maps[i];
            anchors.AddRange(new AnchorLevel(rows, columns, 1.0 / rows, 1.0 / columns, TensorFlowSizes(i, maps.Length)).Anchors());
        }

        return [.. anchors];
    }

    /// <summary>The feature maps that TensorFlow's SSD configurations use: strides 16 and 32, then four that halve again.</summary>
    /// <param name="height">Rows of the network's input.</param>
    /// <param name="width">Columns of the network's input.</param>
    public static (int Rows, int Columns)[] TensorFlowMaps(int height, int width)
    {
        (int Rows, int Columns)[] maps = new (int, int)[TensorFlowMapCount];
        (int rows, int columns) = (height, width);
        for (int halvings = 1; halvings < TensorFlowFirstHalving + maps.Length; halvings++)
        {
            (rows, columns) = ((rows + 1) / 2, (columns + 1) / 2);
            if (halvings >= TensorFlowFirstHalving)
            {
                maps[halvings - TensorFlowFirstHalving] = (rows, columns);
            }
        }

        return maps;
    }

    /// <summary>How many boxes a position of a feature map has with <see cref="TensorFlow"/>.</summary>
    public static int TensorFlowBoxes(int map) => map == 0 ? 3 : 6;

    private static AnchorLevel Ssd300Level((int Positions, int Stride, double Least, double Largest) level)
    {
        double side = level.Least / Ssd300Side;
        double between = Math.Sqrt(level.Least * level.Largest) / Ssd300Side;
        double step = level.Stride / Ssd300Side;
        return new AnchorLevel(level.Positions, level.Positions, step, step, [(side, side), (between, between), .. Ratio(side, 2), .. Ratio(side, 3)]);
    }

    private static AnchorLevel FaceLevel(int stride, double[] sides, int height, int width)
    {
        return new AnchorLevel(
            (height + stride - 1) / stride, (width + stride - 1) / stride, (double)stride / height, (double)stride / width,
            [.. sides.Select(side => (side / height, side / width))]);
    }

    /// <summary>A lying and a standing box of a ratio between their sides.</summary>
    private static (double Height, double Width)[] Ratio(double side, double ratio)
    {
        double root = Math.Sqrt(ratio);
        return [(side / root, side * root), (side * root, side / root)];
    }

    private static ImmutableArray<(double Height, double Width)> TensorFlowSizes(int map, int maps)
    {
        double scale = TensorFlowScale(map, maps);
        if (map == 0)
        {
            return [(0.1, 0.1), .. Ratio(scale, 2)];
        }

        double between = Math.Sqrt(scale * TensorFlowScale(map + 1, maps));
        return [(scale, scale), .. Ratio(scale, 2), .. Ratio(scale, 3), (between, between)];
    }

    private static double TensorFlowScale(int map, int maps) => map == maps ? 1 : 0.2 + (0.95 - 0.2) * map / (maps - 1);
}
