using System.Diagnostics;
using Cimarron.Tests.Tool;

namespace Cimarron.Tests.Solvers;

/// <summary>The tool on a machine without node and without executables.</summary>
public sealed class MissingSolverTests : IDisposable
{
    private readonly TemporaryDirectory _empty = new();

    public void Dispose() => _empty.Dispose();

    [Fact]
    public void A_missing_solver_is_a_diagnostic_that_says_how_to_get_it()
    {
        var (exitCode, output, error) = Tool("map", "--layer", "P=4,C=4,K=4", "--mapper", "mip:solver=highs");

        exitCode.ShouldBe(4, error);
        output.ShouldBeEmpty();
        error.ShouldContain("error CIM0702: highs cannot be used (highs executable): not found on PATH");
        error.ShouldContain("error CIM0702: highs cannot be used (npm package highs under node): node was not found on PATH");
        error.ShouldContain("npm install --prefix .tools highs@");
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public void The_exact_mapper_needs_none()
    {
        var (exitCode, output, error) = Tool("map", "--layer", "P=4,C=4,K=4");

        exitCode.ShouldBe(0, error);
        output.ShouldContain("1 of 1 layers proven optimal");
    }

    [Fact]
    public void The_list_says_what_is_missing()
    {
        var (exitCode, output, _) = Tool("solvers");

        exitCode.ShouldBe(0);
        output.ShouldContain("highs is missing: put a highs executable");
    }

    private (int ExitCode, string Out, string Error) Tool(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Path.Combine(AppContext.BaseDirectory, "Cimarron.Tool.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = _empty.Path;
        start.Environment["CIMARRON_TOOLS"] = _empty.Path;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
