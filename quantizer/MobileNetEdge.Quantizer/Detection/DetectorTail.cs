using System.Runtime.InteropServices;

namespace MobileNetEdge.Quantizer;

/// <summary>Adds TFLite_Detection_PostProcess to a quantized detector, so that one file holds all of it.</summary>
/// <remarks>
/// Boxes and logits become floats, the logits probabilities, and the operator reads both, as in the files of TensorFlow's own converter. This
/// project's runtime does none of it before it knows which boxes may be detections.
/// </remarks>
public static class DetectorTail
{
    /// <summary>Adds the post-processing that options describe.</summary>
    /// <param name="body">Writes encoded boxes [1, N, 4] and logits [1, N, C], 8-bit or float.</param>
    /// <param name="network">The float network that the body was made from.</param>
    /// <param name="options">What the numbers mean; only thresholds and counts count for a network with a post-processing of its own.</param>
    /// <exception cref="UnsupportedModelException">The anchors are not as many as the boxes.</exception>
    public static Model Append(Model body, DetectorNetwork network, DetectorOptions options)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        (Tensor boxes, Tensor logits) = (body.Outputs[0], body.Outputs[1]);
        int anchors = network.End?.Anchors.Shape[0] ?? options.Anchors.Length;
        if (anchors != boxes.Shape[1])
        {
            throw new UnsupportedModelException(boxes.ToString(), $"there are {anchors} anchors for {boxes.Shape[1]} boxes");
        }

        bool isIndependent = network.HasIndependentScores ?? options.HasIndependentScores;
        bool hasFunction = network.End is null || network.HasIndependentScores is not null;
        Graph graph = new(body);
        Tensor realBoxes = Widened(graph, boxes);
        Tensor realLogits = Widened(graph, logits);
        Tensor scores = hasFunction ? Real("scores/real", logits.Shape) : realLogits;
        if (hasFunction)
        {
            graph.Operators.Add(isIndependent ? new Unary(UnaryFunction.Logistic, realLogits, scores) : new Softmax(realLogits, scores, 1));
        }

        DetectionPostProcess end = End(realBoxes, scores, network.End, options);
        graph.Operators.Add(end);
        graph.Outputs.Clear();
        graph.Outputs.AddRange(end.Outputs);
        return graph.ToModel(body.Metadata);
    }

    /// <summary>A model that ends in post-processing, with other thresholds.</summary>
    /// <param name="model">The model.</param>
    /// <param name="change">Changes the options.</param>
    public static Model With(Model model, Func<DetectionOptions, DetectionOptions> change)
    {
        ArgumentNullException.ThrowIfNull(model);
        Graph graph = new(model);
        graph.Rewrite(step => [step is DetectionPostProcess end ? end with { Options = change(end.Options) } : step]);
        return graph.ToModel(model.Metadata);
    }

    private static DetectionPostProcess End(Tensor boxes, Tensor scores, DetectionPostProcess? own, DetectorOptions options)
    {
        DetectionOptions chosen = own?.Options ?? new DetectionOptions
        {
            // The first score is the background's, also where each class has a sigmoid, as in TensorFlow's detectors.
            ClassCount = Math.Max(1, scores.Shape[2] - 1),
            MaxDetections = options.MaxDetections,
            DetectionsPerClass = options.MaxDetections,
            SuppressesPerClass = true,
            ScoreThreshold = options.ScoreThreshold,
            OverlapThreshold = options.OverlapThreshold,
            YScale = options.CentreScale,
            XScale = options.CentreScale,
            HeightScale = options.SizeScale,
            WidthScale = options.SizeScale,
        };
        int most = chosen.MaxDetections * chosen.MaxClassesPerDetection;
        return new DetectionPostProcess(
            boxes, scores, own?.Anchors ?? Anchors(options),
            Real("detection_boxes", new Shape(1, most, 4)), Real("detection_classes", new Shape(1, most)),
            Real("detection_scores", new Shape(1, most)), Real("num_detections", new Shape(1)),
            chosen);
    }

    /// <summary>A tensor's reals.</summary>
    private static Tensor Widened(Graph graph, Tensor tensor)
    {
        if (tensor.Type == ElementType.Float32)
        {
            return tensor;
        }

        Tensor reals = Real($"{tensor.Name}/dequantized", tensor.Shape);
        graph.Operators.Add(new Conversion(tensor, reals));
        return reals;
    }

    private static Tensor Anchors(DetectorOptions options)
    {
        float[] values = [.. options.Anchors.SelectMany(a => new[] { (float)a.Y, (float)a.X, (float)a.Height, (float)a.Width })];
        return new Tensor(
            "anchors", ElementType.Float32, new Shape(options.Anchors.Length, 4), data: MemoryMarshal.AsBytes<float>(values).ToArray());
    }

    private static Tensor Real(string name, Shape shape) => new(name, ElementType.Float32, shape);
}
