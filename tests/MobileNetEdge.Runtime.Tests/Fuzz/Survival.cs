using System.Diagnostics;
using System.Globalization;

namespace MobileNetEdge.Runtime.Tests.Fuzz;

/// <summary>What a hostile model may do: be refused by one of two exceptions, soon and with little memory, or run.</summary>
internal sealed class Survival
{
    private const long FreeBytes = 64 << 20;
    private const int MaxMilliseconds = 2000;
    private const long MaxOperations = 20_000_000;
    private const int DefaultCount = 500;

    /// <summary>How many models to try; MOBILENET_EDGE_FUZZ sets it.</summary>
    public static int Count { get; } = int.TryParse(
        Environment.GetEnvironmentVariable("MOBILENET_EDGE_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out int count)
        ? count
        : DefaultCount;

    public int Prepared { get; private set; }

    public int Invoked { get; private set; }

    public long MostBytes { get; private set; }

    public double MostMilliseconds { get; private set; }

    /// <summary>Prepares a model and, if it is small, runs it.</summary>
    public void Try(Func<Model> read, long fileBytes, string label)
    {
        (PreparedModel? prepared, long allocated, double milliseconds) = Measure(read, label);

        // On a busy machine anything may take long once; what is slow by itself is slow each time.
        for (int retries = 3; milliseconds >= MaxMilliseconds && retries > 0; retries--)
        {
            prepared?.Dispose();
            (prepared, allocated, milliseconds) = Measure(read, label);
        }

        MostBytes = Math.Max(MostBytes, allocated);
        MostMilliseconds = Math.Max(MostMilliseconds, milliseconds);
        Assert.True(allocated < FreeBytes + 4 * fileBytes, $"{label}: {allocated} bytes allocated");
        Assert.True(milliseconds < MaxMilliseconds, $"{label}: {milliseconds} ms");
        if (prepared is not null)
        {
            Prepared++;
            Invoke(prepared, label);
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        return $"{Prepared} prepared, {Invoked} run; at most {MostBytes} bytes and {MostMilliseconds:f1} ms";
    }

    private static (PreparedModel? Prepared, long Bytes, double Milliseconds) Measure(Func<Model> read, string label)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        PreparedModel? prepared = Prepare(read, label);
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return (prepared, GC.GetAllocatedBytesForCurrentThread() - before, milliseconds);
    }

    private static PreparedModel? Prepare(Func<Model> read, string label)
    {
        try
        {
            using Model model = read();
            return PreparedModel.Prepare(model);
        }
        catch (Exception e) when (e is InvalidModelException or UnsupportedModelException)
        {
            return null;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(label, e);
        }
    }

    private void Invoke(PreparedModel prepared, string label)
    {
        using (prepared)
        {
            if (prepared.Steps.SelectMany(step => step.Operators).Sum(Operations) > MaxOperations)
            {
                return;
            }

            try
            {
                using Interpreter interpreter = prepared.CreateInterpreter();
                interpreter.Invoke();
                Invoked++;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(label, e);
            }
        }
    }

    private static double Operations(Operator step)
    {
        double outputs = step.Outputs[0].Shape.ElementCount;
        return step switch
        {
            Conv2D conv => outputs * conv.Weights.Shape.ElementCount / conv.Weights.Shape[0],
            DepthwiseConv2D conv => outputs * conv.Weights.Shape[1] * conv.Weights.Shape[2],
            FullyConnected connected => outputs * connected.Weights.Shape[1],
            Pool2D pool => outputs * pool.WindowHeight * pool.WindowWidth,
            _ => outputs + step.Inputs.Sum(input => (double)input.Shape.ElementCount),
        };
    }
}
