using System.Diagnostics;
using Cimarron.Tests.Tool;

namespace Cimarron.Tests.Solvers;

/// <summary>The script that installs solvers, on a machine whose package managers are scripts of ours.</summary>
public sealed class SetupSolverTests : IDisposable
{
    private static readonly string[] Commands = ["bash", "dirname", "readlink", "mktemp", "timeout", "tail", "rm", "flock", "grep", "mkdir", "ln", "touch", "cat"];
    private readonly TemporaryDirectory _machine = new();

    public SetupSolverTests()
    {
        Directory.CreateDirectory(_machine["src"]);
        Directory.CreateDirectory(_machine["bin"]);
        File.Copy(Path.Combine(RepositoryRoot.Path, "src", "setup-solver"), _machine["src/setup-solver"]);
        foreach (var command in Commands)
        {
            var path = new[] { "/usr/bin", "/bin" }.Select(d => Path.Combine(d, command)).First(File.Exists);
            File.CreateSymbolicLink(_machine[$"bin/{command}"], path);
        }

        Fake("id", "echo 0");
        Fake("apt-get", $"echo \"$1\" >> '{_machine["apt.log"]}'; [ \"$1\" = update ] && exec touch '{_machine["updated"]}'; [ -f '{_machine["updated"]}' ] || {{ echo 'E: Unable to locate package'; exit 100; }}; ln -sf /bin/true '{_machine["bin/cbc"]}'");
        Fake("node", "exit 0");
        Fake("npm", $"echo install >> '{_machine["npm.log"]}'; mkdir -p '{_machine[".tools/node_modules/highs"]}'; for a; do v=\"${{a#highs@}}\"; done; echo \"  \\\"version\\\": \\\"$v\\\",\" > '{_machine[".tools/node_modules/highs/package.json"]}'");
    }

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void CBC_is_installed_once_with_fresh_package_lists_where_the_old_ones_lack_it()
    {
        var first = Setup("cbc");
        var second = Setup("cbc");

        first.ShouldBe((0, "cimarron: installing coinor-cbc coinor-libcbc3 with apt-get ...\n"));
        second.ShouldBe((0, ""));
        File.ReadAllLines(_machine["apt.log"]).ShouldBe(["install", "update", "install"]);
    }

    [Fact]
    public void HiGHS_is_installed_once()
    {
        Setup("highs").ShouldBe((0, "cimarron: installing the npm package highs 1.15.3 into .tools ...\n"));
        Setup("highs").ShouldBe((0, ""));
        Setup("auto").ShouldBe((0, ""));
        File.ReadAllLines(_machine["npm.log"]).Length.ShouldBe(1);
    }

    [Fact]
    public void Without_rights_it_says_how()
    {
        Fake("id", "echo 1000");

        var (exitCode, error) = Setup("cbc");

        exitCode.ShouldNotBe(0);
        error.ShouldContain("sudo apt-get install coinor-cbc coinor-libcbc3");
        File.Exists(_machine["apt.log"]).ShouldBeFalse();
    }

    [Fact]
    public void Without_a_network_it_says_so_and_automatic_choice_tries_the_other()
    {
        Fake("npm", "echo npm error network; exit 1");

        var (exitCode, error) = Setup("auto");

        exitCode.ShouldBe(0);
        error.ShouldContain("npm could not install highs");
        error.ShouldContain("npm error network");
        error.ShouldContain("installing coinor-cbc");
    }

    [Fact]
    public void An_unknown_name_is_refused() => Setup("gurobi").ExitCode.ShouldBe(2);

    private void Fake(string name, string script)
    {
        File.Delete(_machine[$"bin/{name}"]);
        File.WriteAllText(_machine[$"bin/{name}"], $"#!/bin/bash\n{script}\n");
        using var chmod = Process.Start("/bin/chmod", ["+x", _machine[$"bin/{name}"]]);
        chmod.WaitForExit();
    }

    private (int ExitCode, string Error) Setup(string solver)
    {
        var start = new ProcessStartInfo("/bin/bash", [_machine["src/setup-solver"], solver]) { UseShellExecute = false, RedirectStandardError = true };
        start.Environment["PATH"] = _machine["bin"];
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }
}
