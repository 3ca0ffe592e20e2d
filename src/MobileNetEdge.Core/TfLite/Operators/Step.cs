namespace MobileNetEdge.TfLite;

/// <summary>An operator of the file before its tensors are known: its table, code and tensor indices.</summary>
/// <param name="Index">Its place in the order of execution.</param>
/// <param name="Table">The table Operator.</param>
/// <param name="Code">What it is.</param>
/// <param name="Inputs">Indices of the tensors read; <see cref="Absent"/> for an optional one that is left out.</param>
/// <param name="Outputs">Indices of the tensors written, at least one.</param>
internal sealed record Step(int Index, FlatTable Table, OperatorCode Code, int[] Inputs, int[] Outputs)
{
    /// <summary>The index of an optional input that is left out.</summary>
    public const int Absent = -1;

    /// <summary>Memory that a step and its operator take beside their arrays, in bytes.</summary>
    private const int Size = 512;

    /// <summary>Reads the steps of a network.</summary>
    /// <exception cref="InvalidModelException">An index is out of range, or an operator writes nothing.</exception>
    public static Step[] ReadAll(FlatTable graph, OperatorCode[] codes, int tensorCount)
    {
        FlatVector vector = graph.Vector(SubGraphSlots.Operators, sizeof(uint));
        graph.Charge((long)vector.Count * IntPtr.Size);
        Step[] steps = new Step[vector.Count];
        for (int i = 0; i < steps.Length; i++)
        {
            steps[i] = Read(i, vector.Table(i, "Operator"), codes, tensorCount);
        }

        return steps;
    }

    /// <summary>The exception for a fault of this operator.</summary>
    public InvalidModelException Invalid(string what) => Table.Invalid($"operator {Index} ({Code.Name}): {what}");

    private static Step Read(int index, FlatTable table, OperatorCode[] codes, int tensorCount)
    {
        uint code = table.UInt32(OperatorSlots.OpcodeIndex);
        if (code >= codes.Length)
        {
            throw table.Invalid($"operator {index}: found operator code {code}, expected one below {codes.Length}");
        }

        FlatVector inputs = table.Vector(OperatorSlots.Inputs, sizeof(int));
        FlatVector outputs = table.Vector(OperatorSlots.Outputs, sizeof(int));
        table.Charge(Size + ((long)inputs.Count + outputs.Count) * 2 * IntPtr.Size);
        Step step = new(index, table, codes[code], inputs.ToInt32Array(), outputs.ToInt32Array());
        step.CheckIndices(step.Inputs, Absent, tensorCount);
        step.CheckIndices(step.Outputs, 0, tensorCount);
        if (step.Outputs.Length == 0)
        {
            throw step.Invalid("found no output, expected at least one");
        }

        return step;
    }

    private void CheckIndices(int[] indices, int least, int tensorCount)
    {
        foreach (int tensor in indices)
        {
            if (tensor < least || tensor >= tensorCount)
            {
                throw Invalid($"found tensor index {tensor}, expected {least} to {tensorCount - 1}");
            }
        }
    }
}
