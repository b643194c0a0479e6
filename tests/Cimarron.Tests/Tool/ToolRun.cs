using Cimarron.Mappers;
using Cimarron.Tests.Mappers;
using Cimarron.Tool;

namespace Cimarron.Tests.Tool;

/// <summary>The tool run in this process.</summary>
internal sealed record ToolRun(int ExitCode, string Out, string Error)
{
    public static ToolRun Of(params string[] args) => With(null, default, args);

    public static ToolRun With(ILayerMapper? mapper, CancellationToken cancellationToken, params string[] args)
    {
        using var stdout = new StringWriter();
        using var stderr = new StringWriter();
        var exitCode = ToolProgram.Run(args, stdout, stderr, mapper ?? new StreamingMapper(), cancellationToken);
        return new ToolRun(exitCode, stdout.ToString(), stderr.ToString());
    }

    /// <summary>A refusal: exit code 2, nothing on standard output, every finding coded, no stack trace.</summary>
    public ToolRun ShouldBeRefused()
    {
        ExitCode.ShouldBe(2, Error);
        Out.ShouldBeEmpty();
        Error.ShouldContain("error CIM0");
        Error.ShouldNotContain("   at ");
        Error.ShouldNotContain("Exception");
        Error.ShouldNotContain("internal error");
        return this;
    }
}
