using System.Text;
using MobileNetEdge.Cli.Output;
using Spectre.Console;

namespace MobileNetEdge.Cli.Benchmarking.Family;

/// <summary>Networks side by side as a table, for a terminal or in Markdown.</summary>
internal static class FamilyText
{
    /// <summary>A table without colour.</summary>
    public static void Write(FamilyReport report, IAnsiConsole console)
    {
        ModelReportText.WriteLine(console, report.Caption);
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string heading in report.Headings)
        {
            TableColumn column = new TableColumn(new Text(heading)).NoWrap();
            table.AddColumn(heading == report.Headings[0] ? column : column.RightAligned());
        }

        foreach (FamilyRow row in report.Rows)
        {
            ModelReportText.AddRow(table, report.Cells(row));
        }

        console.Write(table);
    }

    /// <summary>A table in Markdown, the caption below it.</summary>
    public static string ToMarkdown(FamilyReport report)
    {
        StringBuilder text = new();
        AppendLine(text, report.Headings);
        AppendLine(text, [.. report.Headings.Select((_, i) => i == 0 ? "---" : "---:")]);
        foreach (FamilyRow row in report.Rows)
        {
            AppendLine(text, report.Cells(row));
        }

        return text.Append('\n').Append(report.Caption).Append(".\n").ToString();
    }

    private static void AppendLine(StringBuilder text, string[] cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
