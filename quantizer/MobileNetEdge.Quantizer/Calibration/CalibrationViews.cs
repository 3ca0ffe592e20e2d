using MobileNetEdge.Quantizer.Execution;

namespace MobileNetEdge.Quantizer;

/// <summary>Views of pictures, which show an activation's range more fully where pictures are few: mirrored, cut to a corner, and both.</summary>
internal sealed class CalibrationViews
{
    /// <summary>The pictures alone.</summary>
    public static readonly CalibrationViews None = new(1, 0, 0, 0);

    /// <summary>Runs of the network behind which more views show nothing new.</summary>
    private const int EnoughRuns = 128;

    /// <summary>The views there are, the picture itself included.</summary>
    private const int Most = 4;

    /// <summary>A side that is shorter than this is hardly a picture's.</summary>
    private const int LeastSide = 16;

    /// <summary>The share of width and height that a cut keeps.</summary>
    private const double KeptShare = 0.8;

    private readonly int _height;
    private readonly int _width;
    private readonly int _channels;

    private CalibrationViews(int count, int height, int width, int channels)
    {
        Count = count;
        (_height, _width, _channels) = (height, width, channels);
    }

    /// <summary>How many views of a picture there are, itself included: 1 to 4.</summary>
    public int Count { get; }

    /// <summary>As many views as some inputs need to be enough.</summary>
    /// <param name="input">The network's input; one that is no picture [1, height, width, channels] has no views but itself.</param>
    /// <param name="inputs">How many inputs there are, those that cannot be read included.</param>
    public static CalibrationViews For(Shape input, int inputs)
    {
        bool isPicture = input.Rank == 4 && input[0] == 1 && input[1] >= LeastSide && input[2] >= LeastSide;
        if (!isPicture || inputs is 0 or >= EnoughRuns)
        {
            return None;
        }

        return new CalibrationViews(Math.Min(Most, (EnoughRuns + inputs - 1) / inputs), input[1], input[2], input[3]);
    }

    /// <summary>Writes a view of a picture.</summary>
    /// <param name="view">Which view: 0 the picture, 1 mirrored, 2 cut and enlarged again bilinearly, 3 that mirrored.</param>
    /// <param name="index">Which picture; each is cut at another corner than the one before.</param>
    /// <param name="picture">The picture, NHWC.</param>
    /// <param name="destination">The view, as large.</param>
    public void Write(int view, int index, ReadOnlySpan<float> picture, Span<float> destination)
    {
        bool isCut = view >= 2;
        Neighbors[] rows = Axis(_height, isCut, isFar: index % 4 >= 2);
        Neighbors[] columns = Axis(_width, isCut, isFar: index % 2 == 1);
        if (view % 2 == 1)
        {
            Array.Reverse(columns);
        }

        int rowLength = _width * _channels;
        for (int y = 0; y < _height; y++)
        {
            ResizeKernel.InterpolateRow(
                picture.Slice(rows[y].Lower * rowLength, rowLength),
                picture.Slice(rows[y].Upper * rowLength, rowLength),
                rows[y].Weight,
                columns,
                destination.Slice(y * rowLength, rowLength));
        }
    }

    /// <summary>Where the elements of a row or a column come from, with half-pixel centres.</summary>
    private static Neighbors[] Axis(int length, bool isCut, bool isFar)
    {
        double share = isCut ? KeptShare : 1;
        double start = isFar ? (1 - share) * length : 0;
        Neighbors[] axis = new Neighbors[length];
        for (int i = 0; i < length; i++)
        {
            axis[i] = Neighbors.Around(start + (i + 0.5) * share - 0.5, length);
        }

        return axis;
    }
}
