using MobileNetEdge.Imaging;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>What all workers of a comparison share: both networks, and how pictures get in and values out.</summary>
internal sealed class ComparisonPlan
{
    private const int ClassesWithBackground = 1001;

    /// <exception cref="UnsupportedModelException">The networks cannot be compared.</exception>
    /// <exception cref="ArgumentException">The framing leaves too little for the networks' size.</exception>
    public ComparisonPlan(FloatProgram network, PreparedModel quantized, ComparisonOptions options)
    {
        (PictureInput floatInput, PictureInput quantizedInput) = (PictureInput.Of(network.Model), PictureInput.Of(quantized.Model));
        (FloatOutput, QuantizedOutput) = (new ModelOutput(network.Model), new ModelOutput(quantized.Model));
        RequireSame("input", Size(floatInput), Size(quantizedInput));
        RequireSame("output", $"{FloatOutput.Count} values", $"{QuantizedOutput.Count} values");
        (Network, Quantized, Framing) = (network, quantized, options.Framing);
        (Width, Height) = (floatInput.Width, floatInput.Height);
        if (Framing.Kind == FramingKind.CentreCrop && Framing.ShorterSide < Math.Max(Width, Height))
        {
            throw new ArgumentException($"{Framing} leaves too little for networks of {Width}×{Height}", nameof(options));
        }

        FloatInput = floatInput.CreateQuantizer(options.Normalization);
        QuantizedInput = quantizedInput.CreateQuantizer(options.Normalization);
        LabelOffset = options.LabelOffset ?? (FloatOutput.Count == ClassesWithBackground ? 1 : 0);
        Settings = $"{Framing}, mean {options.Normalization.Mean}, std {options.Normalization.Std}, label offset {LabelOffset}";
    }

    public FloatProgram Network { get; }

    public PreparedModel Quantized { get; }

    public int Width { get; }

    public int Height { get; }

    public Framing Framing { get; }

    public PixelQuantizer FloatInput { get; }

    public PixelQuantizer QuantizedInput { get; }

    public ModelOutput FloatOutput { get; }

    public ModelOutput QuantizedOutput { get; }

    public int LabelOffset { get; }

    /// <summary>How pictures get in and labels are read, as text that differs where these differ.</summary>
    public string Settings { get; }

    /// <summary>Whether the outputs are both logits or both probabilities.</summary>
    public bool IsComparable => FloatOutput.IsProbability == QuantizedOutput.IsProbability;

    /// <exception cref="InvalidPictureSetException">A label has no place in the output.</exception>
    public void RequireLabels(PictureSet pictures)
    {
        for (int i = 0; i < pictures.Count; i++)
        {
            if (pictures.Label(i) is { } label && (label + (long)LabelOffset < 0 || label + (long)LabelOffset >= FloatOutput.Count))
            {
                throw new InvalidPictureSetException(
                    $"{pictures.Name(i)}: label {label} with an offset of {LabelOffset} is none of the networks' {FloatOutput.Count} outputs");
            }
        }
    }

    private static string Size(PictureInput input) => $"{input.Width}×{input.Height} pixels of {input.Channels} channels";

    private static void RequireSame(string what, string real, string quantized)
    {
        if (real != quantized)
        {
            throw new UnsupportedModelException(what, $"the float network has {real}, the int8 model {quantized}; both must be the same network");
        }
    }
}
