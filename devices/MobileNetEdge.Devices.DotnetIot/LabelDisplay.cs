using System.Globalization;
using Iot.Device.CharacterLcd;

namespace MobileNetEdge.Devices.DotnetIot;

/// <summary>Shows what is seen on a character display: the label on its first line, the score on its second.</summary>
/// <remarks>The characters of such displays are those of ASCII at best; others are shown as ?. A line is written only when it changes.</remarks>
/// <param name="display">A display, 16×2 for example: <c>new Lcd1602(I2cDevice.Create(new I2cConnectionSettings(1, 0x27)), uses8Bit: false)</c>.</param>
/// <param name="ownsDisplay">Whether it is cleared and disposed with this.</param>
public sealed class LabelDisplay(ICharacterLcd display, bool ownsDisplay = false) : IDisposable
{
    private readonly string[] _shown = ["", ""];

    /// <summary>Shows a class and its score, 0..1.</summary>
    public void Show(string label, double score)
    {
        ArgumentNullException.ThrowIfNull(label);
        Write(0, label);
        Write(1, score.ToString("P0", CultureInfo.InvariantCulture));
    }

    /// <summary>Clears and disposes the display where it is owned.</summary>
    public void Dispose()
    {
        if (ownsDisplay)
        {
            display.Clear();
            display.Dispose();
        }
    }

    private void Write(int line, string text)
    {
        (int width, int height) = (display.Size.Width, display.Size.Height);
        string fitted = new([.. text.PadRight(width).Take(width).Select(c => c is >= ' ' and <= '}' ? c : '?')]);
        if (line < height && fitted != _shown[line])
        {
            display.SetCursorPosition(0, line);
            display.Write(fitted);
            _shown[line] = fitted;
        }
    }
}
