namespace MobileNetEdge.Quantizer.Onnx.Handlers;

/// <summary>Identity, Dropout: operators that do nothing at inference.</summary>
internal static class PassThroughHandlers
{
    /// <summary>Identity.</summary>
    public static Value Identity(OnnxNode node) => node.Input(0);

    /// <summary>Dropout; operator sets 12 and later can ask for training as the third input.</summary>
    public static Value Dropout(OnnxNode node)
    {
        return node.Scalar(2, "training_mode", missing: 0) == 0 ? node.Input(0) : throw new NodeFaultException("is in training mode");
    }
}
