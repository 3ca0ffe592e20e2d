using System.Collections.Immutable;

namespace MobileNetEdge.Quantizer.Onnx;

/// <summary>Distributes factors over the dimensions of a new shape, and splits those that lie across a border between dimensions.</summary>
/// <param name="factors">The extents of the factors, none 1.</param>
internal sealed class FactorSplitter(ImmutableArray<int> factors)
{
    private readonly List<int> _split = [];
    private readonly List<int>[] _parts = [.. factors.Select(_ => new List<int>())];
    private int _current;
    private int _rest = factors.Length > 0 ? factors[0] : 1;

    /// <summary>Distributes all factors.</summary>
    /// <param name="shape">A shape of as many elements as the product of the factors.</param>
    /// <returns>
    /// The new factors, how many each dimension has, and which new factors each old one became; null where a border isn't at a divisor.
    /// </returns>
    public (ImmutableArray<int> Factors, ImmutableArray<int> FactorsPerDimension, List<int>[] Parts)? Split(ImmutableArray<int> shape)
    {
        List<int> counts = [];
        foreach (int extent in shape)
        {
            int before = _split.Count;
            if (!Fill(extent))
            {
                return null;
            }

            counts.Add(_split.Count - before);
        }

        return ([.. _split], [.. counts], _parts);
    }

    private bool Fill(int need)
    {
        while (need > 1)
        {
            if (_rest == 1)
            {
                _rest = factors[++_current];
            }

            int part = need % _rest == 0 ? _rest : need;
            if (_rest % part != 0)
            {
                return false;
            }

            _parts[_current].Add(_split.Count);
            _split.Add(part);
            need /= part;
            _rest /= part;
        }

        return true;
    }
}
