using System.Diagnostics;
using Cimarron.Solvers;
using Cimarron.Solvers.Highs;
using Cimarron.Tests.Tool;

namespace Cimarron.Tests.Solvers;

/// <summary>
/// The <c>highs</c> executable, played by a script that reads the same arguments and files and lets the WebAssembly build solve, log and write the solution file.
/// </summary>
public sealed class NativeHighsTests : IDisposable
{
    private const string Script = """
        #!/usr/bin/env node
        const fs = require('fs');
        const args = process.argv.slice(2);
        const value = name => { const i = args.indexOf(name); return i < 0 ? null : args[i + 1]; };
        require('PACKAGE')({ print: line => fs.writeSync(1, line + '\n') }).then(highs => {
          const model = highs.createModel({ format: 'mps', data: fs.readFileSync(args[0]) });
          // The WebAssembly build has one thread and refuses the option.
          model.options.read(fs.readFileSync(value('--options_file'), 'utf8').replace(/^threads = \d+$/m, ''));
          const start = value('--read_solution_file');
          if (start) {
            const lines = fs.readFileSync(start, 'utf8').split('\n');
            const first = lines.findIndex(line => line.startsWith('# Columns'));
            const count = Number(lines[first].split(' ')[2]);
            model.setSolution({ colValue: lines.slice(first + 1, first + 1 + count).map(line => Number(line.split(' ')[1])) });
          }
          model.run();
          fs.writeFileSync(value('--solution_file'), model.exportSolution());
        });
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void It_agrees_with_enumeration()
    {
        var solver = new NativeHighsSolver(Executable("highs", Script.Replace("PACKAGE", HighsPackage.Find().Found!.Directory, StringComparison.Ordinal)));
        var random = new Random(31);
        var solved = 0;
        for (var i = 0; i < 8; i++)
        {
            var model = RandomModels.Next(random);
            var expected = Enumeration.Optimum(model);
            var start = i % 2 == 0 ? null : model.Variables.Select(v => v.Lower).ToArray();

            var result = solver.Solve(model, new SolveOptions { WarmStart = start });

            result.Status.ShouldBe(expected is null ? SolveStatus.Infeasible : SolveStatus.Optimal);
            result.SolverName.ShouldStartWith("HiGHS 1.");
            if (expected is { } optimum)
            {
                result.Objective!.Value.ShouldBe(optimum, 1e-6);
                result.Bound!.Value.ShouldBe(optimum, 1e-4);
                solved++;
            }
        }

        solved.ShouldBeInRange(2, 7);
    }

    [Theory]
    [InlineData("echo 'HiGHS version 1.7.2 (git hash: n/a)'", "1.7.2", null)]
    [InlineData("echo 'HiGHS version 1.2.1'", "1.2.1", "version 1.2.1 is too old")]
    [InlineData("echo hello", null, "does not say which version")]
    [InlineData("kill -9 $$", null, "does not say which version")]
    public void Its_version_is_checked(string script, string? version, string? problem)
    {
        var found = HighsExecutable.Inspect(Executable("highs", $"#!/bin/sh\n{script}\n"));

        found.Version.ShouldBe(version);
        (found.Problem ?? "").ShouldContain(problem ?? "");
        (found.Problem is null).ShouldBe(problem is null);
    }

    [Theory]
    [InlineData("exit 3", "CIM0704", "ended with exit code 3 and no solution file")]
    [InlineData("kill -9 $$", "CIM0704", "ended with exit code 137")]
    [InlineData("echo garbage > $5", "CIM0706", "none of the known formats")]
    public void Its_failures_are_diagnostics(string script, string code, string message)
    {
        var solver = new NativeHighsSolver(Executable("highs", $"#!/bin/sh\n{script}\n"));
        var model = new MipModel();
        model.Minimize(model.AddBinary("x"));

        var failure = Should.Throw<DiagnosticException>(() => solver.Solve(model, new SolveOptions()));

        (failure.ExitCode, failure.Diagnostics.Single().Code).ShouldBe((ExitCode.SolverFailed, code));
        failure.Message.ShouldContain(message);
    }

    private string Executable(string name, string text)
    {
        var path = _directory.Write(name, text);
        using var chmod = Process.Start("/bin/chmod", ["+x", path]);
        chmod.WaitForExit();
        return path;
    }
}
