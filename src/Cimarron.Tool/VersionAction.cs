using System.CommandLine;
using System.CommandLine.Invocation;
using Cimarron.Reports;

namespace Cimarron.Tool;

/// <summary>Prints name and version.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"cimarron {ResultBuilder.ToolVersion}");
        return (int)ExitCode.Ok;
    }
}
