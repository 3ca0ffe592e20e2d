using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MobileNetEdge.Imaging;
using MobileNetEdge.Quantizer.Evaluation;
using MobileNetEdge.Quantizer.Passes;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Quantizer;

/// <summary>Runs a float network and an int8 model side by side and looks at every layer.</summary>
public sealed class LayerProfiler : IDisposable
{
    private const long MaxArenaBytes = 1L << 30;

    private readonly ComparisonOptions _options;
    private readonly List<LayerPair> _pairs;
    private readonly int _unmatched;
    private readonly Dictionary<Tensor, int> _outputs;
    private readonly PictureInput _floatInput;
    private readonly PictureInput _quantizedInput;
    private readonly FloatExecutor _executor;
    private readonly PreparedModel _prepared;
    private readonly Interpreter _interpreter;

    /// <summary>Prepares both networks so that every activation can be read.</summary>
    /// <param name="network">The float network; it must stay undisposed, as must the int8 model.</param>
    /// <param name="quantized">The int8 model.</param>
    /// <param name="options">How pictures get into both.</param>
    /// <exception cref="UnsupportedModelException">A network takes no picture, or its activations take more memory than allowed.</exception>
    public LayerProfiler(Model network, Model quantized, ComparisonOptions options)
    {
        ArgumentNullException.ThrowIfNull(quantized);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        Graph graph = Canonicalize.Run(new Graph(network));
        (_pairs, _unmatched) = LayerPair.Find(graph, quantized);
        Tensor[] revealed = [.. _pairs.Select(pair => pair.Quantized).Append(quantized.Outputs[0]).Distinct()];
        _outputs = revealed.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        (_floatInput, _quantizedInput) = (PictureInput.Of(network), PictureInput.Of(quantized));
        _executor = new FloatExecutor(new FloatProgram(graph.ToModel()), _options.Threads, keepAll: true);
        Model revealing = new(quantized.Tensors, quantized.Operators, quantized.Inputs, [.. revealed]);
        _prepared = PreparedModel.Prepare(revealing, new PrepareOptions { MaxArenaBytes = MaxArenaBytes });
        _interpreter = _prepared.CreateInterpreter();
    }

    /// <summary>Looks at pictures spread evenly over a set; those that cannot be read are left out.</summary>
    /// <param name="pictures">The set.</param>
    /// <param name="most">How many to look at.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public LayerProfiles Run(PictureSet pictures, int most, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        int count = Math.Min(most, pictures.Count);
        int[] indices = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * pictures.Count / count))];
        LayerMoments[] moments = [.. _pairs.Select(pair => new LayerMoments(pair))];
        int seen = ForEach(pictures, indices, withInt8: true, i => moments[i].Add(Reals(i), Stored(i)), cancellationToken);
        if (seen == 0)
        {
            return new LayerProfiles([], _unmatched, 0);
        }

        LayerHistogram[] histograms = [.. _pairs.Select((pair, i) => new LayerHistogram(RangeOf(pair).Union(moments[i].Extremes()), moments[i].Maps()))];
        ForEach(pictures, indices, withInt8: false, i => histograms[i].Add(Reals(i)), cancellationToken);
        return new LayerProfiles([.. _pairs.Select((pair, i) => Profile(pair, moments[i], histograms[i].Bins))], _unmatched, seen);
    }

    /// <summary>Releases the memory.</summary>
    public void Dispose()
    {
        _executor.Dispose();
        _interpreter.Dispose();
        _prepared.Dispose();
    }

    private static ValueRange RangeOf(LayerPair pair)
    {
        QuantizationParameters parameters = pair.Quantized.Quantization!;
        int least = pair.Quantized.Type == ElementType.Int8 ? sbyte.MinValue : byte.MinValue;
        int most = least + byte.MaxValue;
        return new(parameters.Scale * (least - parameters.ZeroPoint), parameters.Scale * (most - parameters.ZeroPoint));
    }

    private static LayerProfile Profile(LayerPair pair, LayerMoments moments, ImmutableArray<long> histogram) => new()
    {
        Name = pair.Quantized.Name,
        Operator = pair.Step.Name,
        Shape = pair.Quantized.Shape,
        SignalToNoise = moments.SignalToNoise(),
        IsRescaled = pair.IsRescaled,
        Range = RangeOf(pair),
        Extremes = moments.Extremes(),
        Histogram = histogram,
        WeightsBefore = ChannelMaxima.Of(pair.RealStep),
        WeightsAfter = ChannelMaxima.Of(pair.Step),
    };

    private ReadOnlySpan<float> Reals(int pair) => _executor.Value(_pairs[pair].Real);

    private ReadOnlySpan<byte> Stored(int pair) => _interpreter.OutputBytes(_outputs[_pairs[pair].Quantized]);

    /// <summary>Runs the networks on each picture and visits every pair after it.</summary>
    /// <returns>How many pictures could be read.</returns>
    private int ForEach(PictureSet pictures, int[] indices, bool withInt8, Action<int> visit, CancellationToken cancellationToken)
    {
        int seen = 0;
        foreach (int index in indices)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!TryFill(pictures, index))
            {
                continue;
            }

            seen++;
            _executor.Run();
            if (withInt8)
            {
                _interpreter.Invoke();
            }

            Parallel.For(0, _pairs.Count, visit);
        }

        return seen;
    }

    private bool TryFill(PictureSet pictures, int index)
    {
        try
        {
            RgbImage frame = _options.Framing.Apply(pictures.Load(index), _floatInput.Width, _floatInput.Height);
            _floatInput.CreateQuantizer(_options.Normalization).Write(frame, MemoryMarshal.AsBytes(_executor.Input()));
            _quantizedInput.CreateQuantizer(_options.Normalization).Write(frame, _interpreter.InputBytes());
            return true;
        }
        catch (Exception exception) when (exception is ImageException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
