using System.Text;
using MobileNetEdge.Runtime.SelfTesting;

namespace MobileNetEdge.Runtime;

/// <summary>A small model with its inputs, the same on every machine: everything random in it follows from its name.</summary>
public sealed class SelfTestCase
{
    private readonly Func<CaseBuilder, Tensor> _build;

    internal SelfTestCase(string family, string name, Func<CaseBuilder, Tensor> build)
    {
        Family = family;
        Name = name;
        _build = build;
    }

    /// <summary>What is tested, such as <c>conv</c>.</summary>
    public string Family { get; }

    /// <summary>Shape and attributes; unique in the family.</summary>
    public string Name { get; }

    /// <summary>Builds the model.</summary>
    public Model BuildModel()
    {
        CaseBuilder builder = new(Seed);
        return builder.Build(_build(builder));
    }

    /// <summary>Builds the model, runs it on a path, and returns the bytes of its output.</summary>
    public byte[] Run(ExecutionPath path) => Run(new PrepareOptions { Path = path, Threads = 1 });

    /// <summary>Builds the model, prepares it in a way, and returns the bytes of its output.</summary>
    public byte[] Run(PrepareOptions options)
    {
        using Model model = BuildModel();
        return Run(model, options);
    }

    /// <summary>Runs another form of the case's model, such as one read back from a file, on the case's inputs.</summary>
    public byte[] Run(Model model, PrepareOptions options)
    {
        return Run(model, PreparedModel.Prepare(model, options));
    }

    /// <summary>Runs a prepared form of the case's model, and disposes of it.</summary>
    internal byte[] Run(Model model, PreparedModel form)
    {
        using PreparedModel prepared = form;
        using Interpreter interpreter = prepared.CreateInterpreter();
        CaseContents.Fill(interpreter, model, new SplitMix64(~Seed));
        interpreter.Invoke();
        return CaseContents.Output(interpreter, model);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Family} {Name}";

    private ulong Seed => Fnv1a.Append(Fnv1a.Start, Encoding.UTF8.GetBytes(ToString()));
}
