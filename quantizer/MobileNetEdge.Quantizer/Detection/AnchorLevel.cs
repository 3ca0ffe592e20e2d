using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer;

/// <summary>The anchors over one feature map: boxes of several sizes around the centre of each of its positions.</summary>
/// <param name="Rows">Positions from top to bottom.</param>
/// <param name="Columns">Positions from left to right.</param>
/// <param name="RowStep">The distance between rows as a share of the picture's height.</param>
/// <param name="ColumnStep">The distance between columns as a share of the picture's width.</param>
/// <param name="Sizes">Heights and widths as shares of the picture's sides, in the order of the network's outputs.</param>
public sealed record AnchorLevel(
    int Rows, int Columns, double RowStep, double ColumnStep, ImmutableArray<(double Height, double Width)> Sizes)
{
    /// <summary>The anchors: centre y, centre x, height, width, row after row, the sizes of a position together.</summary>
    public IEnumerable<Anchor> Anchors()
    {
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                foreach ((double height, double width) in Sizes)
                {
                    yield return new Anchor((row + 0.5) * RowStep, (column + 0.5) * ColumnStep, height, width);
                }
            }
        }
    }
}

/// <summary>A box that a detector describes others relative to, in shares of the picture's sides.</summary>
/// <param name="Y">The centre from the top.</param>
/// <param name="X">The centre from the left.</param>
/// <param name="Height">From top to bottom.</param>
/// <param name="Width">From left to right.</param>
public readonly record struct Anchor(double Y, double X, double Height, double Width)
{
    /// <summary>The anchor with every number brought between 0 and 1, as some trainers have it.</summary>
    public Anchor Clamped() => new(Math.Clamp(Y, 0, 1), Math.Clamp(X, 0, 1), Math.Clamp(Height, 0, 1), Math.Clamp(Width, 0, 1));
}
