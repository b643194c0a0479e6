using Cimarron.Reports.Tables;
using Cimarron.Tool.Output;

namespace Cimarron.Tool.Commands;

/// <summary>Prints a report of tables in the form asked for.</summary>
internal static class ReportOutput
{
    public static void Print(ReportDocument report, MapRequest request, ToolConsole console)
    {
        switch (request.Format)
        {
            case OutputFormat.Json:
                ReportJson.Write(report, console.Out);
                break;
            case OutputFormat.Csv:
                TableCsv.Write(report.Tables[0], console.Out);
                break;
            default:
                if (request.Verbosity != Verbosity.Quiet)
                {
                    ReportPrinter.Print(report, console);
                }

                foreach (var (value, meaning) in report.Headlines)
                {
                    console.Out.WriteLine(ToolConsole.Clean($"{value} {meaning}"));
                }

                if (request is { Output: { } output, Verbosity: not Verbosity.Quiet })
                {
                    console.Out.WriteLine($"written to {output}");
                }

                break;
        }

        console.Report(ReportPrinter.Alarms(report));
    }
}
