namespace MobileNetEdge.Runtime.Planning;

/// <summary>The place of every activation, and the size of the arena that holds them.</summary>
internal sealed class ArenaPlan
{
    private readonly Dictionary<Tensor, ArenaSlice> _slices;

    public ArenaPlan(StorageMap storage, IReadOnlyDictionary<TensorLifetime, ArenaSlice> slices)
    {
        Storage = storage;
        _slices = slices.ToDictionary(pair => pair.Key.Tensor, pair => pair.Value);
        Placements = [.. slices.Select(pair =>
            new TensorPlacement(pair.Key.Tensor, pair.Value.Offset, pair.Value.Length, pair.Key.First, pair.Key.Last))];
        ByteCount = slices.Values.Select(slice => slice.Offset + slice.Length).DefaultIfEmpty(0).Max();
    }

    /// <summary>Which tensors share their bytes.</summary>
    public StorageMap Storage { get; }

    /// <summary>Bytes of the arena.</summary>
    public int ByteCount { get; }

    /// <summary>Where each tensor lies and how long.</summary>
    public IReadOnlyList<TensorPlacement> Placements { get; }

    /// <summary>The place of an activation.</summary>
    public ArenaSlice this[Tensor tensor] => _slices[Storage.Of(tensor)];
}
