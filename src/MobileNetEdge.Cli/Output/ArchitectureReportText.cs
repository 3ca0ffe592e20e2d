using MobileNetEdge.Quantizer;
using Spectre.Console;
using static MobileNetEdge.Cli.Output.ModelReportText;

namespace MobileNetEdge.Cli.Output;

/// <summary>An architecture's costs as a table.</summary>
internal static class ArchitectureReportText
{
    public static void Write(ArchitectureReport report, IAnsiConsole console)
    {
        WriteLine(console, report.Model.Metadata.Description ?? "");
        WriteLayers(report, console);
        WriteLine(console, Invariant(
            $"total: {report.Total.Macs / 1e6:f1} M MACs, {report.Total.Parameters / 1e6:f2} M parameters, {report.Model.Operators.Length} operators"));
        WriteLine(console, Invariant(
            $"{report.Pairs.Count} depthwise-separable pairs: {report.PairMacs / 1e6:f1} M MACs"));
        WriteLine(console, Invariant(
            $"as standard convolutions: {report.StandardMacs / 1e6:f1} M MACs, ratio {(double)report.PairMacs / report.StandardMacs:f3}"));
    }

    /// <summary>What the standard convolution costs stands beside the pair's second layer.</summary>
    private static void WriteLayers(ArchitectureReport report, IAnsiConsole console)
    {
        Table table = Plain("#", "operator", "details", "input", "output", "MACs", "parameters", "standard MACs", "ratio");
        for (int i = 0; i < report.Model.Operators.Length; i++)
        {
            Operator step = report.Model.Operators[i];
            OperatorCost cost = OperatorCost.Of(step);
            DepthwiseSeparablePair? pair = report.Pairs.GetValueOrDefault(step);
            AddRow(
                table, Invariant($"{i}"), step.Name, ModelReport.Details(step),
                Shapes(step.Inputs.Where(t => !t.IsConstant)), Shapes(step.Outputs), Count(cost.Macs), Count(cost.Parameters),
                Count(pair?.StandardMacs ?? 0), pair is null ? "" : Invariant($"{pair.Ratio:f4}"));
        }

        console.Write(table);
    }
}
