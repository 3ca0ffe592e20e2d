using System.Globalization;

namespace MobileNetEdge.Cli.Benchmarking.Family;

/// <summary>Executed instructions of one inference that were counted elsewhere: lines of network,core,instructions under such a header.</summary>
internal sealed class InstructionCounts
{
    private const string Header = "network,core,instructions";
    private const long MaxFileBytes = 1 << 20;
    private readonly Dictionary<(string Network, string Core), double> _counts = [];

    private InstructionCounts()
    {
    }

    /// <summary>The cores, in the order of the file.</summary>
    public IReadOnlyList<string> Cores => [.. _counts.Keys.Select(key => key.Core).Distinct()];

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">The file cannot be read, or breaks the format.</exception>
    public static InstructionCounts Load(string path)
    {
        if (new FileInfo(path).Length > MaxFileBytes)
        {
            throw new IOException($"{path}: more than {MaxFileBytes} bytes");
        }

        string[] lines = File.ReadAllLines(path);
        if (lines.Length == 0 || lines[0].Trim() != Header)
        {
            throw new IOException($"{path}, line 1: expected {Header}");
        }

        InstructionCounts counts = new();
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].Trim().Length > 0 && !counts.TryAdd(lines[i].Trim().Split(',')))
            {
                throw new IOException($"{path}, line {i + 1}: expected a network, a core that has none for it yet, and a number of instructions");
            }
        }

        return counts;
    }

    /// <summary>The instructions of a network on a core; null where they are not known.</summary>
    public double? Find(string network, string core) => _counts.TryGetValue((network, core), out double count) ? count : null;

    private bool TryAdd(string[] fields)
    {
        return fields.Length == 3
            && double.TryParse(fields[2], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count)
            && double.IsFinite(count)
            && _counts.TryAdd((fields[0], fields[1]), count);
    }
}
