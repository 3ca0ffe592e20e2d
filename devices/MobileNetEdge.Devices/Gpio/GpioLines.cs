using System.Globalization;
using MobileNetEdge.Devices.Linux;

namespace MobileNetEdge.Devices.Gpio;

/// <summary>A line that was found.</summary>
/// <param name="Chip">The chip's device file.</param>
/// <param name="Label">The chip's label: pinctrl-bcm2835, pinctrl-bcm2711, pinctrl-rp1.</param>
/// <param name="Offset">The line's number on the chip.</param>
/// <param name="Name">The line's name; empty where it has none.</param>
/// <param name="Consumer">Who uses it; empty where nobody does.</param>
public sealed record GpioLine(string Chip, string Label, int Offset, string Name, string Consumer);

/// <summary>Finds lines on all chips.</summary>
internal static unsafe class GpioLines
{
    private const string Prefix = "/dev/gpiochip";
    private const uint MostLines = 4096;

    /// <summary>Every line of every chip that may be opened.</summary>
    public static IReadOnlyList<GpioLine> List(IKernel kernel)
    {
        List<GpioLine> lines = [];
        HashSet<string> chips = [];
        foreach (string path in kernel.DeviceFiles(Prefix))
        {
            int file = kernel.Open(path);
            if (file < 0)
            {
                continue;
            }

            AddLines(kernel, file, path, chips, lines);
            _ = kernel.Close(file);
        }

        return lines;
    }

    /// <summary>The chip and the offset that a name stands for.</summary>
    /// <exception cref="GpioException">No line has that name, several chips have it, or no chip may be opened.</exception>
    public static (string Chip, uint Offset) Find(IKernel kernel, string line)
    {
        if (TryParse(line) is { } explicitly)
        {
            return explicitly;
        }

        IReadOnlyList<string> chips = kernel.DeviceFiles(Prefix);
        if (chips.Count == 0)
        {
            throw new GpioException($"line {line}: this machine has no GPIO chip ({Prefix}N)");
        }

        ThrowIfDenied(kernel, chips[0], line);
        GpioLine[] found = [.. List(kernel).Where(candidate => candidate.Name == line)];
        return found switch
        {
            [GpioLine only] => (only.Chip, (uint)only.Offset),
            [] => throw new GpioException($"no line is called {line}; 'gpioinfo' lists them, and gpiochip0:17 names one by its number"),
            _ => throw new GpioException(
                $"{found.Length} lines are called {line}; write {Path.GetFileName(found[0].Chip)}:{found[0].Offset} for the first"),
        };
    }

    private static (string Chip, uint Offset)? TryParse(string line)
    {
        int colon = line.LastIndexOf(':');
        return colon > 0 && uint.TryParse(line.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out uint offset)
            ? (line.StartsWith('/') ? line[..colon] : $"/dev/{line[..colon]}", offset)
            : null;
    }

    private static void ThrowIfDenied(IKernel kernel, string chip, string line)
    {
        int file = kernel.Open(chip);
        if (Errno.IsDenied(file))
        {
            throw new GpioException($"line {line}: {chip}: {Errno.Text(file)}; add the user to the group gpio: sudo usermod -aG gpio $USER, then log in again");
        }

        _ = file < 0 ? 0 : kernel.Close(file);
    }

    /// <summary>A chip may have several device files: a Raspberry Pi 5 calls gpiochip0 also gpiochip4.</summary>
    private static void AddLines(IKernel kernel, int file, string path, HashSet<string> chips, List<GpioLine> lines)
    {
        GpioV2.ChipInfo chip = default;
        if (kernel.Ioctl(file, GpioV2.GetChipInfo, &chip) < 0 || !chips.Add(FixedText.Read(chip.Name)))
        {
            return;
        }

        string label = FixedText.Read(chip.Label);
        for (uint i = 0; i < Math.Min(chip.Lines, MostLines); i++)
        {
            GpioV2.LineInfo info = new() { Offset = i };
            if (kernel.Ioctl(file, GpioV2.GetLineInfo, &info) >= 0)
            {
                lines.Add(new(path, label, (int)i, FixedText.Read(info.Name), FixedText.Read(info.Consumer)));
            }
        }
    }
}
