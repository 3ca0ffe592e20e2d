namespace MobileNetEdge.Runtime.Validation;

/// <summary>Rules of the network as a whole: every tensor is written once, before it is read.</summary>
/// <remarks>The reader of files checks them too; a model made of parts comes here unchecked.</remarks>
internal static class GraphRules
{
    public static void Check(Graph graph)
    {
        HashSet<Tensor> available = [];
        foreach (Tensor input in graph.Inputs)
        {
            Provide(input, available, "the model's inputs");
        }

        foreach (Operator step in graph.Operators)
        {
            foreach (Tensor input in step.Inputs.Where(t => !t.IsConstant && !available.Contains(t)))
            {
                throw new InvalidModelException($"{step} reads {input}, which nothing before it writes");
            }

            foreach (Tensor output in step.Outputs)
            {
                Provide(output, available, step.ToString());
            }
        }

        foreach (Tensor output in graph.Outputs.Where(t => !t.IsConstant && !available.Contains(t)))
        {
            throw new InvalidModelException($"output {output} is written by nothing");
        }
    }

    private static void Provide(Tensor tensor, HashSet<Tensor> available, string writer)
    {
        if (tensor.IsConstant)
        {
            throw new InvalidModelException($"{writer} would write {tensor}, which is a constant");
        }

        if (!available.Add(tensor))
        {
            throw new InvalidModelException($"{writer} would write {tensor} a second time");
        }
    }
}
