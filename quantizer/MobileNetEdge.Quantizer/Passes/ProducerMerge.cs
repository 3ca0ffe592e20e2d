namespace MobileNetEdge.Quantizer.Passes;

/// <summary>A walk over a network that lets each step merge into the one that computes its only argument.</summary>
internal static class ProducerMerge
{
    /// <summary>Merges wherever nothing else reads the argument.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="merge">
    /// Makes one step of the producer and the step after it, writing what the latter writes; null where both stay.
    /// </param>
    public static void Run(Graph graph, Func<Operator, Operator, Operator?> merge)
    {
        Dictionary<Tensor, int> uses = graph.UseCounts();
        Dictionary<Tensor, int> places = [];
        List<Operator> kept = [];
        foreach (Operator step in graph.Operators)
        {
            if (OnlyArgument(step) is { } argument
                && uses[argument] == 1
                && places.TryGetValue(argument, out int place)
                && merge(kept[place], step) is { } merged)
            {
                kept[place] = merged;
            }
            else
            {
                place = kept.Count;
                kept.Add(step);
            }

            foreach (Tensor output in step.Outputs)
            {
                places[output] = place;
            }
        }

        graph.Operators.Clear();
        graph.Operators.AddRange(kept);
    }

    /// <summary>What a step reads beside constants, where that is a single tensor.</summary>
    private static Tensor? OnlyArgument(Operator step)
    {
        Tensor? found = null;
        foreach (Tensor input in step.Inputs)
        {
            if (input.IsConstant)
            {
                continue;
            }

            if (found is not null)
            {
                return null;
            }

            found = input;
        }

        return found;
    }
}
