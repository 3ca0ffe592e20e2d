using MobileNetEdge.Quantizer.Passes;
using MobileNetEdge.Quantizer.Reconstruction;

namespace MobileNetEdge.Quantizer;

/// <summary>Decides everything about the int8 form of a float network.</summary>
internal sealed class PlanMaker
{
    /// <summary>The share of the work that calibration is, for progress.</summary>
    private const double CalibrationShare = 0.5;

    /// <summary>The share of the work that lies before biases are tuned, where they are.</summary>
    private const double ReconstructionStart = 0.7;

    /// <summary>Inputs that ranges of channels are taken from for equalization.</summary>
    private const int EqualizationInputs = 64;

    /// <summary>Inputs that moments are taken over.</summary>
    private const int MomentInputs = 128;

    /// <summary>Moments take much memory: few of them are gathered at the same time.</summary>
    private const int MomentLanes = 2;

    private readonly Graph _canonical;
    private readonly CalibrationInputs _inputs;
    private readonly QuantizerOptions _options;
    private readonly IProgress<double>? _progress;
    private readonly ParallelOptions _parallel;

    /// <summary>Folds the network.</summary>
    public PlanMaker(
        Model network, CalibrationInputs inputs, QuantizerOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        _canonical = Canonicalize.Run(new Graph(network));
        _inputs = inputs;
        _options = options;
        _progress = progress;
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellationToken };
        (Plan, Program, Calibration) = Calibrate(_ => false);
    }

    /// <summary>What is decided.</summary>
    public QuantizationPlan Plan { get; private set; }

    /// <summary>The float network of the plan, its clips still in it.</summary>
    public FloatProgram Program { get; private set; }

    /// <summary>What calibration saw.</summary>
    public CalibrationResult Calibration { get; private set; }

    /// <summary>Chooses ranges, then weights, then biases.</summary>
    public QuantizationPlan Make()
    {
        if (_options.SearchInputs > 0 && _options.MaxHardSwishError < double.PositiveInfinity)
        {
            SpellHardSwishes();
        }

        if (_options.SearchInputs > 0)
        {
            using OutputProbe probe = new(Program, _inputs, _options, _parallel);
            Dictionary<Tensor, double> errors = SearchRanges(probe, _ => true);
            if (_options.MaxSplitWork > 0)
            {
                SplitChannelsOf(probe, errors);
            }
        }

        InputMomentsPass moments = _options.CompensateRounding
            ? Calibrator.Gather(
                Program, _inputs, MomentInputs, () => new InputMomentsPass(Plan.Graph), MomentLanes, _options.Threads, _parallel.CancellationToken)
            : InputMomentsPass.Nothing;
        LayerQuantizer.QuantizeAll(Plan, moments.Moments, _options.SearchWeightScales, _parallel);
        if (_options.CorrectBiases)
        {
            EmpiricalBiasCorrection.Run(Plan, Program, _inputs, _options.Threads, _parallel.CancellationToken);
        }

        if (_options.ReconstructBiases)
        {
            PartOfProgress? progress = _progress is null ? null : new(_progress, ReconstructionStart, 1);
            BiasReconstruction.Run(Plan, Program, _inputs, _parallel, progress);
        }

        return Plan;
    }

    private (QuantizationPlan Plan, FloatProgram Program, CalibrationResult Calibration) Calibrate(Func<Tensor, bool> isSpelled)
    {
        Graph graph = new(_canonical.ToModel());
        IReadOnlySet<Tensor> arguments = SpellHardSwish.Run(graph, isSpelled);
        if (_options.EqualizeLayers)
        {
            IReadOnlyDictionary<Tensor, ChannelExtremes> extremes = Calibrator.Gather(
                new FloatProgram(graph.ToModel()), _inputs, EqualizationInputs, () => new ChannelExtremesPass(), Calibrator.Lanes,
                _options.Threads, _parallel.CancellationToken).Extremes;
            EqualizeLayers.Run(graph, tensor => extremes.GetValueOrDefault(tensor) is not { } seen ? null
                : arguments.Contains(tensor) ? seen.MagnitudesAbove(ActivationRanges.HardSwishFloor)
                : seen.Magnitudes);
        }

        FloatProgram program = new(graph.ToModel());
        PartOfProgress? progress = _progress is null ? null : new(_progress, 0, CalibrationShare);
        CalibrationResult calibration = Calibrator.Run(program, _inputs, Views(program), _options.Threads, progress, _parallel.CancellationToken);
        ClipsIntoRanges.Run(graph);
        Int8Builder.RequireSupported(graph);
        Dictionary<Tensor, ValueRange> ranges = ActivationRanges.Select(graph, calibration, _options);
        return (new QuantizationPlan(graph, ActivationScales.Of(graph, tensor => ranges[tensor])), program, calibration);
    }

    /// <summary>Views for the ranges that are seen; the search of ranges, moments and bias correction keep to the inputs themselves.</summary>
    private CalibrationViews Views(FloatProgram program)
    {
        return _options.AddViews ? CalibrationViews.For(program.Model.Inputs[0].Shape, _inputs.Count) : CalibrationViews.None;
    }

    private void SpellHardSwishes()
    {
        Unary[] swishes = [.. Plan.Graph.Operators.OfType<Unary>().Where(step => step.Function == UnaryFunction.HardSwish)];
        HashSet<Tensor> around = [.. swishes.SelectMany(step => new[] { step.Input, step.Output })];
        Dictionary<Tensor, double> errors = SearchRanges(around.Contains);
        HashSet<Tensor> spelled = [.. swishes
            .Where(step => Math.Max(errors.GetValueOrDefault(step.Input), errors.GetValueOrDefault(step.Output)) > _options.MaxHardSwishError)
            .Select(step => step.Output)];
        if (spelled.Count > 0)
        {
            (Plan, Program, Calibration) = Calibrate(spelled.Contains);
        }
    }

    /// <summary>Searches with a probe of its own, whose memory is free again before the network is calibrated anew.</summary>
    private Dictionary<Tensor, double> SearchRanges(Predicate<Tensor> isWanted)
    {
        using OutputProbe probe = new(Program, _inputs, _options, _parallel);
        return SearchRanges(probe, isWanted);
    }

    private Dictionary<Tensor, double> SearchRanges(OutputProbe probe, Predicate<Tensor> isWanted)
    {
        return RangeSearch.Run(Plan, probe, ActivationRanges.UsefulHistograms(Plan.Graph, Calibration), isWanted);
    }

    private void SplitChannelsOf(OutputProbe probe, Dictionary<Tensor, double> errors)
    {
        Graph graph = new(Program.Model);
        Dictionary<ChannelGroup, ChannelCopies> copies = SplitSearch.Run(Plan, ChannelGroup.FindAll(graph), probe, errors, _options.MaxSplitWork);
        if (copies.Count == 0)
        {
            return;
        }

        IReadOnlyDictionary<Tensor, Tensor> replacements = SplitChannels.Run(graph, copies);
        Dictionary<Tensor, Tensor> originals = replacements.ToDictionary(pair => pair.Value, pair => pair.Key);
        ActivationScales scales = Plan.Scales;
        Program = new FloatProgram(graph.ToModel());
        ClipsIntoRanges.Run(graph);
        Plan = new QuantizationPlan(graph, ActivationScales.Of(graph, tensor => scales.RangeOf(originals.GetValueOrDefault(tensor, tensor))));
        foreach ((ChannelGroup group, ChannelCopies own) in copies)
        {
            foreach (Tensor tensor in group.Tensors)
            {
                Plan.Copies.Add(replacements[tensor], own);
            }
        }
    }

    /// <summary>Reports work that is a part of the whole.</summary>
    private sealed class PartOfProgress(IProgress<double> whole, double start, double end) : IProgress<double>
    {
        public void Report(double value) => whole.Report(start + (end - start) * value);
    }
}
