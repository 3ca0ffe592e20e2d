using System.Diagnostics;
using System.Runtime.InteropServices;
using MobileNetEdge.Imaging;
using MobileNetEdge.Runtime;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>Runs both networks on pictures with memory of its own; several can work at once, each on one picture at a time.</summary>
internal sealed class ComparisonWorker : IDisposable
{
    private readonly ComparisonPlan _plan;
    private readonly FloatExecutor _executor;
    private readonly Interpreter _interpreter;
    private readonly RgbImage _frame;
    private readonly double[] _floatOutput;
    private readonly double[] _quantizedOutput;

    public ComparisonWorker(ComparisonPlan plan)
    {
        _plan = plan;
        _executor = new FloatExecutor(plan.Network, threads: 1);
        _interpreter = plan.Quantized.CreateInterpreter();
        _frame = new RgbImage(plan.Width, plan.Height);
        _floatOutput = new double[plan.FloatOutput.Count];
        _quantizedOutput = new double[plan.QuantizedOutput.Count];
    }

    public PictureOutcome Compare(PictureSet pictures, int index)
    {
        try
        {
            long start = Stopwatch.GetTimestamp();
            Fill(pictures.Load(index));
            TimeSpan preprocess = Lap(ref start);
            _executor.Run();
            TimeSpan real = Lap(ref start);
            _interpreter.Invoke();
            TimeSpan quantized = Lap(ref start);
            return Judge(pictures.Label(index) + _plan.LabelOffset) with { Times = new(preprocess, real, quantized) };
        }
        catch (Exception exception) when (exception is ImageException or IOException or UnauthorizedAccessException)
        {
            return new PictureOutcome { Error = exception };
        }
    }

    public void Dispose()
    {
        _executor.Dispose();
        _interpreter.Dispose();
    }

    private void Fill(RgbImage picture)
    {
        _plan.Framing.Apply(picture, _frame);
        _plan.FloatInput.Write(_frame, MemoryMarshal.AsBytes(_executor.Input()));
        _plan.QuantizedInput.Write(_frame, _interpreter.InputBytes());
    }

    private PictureOutcome Judge(int? label)
    {
        _plan.FloatOutput.Dequantize(MemoryMarshal.AsBytes(_executor.Output()), _floatOutput);
        _plan.QuantizedOutput.Dequantize(_interpreter.OutputBytes(), _quantizedOutput);
        (double signal, double noise, double cosine) = OutputValues.Compare(_floatOutput, _quantizedOutput);
        NetworkAnswer real = OutputValues.Answer(_floatOutput, _plan.FloatOutput.IsProbability);
        NetworkAnswer quantized = OutputValues.Answer(_quantizedOutput, _plan.QuantizedOutput.IsProbability);
        return new PictureOutcome
        {
            Agrees = real.Class == quantized.Class,
            FloatAnswer = real,
            QuantizedAnswer = quantized,
            Float = HitOf(_floatOutput, label),
            Quantized = HitOf(_quantizedOutput, label),
            Signal = signal,
            Noise = noise,
            Cosine = cosine,
        };
    }

    private static Hit? HitOf(double[] output, int? label)
    {
        return label is { } index ? new Hit(OutputValues.IsAmong(1, output, index), OutputValues.IsAmong(5, output, index)) : null;
    }

    private static TimeSpan Lap(ref long start)
    {
        long now = Stopwatch.GetTimestamp();
        TimeSpan lap = Stopwatch.GetElapsedTime(start, now);
        start = now;
        return lap;
    }
}
