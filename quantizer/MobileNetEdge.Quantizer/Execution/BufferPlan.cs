namespace MobileNetEdge.Quantizer.Execution;

/// <summary>Which activations share memory: one that is read for the last time leaves its memory to a later one.</summary>
/// <param name="Lengths">Elements of each piece of memory.</param>
/// <param name="Assignments">The piece that each storage of the program has; -1 for constants.</param>
internal sealed record BufferPlan(IReadOnlyList<int> Lengths, int[] Assignments)
{
    /// <summary>Plans the memory of one executor; inputs and outputs keep theirs.</summary>
    public static BufferPlan Of(FloatProgram program, bool keepAll)
    {
        int[] lastReads = LastReads(program);
        int[] assignments = new int[program.Storages.Count];
        Array.Fill(assignments, -1);
        List<int> lengths = [];
        List<int> free = [];
        foreach (int input in program.Inputs)
        {
            assignments[input] = Take(lengths, free, program.Storages[input].ElementCount);
        }

        for (int i = 0; i < program.Steps.Length; i++)
        {
            FloatStep step = program.Steps[i];
            if (step.Kernel is null)
            {
                continue;
            }

            assignments[step.Target] = Take(lengths, free, program.Storages[step.Target].ElementCount);
            IEnumerable<int> done = step.Sources.Append(step.Target).Distinct().Where(s => assignments[s] >= 0 && lastReads[s] <= i);
            free.AddRange(keepAll ? [] : done.Select(s => assignments[s]));
        }

        return new BufferPlan(lengths, assignments);
    }

    /// <summary>The last step that reads each storage, -1 where none does.</summary>
    private static int[] LastReads(FloatProgram program)
    {
        int[] last = new int[program.Storages.Count];
        Array.Fill(last, -1);
        for (int i = 0; i < program.Steps.Length; i++)
        {
            foreach (int source in program.Steps[i].Sources)
            {
                last[source] = i;
            }
        }

        foreach (int kept in program.Inputs.Concat(program.Outputs))
        {
            last[kept] = int.MaxValue;
        }

        return last;
    }

    /// <summary>The smallest free piece that suffices, else the largest free one made longer, else a new one.</summary>
    private static int Take(List<int> lengths, List<int> free, int length)
    {
        if (free.Count == 0)
        {
            lengths.Add(length);
            return lengths.Count - 1;
        }

        int best = free.Where(i => lengths[i] >= length).OrderBy(i => lengths[i]).DefaultIfEmpty(-1).First();
        int piece = best >= 0 ? best : free.MaxBy(i => lengths[i]);
        free.Remove(piece);
        lengths[piece] = Math.Max(lengths[piece], length);
        return piece;
    }
}
