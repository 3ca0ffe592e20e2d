namespace MobileNetEdge.Runtime.Tests;

/// <summary>Runs models once, with arrays for inputs and outputs.</summary>
internal static class Running
{
    /// <summary>The only output of a model of one step, int8.</summary>
    public static sbyte[] Run(Operator step, params Array[] inputs) => (sbyte[])Run(Make.Model(step), inputs)[0];

    /// <summary>The outputs of a model.</summary>
    public static Array[] Run(Model model, params Array[] inputs)
    {
        using PreparedModel prepared = PreparedModel.Prepare(model);
        return Run(prepared, inputs);
    }

    /// <summary>The outputs of a prepared model.</summary>
    public static Array[] Run(PreparedModel prepared, params Array[] inputs)
    {
        using Interpreter interpreter = prepared.CreateInterpreter();
        for (int i = 0; i < inputs.Length; i++)
        {
            Fill(interpreter, i, inputs[i]);
        }

        interpreter.Invoke();
        return [.. prepared.Model.Outputs.Select((output, i) => Read(interpreter, i, output.Type))];
    }

    /// <summary>Random contents for every input of a model.</summary>
    public static Array[] RandomInputs(Model model, Random random) => [.. model.Inputs.Select(input => RandomInput(input, random))];

    private static Array RandomInput(Tensor input, Random random)
    {
        int count = input.Shape.ElementCount;
        switch (input.Type)
        {
            case ElementType.Float32:
                return Enumerable.Range(0, count).Select(_ => random.NextSingle() * 8 - 4).ToArray();
            case ElementType.UInt8:
                byte[] bytes = new byte[count];
                random.NextBytes(bytes);
                return bytes;
            default:
                return Make.Random(random, count);
        }
    }

    private static void Fill(Interpreter interpreter, int index, Array values)
    {
        switch (values)
        {
            case float[] floats:
                floats.CopyTo(interpreter.Input<float>(index));
                break;

            // The runtime lets byte[] pass for sbyte[], so the exact type is asked for.
            case sbyte[] signed when values.GetType() == typeof(sbyte[]):
                signed.CopyTo(interpreter.Input<sbyte>(index));
                break;
            default:
                ((byte[])values).CopyTo(interpreter.Input<byte>(index));
                break;
        }
    }

    private static Array Read(Interpreter interpreter, int index, ElementType type) => type switch
    {
        ElementType.Float32 => interpreter.Output<float>(index).ToArray(),
        ElementType.UInt8 => interpreter.Output<byte>(index).ToArray(),
        _ => interpreter.Output<sbyte>(index).ToArray(),
    };
}
