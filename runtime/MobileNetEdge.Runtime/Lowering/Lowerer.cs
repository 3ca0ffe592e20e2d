using MobileNetEdge.Runtime.Validation;

namespace MobileNetEdge.Runtime.Lowering;

/// <summary>From a model as its file has it to the graph that kernels are made for.</summary>
internal static class Lowerer
{
    public static Graph Lower(Model model)
    {
        PreparationLimits.CheckCounts(model.Operators);
        foreach (UnknownOperator unknown in model.Operators.OfType<UnknownOperator>())
        {
            throw new UnsupportedModelException(unknown.ToString(), unknown.Reason);
        }

        Graph graph = new(model);
        GraphRules.Check(graph);
        DetectionTails.Apply(graph);
        OperatorChecks.Apply(graph);
        Int8Activations.Apply(graph);
        EqualScales.Apply(graph);
        PreparationLimits.CheckCounts(graph.Operators);
        FusedActivations.Apply(graph);
        FoldedTables.Apply(graph);
        PreparationLimits.CheckTables(graph);
        return graph;
    }
}
