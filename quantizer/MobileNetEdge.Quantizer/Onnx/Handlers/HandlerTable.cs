using System.Collections.Frozen;
using MobileNetEdge.Quantizer.Onnx.Messages;

namespace MobileNetEdge.Quantizer.Onnx.Handlers;

/// <summary>Imports a node: appends what computes it to the network, or computes it at once where all its inputs are constant.</summary>
/// <returns>The node's first output.</returns>
/// <exception cref="NodeFaultException">The node can't be expressed.</exception>
/// <exception cref="InvalidModelException">The node breaks ONNX's rules.</exception>
internal delegate Value NodeHandler(OnnxNode node);

/// <summary>The operators that can be imported.</summary>
internal static class HandlerTable
{
    private static readonly FrozenDictionary<string, NodeHandler> All = new Dictionary<string, NodeHandler>
    {
        ["Add"] = BinaryHandlers.Add,
        ["AveragePool"] = PoolHandlers.AveragePool,
        ["BatchNormalization"] = BatchNormalizationHandler.Import,
        ["Cast"] = ConstantHandlers.Cast,
        ["Clip"] = ActivationHandlers.Clip,
        ["Concat"] = ConcatHandler.Import,
        ["Constant"] = node => throw node.Invalid("found a constant outside of its reader"),
        ["ConstantOfShape"] = ConstantHandlers.ConstantOfShape,
        ["Conv"] = ConvHandler.Import,
        ["Div"] = BinaryHandlers.Div,
        ["Dropout"] = PassThroughHandlers.Dropout,
        ["Flatten"] = ShapeHandlers.Flatten,
        ["Gather"] = SelectionHandlers.Gather,
        ["Gemm"] = MatrixHandlers.Gemm,
        ["GlobalAveragePool"] = MeanHandlers.GlobalAveragePool,
        ["HardSigmoid"] = ActivationHandlers.HardSigmoid,
        ["HardSwish"] = ActivationHandlers.HardSwish,
        ["Identity"] = PassThroughHandlers.Identity,
        ["LeakyRelu"] = ActivationHandlers.LeakyRelu,
        ["MatMul"] = MatrixHandlers.MatMul,
        ["MaxPool"] = PoolHandlers.MaxPool,
        ["Mul"] = BinaryHandlers.Mul,
        ["Pad"] = PadHandler.Import,
        ["ReduceMean"] = MeanHandlers.ReduceMean,
        ["Relu"] = ActivationHandlers.Relu,
        ["Reshape"] = ShapeHandlers.Reshape,
        ["Resize"] = ResizeHandler.Resize,
        ["Shape"] = ConstantHandlers.Shape,
        ["Sigmoid"] = ActivationHandlers.Sigmoid,
        ["Slice"] = SelectionHandlers.Slice,
        ["Split"] = SplitHandler.Import,
        ["Softmax"] = SoftmaxHandler.Import,
        ["Squeeze"] = ShapeHandlers.Squeeze,
        ["Sub"] = BinaryHandlers.Sub,
        ["Tanh"] = ActivationHandlers.Tanh,
        ["Transpose"] = ShapeHandlers.Transpose,
        ["Unsqueeze"] = ShapeHandlers.Unsqueeze,
        ["Upsample"] = ResizeHandler.Upsample,
    }.ToFrozenDictionary();

    /// <summary>The handler of a node; null where its operator is not supported.</summary>
    public static NodeHandler? Find(NodeProto node)
    {
        return OnnxNode.IsOwnDomain(node.Domain) ? All.GetValueOrDefault(node.OpType) : null;
    }
}
