using System.Diagnostics;
using System.Globalization;

namespace Cimarron.Tests.Tool;

/// <summary>The tool as a process of its own, for what only a process can show: signals and sudden death.</summary>
internal sealed class ToolProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Tests that run in the background of a script are started with interrupts ignored, which children inherit and the tool respects;
    /// where <c>env</c> can, it undoes that.
    /// </summary>
    private static readonly Lazy<string[]> Launcher = new(() => CanResetInterrupt() ? ["env", "--default-signal=INT", "dotnet"] : ["dotnet"]);

    private readonly Process _process;
    private readonly Task<string> _out;
    private readonly Task<string> _error;

    public ToolProcess(params string[] args)
    {
        var start = new ProcessStartInfo(Launcher.Value[0]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[.. Launcher.Value[1..], Path.Combine(AppContext.BaseDirectory, "Cimarron.Tool.dll"), .. args])
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        _out = _process.StandardOutput.ReadToEndAsync();
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Waits until a file exists, which a running tool is expected to write.</summary>
    public void WaitFor(string file)
    {
        var clock = Stopwatch.StartNew();
        while (!File.Exists(file))
        {
            _process.HasExited.ShouldBeFalse("the tool ended before it wrote the file");
            clock.Elapsed.ShouldBeLessThan(Patience);
            Thread.Sleep(20);
        }
    }

    /// <summary>Sends what Ctrl-C sends.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        kill.ExitCode.ShouldBe(0, "the tool ended before it was interrupted");
    }

    /// <summary>Sends what cannot be caught.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits for the end.</summary>
    public ToolRun Finish()
    {
        _process.WaitForExit(Patience).ShouldBeTrue("the tool does not end");
        return new ToolRun(_process.ExitCode, _out.Result, _error.Result);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static bool CanResetInterrupt()
    {
        using var trial = Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", "true"]) { UseShellExecute = false, RedirectStandardError = true });
        trial!.WaitForExit();
        return trial.ExitCode == 0;
    }
}
