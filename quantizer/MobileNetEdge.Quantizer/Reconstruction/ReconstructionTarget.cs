namespace MobileNetEdge.Quantizer.Reconstruction;

/// <summary>An activation that the int8 network is to have in common with the float network.</summary>
/// <param name="Tensor">The activation.</param>
/// <param name="Weight">What its squared error counts.</param>
/// <param name="IsOutput">Whether it is an output of the network rather than the end of a block.</param>
internal readonly record struct ReconstructionTarget(Tensor Tensor, double Weight, bool IsOutput)
{
    /// <summary>What the ends of blocks count together, with the network's outputs counting 1.</summary>
    private const double BlockWeight = 2;

    /// <summary>What varies by less than this share of its power is constant, up to the rounding of sums, and says nothing.</summary>
    private const double LeastVariance = 1e-9;

    /// <summary>The inputs that variances are taken over.</summary>
    private const int MaxInputs = 16;

    /// <summary>
    /// The network's outputs, before a function that only the last step applies, and the ends of blocks: sums, and convolutions that make
    /// images of fewer channels than they read. Errors count as shares of the activation's variance; constant
    /// activations are no targets.
    /// </summary>
    public static ReconstructionTarget[] FindAll(QuantizationPlan plan, FloatProgram program, CalibrationInputs inputs)
    {
        Dictionary<Tensor, Operator> producers = plan.Graph.Producers();
        Tensor[] outputs = [.. plan.Graph.Outputs.Select(output => Linear(output, producers)).Where(producers.ContainsKey).Distinct()];
        Tensor[] blocks = [.. plan.Graph.Operators.Where(EndsBlock).Select(step => step.Outputs[0])
            .Where(tensor => !plan.Copies.ContainsKey(tensor) && !outputs.Contains(tensor))];
        Dictionary<Tensor, double> variances = Variances([.. outputs, .. blocks], program, inputs);
        (outputs, blocks) = ([.. outputs.Where(tensor => variances[tensor] > 0)], [.. blocks.Where(tensor => variances[tensor] > 0)]);
        return
        [
            .. outputs.Select(tensor => new ReconstructionTarget(tensor, 1.0 / outputs.Length / variances[tensor], IsOutput: true)),
            .. blocks.Select(tensor => new ReconstructionTarget(tensor, BlockWeight / blocks.Length / variances[tensor], IsOutput: false)),
        ];
    }

    private static Tensor Linear(Tensor output, Dictionary<Tensor, Operator> producers)
    {
        return producers.GetValueOrDefault(output) is { } step && (step.OnlyMoves || step is Softmax or Unary { Function: UnaryFunction.Logistic })
            ? Linear(step.Inputs[0], producers)
            : output;
    }

    private static bool EndsBlock(Operator step) => step switch
    {
        Binary { Function: BinaryFunction.Add } => true,
        Conv2D conv => conv.Output.Shape[1] * conv.Output.Shape[2] > 1 && conv.Output.Shape[3] < conv.Input.Shape[3],
        _ => false,
    };

    /// <summary>The sum of squared differences from the mean in one input, on average; 0 for what is constant.</summary>
    private static Dictionary<Tensor, double> Variances(Tensor[] tensors, FloatProgram program, CalibrationInputs inputs)
    {
        Dictionary<Tensor, double> variances = tensors.ToDictionary(tensor => tensor, _ => 0.0);
        using FloatExecutor executor = new(program);
        int count = Math.Min(inputs.Count, MaxInputs);
        for (int i = 0; i < count; i++)
        {
            if (inputs.Fill((int)((long)i * inputs.Count / count), executor.Input()) is null)
            {
                executor.Run((tensor, values) =>
                {
                    if (variances.TryGetValue(tensor, out double sum))
                    {
                        variances[tensor] = sum + Variance(values) / count;
                    }
                });
            }
        }

        return variances;
    }

    private static double Variance(ReadOnlySpan<float> values)
    {
        (double sum, double squares) = (0, 0);
        foreach (float value in values)
        {
            sum += value;
            squares += (double)value * value;
        }

        double variance = squares - sum * sum / values.Length;
        return variance > LeastVariance * squares ? variance : 0;
    }
}
