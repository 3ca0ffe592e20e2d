namespace MobileNetEdge.Core.Tests;

/// <summary>
/// A table to be written into a FlatBuffer. A field's value is a byte, bool, int, uint, long, ulong or float, or something that an
/// offset leads to: a string, a byte[], int[], long[] or float[], another table, or a list of tables.
/// </summary>
internal sealed class FlatNode
{
    /// <summary>The fields by slot.</summary>
    public SortedDictionary<int, object> Fields { get; } = [];

    /// <summary>Sets or, with null, removes a field.</summary>
    public FlatNode Set(int slot, object? value)
    {
        if (value is null)
        {
            Fields.Remove(slot);
        }
        else
        {
            Fields[slot] = value;
        }

        return this;
    }
}
