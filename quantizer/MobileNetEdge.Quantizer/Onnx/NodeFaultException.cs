namespace MobileNetEdge.Quantizer.Onnx;

/// <summary>A node that can't be expressed; the importer collects all of them.</summary>
/// <param name="reason">What about it is not supported, and what would be.</param>
internal sealed class NodeFaultException(string reason) : Exception(reason);
