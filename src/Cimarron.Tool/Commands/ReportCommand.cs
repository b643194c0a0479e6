using System.CommandLine;
using Cimarron.Reports;
using Cimarron.Tool.Output;

namespace Cimarron.Tool.Commands;

/// <summary><c>report</c>: prints a stored result again.</summary>
internal static class ReportCommand
{
    public static Command Create(ToolContext context)
    {
        var file = new Argument<string>("result") { Description = "result.json written by map" };
        var json = CommonOptions.Flag("--json", "print the result as JSON instead of tables");
        var csv = CommonOptions.Flag("--csv", "print the layers as CSV instead of tables");
        var verbose = CommonOptions.Flag("--verbose", "print every operator and the energy by level too");
        var command = new Command("report", "Print the tables of a stored result.") { file, json, csv, verbose };
        command.SetAction(parse =>
        {
            if (parse.GetValue(json) && parse.GetValue(csv))
            {
                throw new DiagnosticException(Diagnostic.Error("CIM0603", "cannot be combined with --json", field: "--csv", hint: "give one of the two"));
            }

            var result = ResultJson.ReadFile(parse.GetValue(file)!);
            if (parse.GetValue(json))
            {
                ResultJson.Write(result, context.Console.Out);
            }
            else if (parse.GetValue(csv))
            {
                LayerCsv.Write(result, context.Console.Out);
            }
            else
            {
                ResultTables.Print(result, context.Console, parse.GetValue(verbose));
                context.Console.Out.WriteLine(ResultTables.FinalLine(result));
            }
        });
        return command;
    }
}
