namespace MobileNetEdge.Quantizer;

/// <summary>Steps that compute nothing.</summary>
internal static class Moves
{
    extension(Operator step)
    {
        /// <summary>Whether the results are elements of the input, in other places: rounded already where the input is.</summary>
        public bool OnlyMoves => step is Reshape or Transpose or Slice;
    }
}
