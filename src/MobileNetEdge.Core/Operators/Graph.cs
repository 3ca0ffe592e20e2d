namespace MobileNetEdge;

/// <summary>A network while it is being rewritten: passes add, replace and remove operators.</summary>
public sealed class Graph
{
    /// <summary>Creates a working copy of a model's network; the model stays as it is.</summary>
    public Graph(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Operators = [.. model.Operators];
        Inputs = [.. model.Inputs];
        Outputs = [.. model.Outputs];
    }

    /// <summary>The steps in the order of execution.</summary>
    public List<Operator> Operators { get; private set; }

    /// <summary>The tensors that the user fills.</summary>
    public List<Tensor> Inputs { get; }

    /// <summary>The tensors that the user reads.</summary>
    public List<Tensor> Outputs { get; }

    /// <summary>The network as it stands, as a model of its own that shares tensors with this graph.</summary>
    /// <param name="metadata">Labels, preprocessing and the like.</param>
    public Model ToModel(ModelMetadata? metadata = null)
    {
        HashSet<Tensor> tensors = [.. Inputs];
        foreach (Operator step in Operators)
        {
            tensors.UnionWith(step.Inputs);
            tensors.UnionWith(step.Outputs);
        }

        tensors.UnionWith(Outputs);
        return new Model([.. tensors], [.. Operators], [.. Inputs], [.. Outputs], metadata);
    }

    /// <summary>Maps each computed tensor to the operator that writes it.</summary>
    public Dictionary<Tensor, Operator> Producers()
    {
        Dictionary<Tensor, Operator> producers = [];
        foreach (Operator step in Operators)
        {
            foreach (Tensor output in step.Outputs)
            {
                producers.Add(output, step);
            }
        }

        return producers;
    }

    /// <summary>Maps each tensor that is read to how often it is; being an output of the graph counts as one.</summary>
    public Dictionary<Tensor, int> UseCounts()
    {
        Dictionary<Tensor, int> counts = [];
        foreach (Tensor used in Operators.SelectMany(step => step.Inputs).Concat(Outputs))
        {
            counts[used] = counts.GetValueOrDefault(used) + 1;
        }

        return counts;
    }

    /// <summary>Replaces each step by none, one or several.</summary>
    public void Rewrite(Func<Operator, IEnumerable<Operator>> rewrite) => Operators = [.. Operators.SelectMany(rewrite)];

    /// <summary>Removes the steps that no output depends on.</summary>
    public void RemoveDead()
    {
        HashSet<Tensor> live = [.. Outputs];
        List<Operator> kept = [];
        for (int i = Operators.Count - 1; i >= 0; i--)
        {
            if (Operators[i].Outputs.Any(live.Contains))
            {
                kept.Add(Operators[i]);
                live.UnionWith(Operators[i].Inputs);
            }
        }

        kept.Reverse();
        Operators = kept;
    }
}
