using System.Collections.Immutable;
using System.Diagnostics;
using MobileNetEdge.Imaging;
using MobileNetEdge.Quantizer.Evaluation;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Quantizer;

/// <summary>Compares an int8 detector with the float network it was made from, on pictures with boxes.</summary>
/// <remarks>
/// Both see the same frames, and the float network's boxes go through the int8 model's own thresholds in float. The figures are the same for any
/// number of threads. A picture that cannot be read is left out.
/// </remarks>
/// <param name="network">The float network.</param>
/// <param name="quantized">The int8 model, which ends in post-processing.</param>
/// <param name="options">How pictures get in.</param>
public sealed class DetectionComparison(DetectorNetwork network, PreparedModel quantized, ComparisonOptions options)
{
    private readonly FloatProgram _program = new(network.Body);
    private readonly DetectionOutput _output = new(quantized.Model);

    /// <summary>Runs both on every picture.</summary>
    /// <param name="pictures">The pictures with their boxes.</param>
    /// <param name="progress">Told the share that is done; calls may come from several threads, one at a time.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public DetectionComparisonResult Run(DetectionSet pictures, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ComparedPicture[] compared = new ComparedPicture[pictures.Count];
        Lock gate = new();
        int done = 0;
        ParallelOptions parallel = new()
        {
            MaxDegreeOfParallelism = options.Threads == 0 ? Environment.ProcessorCount : options.Threads,
            CancellationToken = cancellationToken,
        };
        Parallel.For(
            0, pictures.Count, parallel,
            () => new DetectionWorker(_program, network, quantized, _output, options),
            (index, _, worker) =>
            {
                compared[index] = worker.Compare(pictures, index);
                lock (gate)
                {
                    progress?.Report((double)++done / pictures.Count);
                }

                return worker;
            },
            worker => worker.Dispose());
        return Sum(pictures, compared);
    }

    private DetectionComparisonResult Sum(DetectionSet pictures, ComparedPicture[] compared)
    {
        ComparedPicture[] read = [.. compared.Where(picture => picture.Error is null)];
        ImmutableArray<BrokenPicture> broken =
        [
            .. Enumerable.Range(0, compared.Length)
                .Where(i => compared[i].Error is not null)
                .Select(i => new BrokenPicture(pictures.Name(i), compared[i].Error!)),
        ];
        return new DetectionComparisonResult
        {
            Pictures = read.Length,
            Boxes = read.Sum(picture => picture.Float.Truths.Count),
            Broken = broken,
            Float = new DetectionTally([.. read.Select(picture => picture.Float)], _output.ClassCount).Measure(),
            Quantized = new DetectionTally([.. read.Select(picture => picture.Quantized)], _output.ClassCount).Measure(),
            Times = new(Average(times => times.Preprocess), Average(times => times.Float), Average(times => times.Quantized)),
        };

        TimeSpan Average(Func<ComparisonTimes, TimeSpan> part)
        {
            return read.Length == 0 ? default : new TimeSpan(read.Sum(picture => part(picture.Times).Ticks) / read.Length);
        }
    }
}

/// <summary>How an int8 detector does beside the float network it was made from.</summary>
public sealed record DetectionComparisonResult
{
    /// <summary>Pictures that both have seen.</summary>
    public required int Pictures { get; init; }

    /// <summary>Boxes drawn in them.</summary>
    public required int Boxes { get; init; }

    /// <summary>Pictures that could not be read.</summary>
    public required ImmutableArray<BrokenPicture> Broken { get; init; }

    /// <summary>The float network's accuracy.</summary>
    public required DetectionAccuracy Float { get; init; }

    /// <summary>The int8 model's accuracy.</summary>
    public required DetectionAccuracy Quantized { get; init; }

    /// <summary>Average times of <see cref="Pictures"/>; the int8 one includes post-processing, the float one does not.</summary>
    public required ComparisonTimes Times { get; init; }
}

/// <summary>What both networks found in a picture, or why it could not be read.</summary>
internal readonly record struct ComparedPicture(DetectedPicture Float, DetectedPicture Quantized, ComparisonTimes Times, Exception? Error = null);

/// <summary>Runs both networks on pictures with memory of its own.</summary>
internal sealed class DetectionWorker : IDisposable
{
    private readonly FloatExecutor _executor;
    private readonly Interpreter _interpreter;
    private readonly FloatPostProcess _postProcess;
    private readonly DetectionOutput _output;
    private readonly PixelQuantizer _floatInput;
    private readonly PixelQuantizer _quantizedInput;
    private readonly RgbImage _frame;
    private readonly Framing _framing;

    public DetectionWorker(FloatProgram program, DetectorNetwork network, PreparedModel quantized, DetectionOutput output, ComparisonOptions options)
    {
        PictureInput floatInput = PictureInput.Of(program.Model);
        PictureInput quantizedInput = PictureInput.Of(quantized.Model);
        (_executor, _interpreter, _output) = (new FloatExecutor(program, threads: 1), quantized.CreateInterpreter(), output);
        _postProcess = new FloatPostProcess(output.End, ScoresOf(network, quantized.Model, output.End));
        (_floatInput, _quantizedInput) = (floatInput.CreateQuantizer(options.Normalization), quantizedInput.CreateQuantizer(options.Normalization));
        (_frame, _framing) = (new RgbImage(floatInput.Width, floatInput.Height), options.Framing);
    }

    public ComparedPicture Compare(DetectionSet pictures, int index)
    {
        try
        {
            long start = Stopwatch.GetTimestamp();
            RgbImage picture = pictures.Load(index);
            _framing.Apply(picture, _frame);
            _floatInput.Write(_frame, System.Runtime.InteropServices.MemoryMarshal.AsBytes(_executor.Input()));
            _quantizedInput.Write(_frame, _interpreter.InputBytes());
            long framed = Stopwatch.GetTimestamp();
            _executor.Run();
            long floated = Stopwatch.GetTimestamp();
            _interpreter.Invoke();
            long invoked = Stopwatch.GetTimestamp();
            MobileNetEdge.Runtime.Detection[] found = new MobileNetEdge.Runtime.Detection[_output.MaxDetections];
            int count = _output.Read(_interpreter, found);
            double pixels = (double)picture.Width * picture.Height;
            IReadOnlyList<TruthBox> truths = pictures.Truths(index);
            return new ComparedPicture(
                new DetectedPicture(pixels, truths, _postProcess.Run(_executor.Output(0), _executor.Output(1))),
                new DetectedPicture(pixels, truths, found[..count]),
                new(Stopwatch.GetElapsedTime(start, framed), Stopwatch.GetElapsedTime(framed, floated), Stopwatch.GetElapsedTime(floated, invoked)));
        }
        catch (Exception exception) when (exception is ImageException or IOException or UnauthorizedAccessException)
        {
            return new ComparedPicture(null!, null!, default, exception);
        }
    }

    public void Dispose()
    {
        _executor.Dispose();
        _interpreter.Dispose();
    }

    /// <summary>What makes scores of logits: the float network's own function, else the one that the int8 model was given.</summary>
    private static bool? ScoresOf(DetectorNetwork network, Model model, DetectionPostProcess end)
    {
        return network.HasIndependentScores ?? (new Graph(model).Producers().GetValueOrDefault(end.Scores) switch
        {
            Softmax => false,
            Unary { Function: UnaryFunction.Logistic } => true,
            _ => null,
        });
    }
}
