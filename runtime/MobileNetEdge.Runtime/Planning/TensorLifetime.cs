namespace MobileNetEdge.Runtime.Planning;

/// <summary>From which step to which a tensor's bytes are needed, both included.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="First">The step that writes it; -1 for inputs of the model.</param>
/// <param name="Last">The last step that reads it; the number of steps for what must outlive the run.</param>
internal readonly record struct TensorLifetime(Tensor Tensor, int First, int Last)
{
    /// <summary>Whether both are needed at some step.</summary>
    public bool Overlaps(TensorLifetime other) => First <= other.Last && other.First <= Last;

    /// <summary>The lifetimes of every activation of a graph, in the order in which they begin.</summary>
    /// <remarks>
    /// Reshapes are no steps. Inputs live throughout, so that a caller may run again without filling them again; outputs live to the end.
    /// </remarks>
    public static List<TensorLifetime> Of(Graph graph, StorageMap storage)
    {
        Operator[] steps = [.. graph.Operators.Where(step => step is not Reshape)];
        int end = steps.Length;
        List<TensorLifetime> lifetimes = [];
        Dictionary<Tensor, int> position = [];
        void Begin(Tensor tensor, int step, int last)
        {
            // The output of a reshape is already there under its storage's name.
            if (storage.Of(tensor) != tensor)
            {
                return;
            }

            if (!tensor.IsConstant && position.TryAdd(tensor, lifetimes.Count))
            {
                lifetimes.Add(new(tensor, step, last));
            }
        }

        void ExtendTo(Tensor tensor, int step)
        {
            if (position.TryGetValue(storage.Of(tensor), out int index))
            {
                lifetimes[index] = lifetimes[index] with { Last = Math.Max(lifetimes[index].Last, step) };
            }
        }

        graph.Inputs.ForEach(input => Begin(input, -1, end));
        for (int step = 0; step < end; step++)
        {
            foreach (Tensor input in steps[step].Inputs)
            {
                ExtendTo(input, step);
            }

            foreach (Tensor output in steps[step].Outputs)
            {
                Begin(output, step, step);
            }
        }

        graph.Outputs.ForEach(output => ExtendTo(output, end));
        return lifetimes;
    }
}
