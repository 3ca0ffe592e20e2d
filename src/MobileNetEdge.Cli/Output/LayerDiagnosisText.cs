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
            text.Append(CultureInfo.InvariantCulture, $"- {layer.Operator} {Terminal.Printable(layer.Name)}, {Effect(layer, result)}\n");
        }

        return text.ToString();
    }

    /// <summary>A layer's figures in words.</summary>
    public static string Effect(LayerEffect layer, DiagnosisResult result)
    {
        string alone = double.IsFinite(layer.Alone) ? $"leaves {Decibel(layer.Alone).Trim()} dB" : "changes nothing";
        string without = double.IsFinite(layer.AllButThis)
            ? $"the outputs would have {Decibel(layer.AllButThis).Trim()} instead of {Decibel(result.All).Trim()} dB"
            : "so would the outputs be";
        return string.Create(
            CultureInfo.InvariantCulture, $"range {layer.Range.Min:g4} to {layer.Range.Max:g4}: rounded alone it {alone}; were it exact, {without}.");
    }

    private static string Decibel(double value)
    {
        return (double.IsPositiveInfinity(value) ? "exact" : value.ToString("f1", CultureInfo.InvariantCulture)).PadLeft(7);
    }
}
