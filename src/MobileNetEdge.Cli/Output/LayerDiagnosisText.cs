using System.Globalization;
using System.Text;
using MobileNetEdge.Quantizer;

namespace MobileNetEdge.Cli.Output;

/// <summary>Where the error of an int8 model enters, as a table and in words.</summary>
internal static class LayerDiagnosisText
{
    private const int Shown = 3;

    /// <summary>The text, ending in a line break.</summary>
    public static string Of(DiagnosisResult result)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"signal-to-noise ratio of the outputs in dB, {result.Inputs} pictures\n");
        text.Append("  alone  all but  up to   layer\n");
        foreach (LayerEffect layer in result.Layers)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Decibel(layer.Alone)} {Decibel(layer.AllButThis)} {Decibel(layer.Cumulative)}   ");
            text.Append(CultureInfo.InvariantCulture, $"{layer.Operator} {Terminal.Printable(layer.Name)}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"weights, biases and saturation alone: {Decibel(result.WeightsOnly).Trim()} dB; everything: {Decibel(result.All).Trim()} dB\n");
        text.Append("Look at these first:\n");
        foreach (LayerEffect layer in result.Worst(Shown))
        {
            text.Append(CultureInfo.InvariantCulture, $"- {layer.Operator} {Terminal.Printable(layer.Name)}, range {layer.Range.Min:g4} to {layer.Range.Max:g4}: ");
            text.Append(CultureInfo.InvariantCulture, $"rounded alone it leaves {Decibel(layer.Alone).Trim()} dB; ");
            text.Append(CultureInfo.InvariantCulture, $"were it exact, the outputs would have {Decibel(layer.AllButThis).Trim()} instead of {Decibel(result.All).Trim()} dB.\n");
        }

        return text.ToString();
    }

    private static string Decibel(double value)
    {
        return (double.IsPositiveInfinity(value) ? "exact" : value.ToString("f1", CultureInfo.InvariantCulture)).PadLeft(7);
    }
}
