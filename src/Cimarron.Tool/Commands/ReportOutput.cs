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
                ReportPrinter.Print(report, console, headlinesOnly: request.Verbosity == Verbosity.Quiet);
                if (request is { Output: { } output, Verbosity: not Verbosity.Quiet })
                {
                    console.Out.WriteLine($"written to {output}");
                }

                break;
        }

        console.Report(ReportPrinter.Alarms(report));
    }
}
