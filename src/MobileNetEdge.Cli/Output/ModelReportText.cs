using System.Globalization;
using MobileNetEdge.Runtime;
using Spectre.Console;

namespace MobileNetEdge.Cli.Output;

/// <summary>A model report as tables.</summary>
internal static class ModelReportText
{
    private static readonly string[] Numbers = ["#", "step", "MACs", "parameters", "offset", "bytes", "standard MACs", "ratio", "threads", "runs", "min ms", "p50 ms", "p90 ms", "p99 ms", "images/s", "GMAC/s", "of peak", "µs", "share"];

    public static void Write(ModelReport report, IAnsiConsole console, bool verbose)
    {
        WriteHead(report, console);
        WriteLayers(report.Model, console);
        WriteLine(console, Invariant(
            $"total: {report.Total.Macs / 1e6:f1} M MACs, {report.Total.Parameters / 1e6:f2} M parameters, {report.Model.Operators.Length} operators"));
        if (report.Prepared is { } prepared)
        {
            WriteArena(prepared, console);
            if (verbose)
            {
                WriteSteps(prepared, console);
            }
        }
        else
        {
            WriteLine(console, $"not runnable here: {report.Obstacle}");
        }
    }

    private static void WriteHead(ModelReport report, IAnsiConsole console)
    {
        WriteLine(console, Invariant($"{report.File}: {report.FileBytes:n0} bytes"));
        ModelMetadata metadata = report.Model.Metadata;
        if (metadata.Description is { Length: > 0 } description)
        {
            WriteLine(console, description);
        }

        foreach (Tensor input in report.Model.Inputs)
        {
            WriteLine(console, $"input  {input}, {input.Quantization?.ToString() ?? "not quantized"}");
        }

        foreach (Tensor output in report.Model.Outputs)
        {
            WriteLine(console, $"output {output}, {output.Quantization?.ToString() ?? "not quantized"}");
        }

        WriteLine(console, metadata.Source is null ? "metadata: none" : $"metadata: {metadata.Source}, {metadata.Labels.Length} labels");
        if (metadata.Warning is { } warning)
        {
            WriteLine(console, $"metadata that could not be read: {warning}");
        }
    }

    private static void WriteLayers(Model model, IAnsiConsole console)
    {
        Table table = Plain("#", "operator", "details", "input", "output", "output quantization", "weights", "MACs", "parameters");
        for (int i = 0; i < model.Operators.Length; i++)
        {
            Operator step = model.Operators[i];
            OperatorCost cost = OperatorCost.Of(step);
            AddRow(
                table, Invariant($"{i}"), step.Name, ModelReport.Details(step), Shapes(step.Inputs.Where(t => !t.IsConstant)), Shapes(step.Outputs),
                step.Outputs[0].Quantization?.ToString() ?? "", Weights(step), Count(cost.Macs), Count(cost.Parameters));
        }

        console.Write(table);
    }

    private static void WriteArena(PreparedModel prepared, IAnsiConsole console)
    {
        WriteLine(console, Invariant(
            $"arena: {prepared.ArenaByteCount:n0} bytes; path {ExecutionPaths.NameOf(prepared.Path)}; {prepared.Steps.Length} steps after folding"));
        Table table = Plain("offset", "bytes", "steps", "tensor");
        foreach (TensorPlacement place in prepared.Placements.OrderBy(p => p.FirstStep).ThenBy(p => p.Offset))
        {
            AddRow(
                table, Invariant($"{place.Offset:n0}"), Invariant($"{place.ByteCount:n0}"), Invariant($"{place.FirstStep} to {place.LastStep}"), place.Tensor.ToString());
        }

        console.Write(table);
    }

    private static void WriteSteps(PreparedModel prepared, IAnsiConsole console)
    {
        Table table = Plain("step", "operator", "details", "path", "output");
        for (int i = 0; i < prepared.Steps.Length; i++)
        {
            PreparedStep step = prepared.Steps[i];
            string details = string.Join("; ", step.Operators.Select(ModelReport.Details).Where(text => text.Length > 0));
            AddRow(table, Invariant($"{i}"), step.Name, details, ExecutionPaths.NameOf(step.Path), step.Output.ToString());
        }

        console.Write(table);
    }

    /// <summary>A line whose control characters are harmless.</summary>
    public static void WriteLine(IAnsiConsole console, string text) => console.WriteLine(Terminal.Printable(text));

    /// <summary>A table without colour; numbers stand to the right.</summary>
    public static Table Plain(params string[] columns)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string column in columns)
        {
            TableColumn heading = new TableColumn(new Text(column)).NoWrap();
            table.AddColumn(Numbers.Contains(column) ? heading.RightAligned() : heading);
        }

        return table;
    }

    /// <summary>Cells are plain text: names in model files are not markup.</summary>
    public static void AddRow(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(Terminal.Printable(cell))));

    /// <summary>Shapes beside each other.</summary>
    public static string Shapes(IEnumerable<Tensor> tensors) => string.Join(" ", tensors.Select(t => t.Shape));

    private static string Weights(Operator step)
    {
        return step.Inputs.FirstOrDefault(t => t.IsConstant) is { Quantization: { } quantization } weights
            ? $"{weights.Type} {quantization}"
            : "";
    }

    /// <summary>A count with separators; nothing for 0.</summary>
    public static string Count(long count) => count == 0 ? "" : Invariant($"{count:n0}");

    /// <summary>Text whose numbers look the same everywhere.</summary>
    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
