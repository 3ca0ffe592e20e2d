using System.Buffers;
using System.Collections.Immutable;
using MobileNetEdge.Runtime.Kernels;
using MobileNetEdge.Runtime.Lowering;
using MobileNetEdge.Runtime.Planning;

namespace MobileNetEdge.Runtime;

/// <summary>
/// A model made ready to run: validated, folded, with kernels chosen, constants computed and the arena planned. Immutable: any number of
/// <see cref="Interpreter"/>s on any threads may share it.
/// </summary>
public sealed class PreparedModel : IDisposable
{
    private readonly ImmutableArray<MemoryHandle> _pinnedConstants;
    private bool _isDisposed;

    private PreparedModel(Model model, Graph graph, PrepareContext context, ExecutionPath path, int threads)
    {
        Model = model;
        Path = path;
        Threads = threads;
        ArenaPlan plan = context.Plan;
        ArenaByteCount = plan.ByteCount;
        Placements = [.. plan.Placements];
        InputSlices = [.. graph.Inputs.Select(input => plan[input])];
        OutputSlices = [.. graph.Outputs.Select(output => plan[output])];
        List<PreparedOperator> operators = [];
        List<PreparedStep> steps = [];
        foreach (Operator step in graph.Operators)
        {
            if (KernelFactory.Prepare(step, context) is { } prepared)
            {
                operators.Add(prepared);
                steps.Add(new PreparedStep(step is FusedChain chain ? chain.Steps : [step], prepared.Path));
            }
        }

        Operators = [.. operators];
        ScratchByteCount = operators.Select(step => step.ScratchByteCount).DefaultIfEmpty(0).Max();
        Steps = [.. steps];

        // Kernels read constants where the model has them; pinned, they stay even if the model is disposed first.
        _pinnedConstants = [.. graph.Operators.SelectMany(step => step.Inputs).Where(t => t.IsConstant).Select(t => t.Data.Pin())];
    }

    /// <summary>The model this was prepared from.</summary>
    public Model Model { get; }

    /// <summary>The path that the kernels were chosen from.</summary>
    public ExecutionPath Path { get; }

    /// <summary>Bytes of activation memory that each interpreter takes.</summary>
    public int ArenaByteCount { get; }

    /// <summary>Bytes of working memory that each thread of an interpreter takes besides.</summary>
    public int ScratchByteCount { get; }

    /// <summary>The most threads that an interpreter uses.</summary>
    public int Threads { get; }

    /// <summary>Where each activation lies in the arena.</summary>
    public ImmutableArray<TensorPlacement> Placements { get; }

    /// <summary>What is left to run after folding, in order.</summary>
    public ImmutableArray<PreparedStep> Steps { get; }

    internal ImmutableArray<PreparedOperator> Operators { get; }

    internal ImmutableArray<ArenaSlice> InputSlices { get; }

    internal ImmutableArray<ArenaSlice> OutputSlices { get; }

    /// <summary>Prepares a model.</summary>
    /// <param name="model">The model; it may be disposed once this returns.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ArgumentException">This machine lacks the path that the options or the environment name.</exception>
    /// <exception cref="InvalidModelException">An operator's tensors contradict its definition.</exception>
    /// <exception cref="UnsupportedModelException">The model is sound, but asks for what this engine does not have.</exception>
    public static PreparedModel Prepare(Model model, PrepareOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= PrepareOptions.Default;
        ExecutionPath path = ExecutionPaths.Require(options.Path ?? ExecutionPaths.Default);
        return Prepare(model, options, path, KernelSets.Of(path));
    }

    /// <summary>Prepares a model with any kernels.</summary>
    internal static PreparedModel Prepare(Model model, PrepareOptions options, ExecutionPath path, KernelSet? set)
    {
        Graph graph = Lowerer.Lower(model);
        PackedKernels? kernels = set is null ? null : new PackedKernels(set);
        if (kernels is not null)
        {
            DilatedWindows.Apply(graph, kernels);
            PaddedDepthwise.Apply(graph, kernels);
            ChainFusion.Apply(graph, kernels, options.Fuses, options.MinFusedBytes);
        }

        ArenaPlan plan = ArenaPlanner.Plan(graph, options.MaxArenaBytes);
        return new PreparedModel(model, graph, new PrepareContext(plan, kernels), path, options.ThreadCount);
    }

    /// <summary>Creates an interpreter with an arena and threads of its own.</summary>
    public Interpreter CreateInterpreter() => new(this, Threads);

    /// <summary>Releases the hold on the model's constants; interpreters must not run afterwards.</summary>
    public void Dispose()
    {
        // A handle must be released once only.
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        foreach (MemoryHandle handle in _pinnedConstants)
        {
            handle.Dispose();
        }
    }
}
