using System.Text.RegularExpressions;
using Cimarron.Tests.Tool;

namespace Cimarron.Tests;

/// <summary>The documentation speaks of what exists.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Root = RepositoryRoot.Path;

    [Fact]
    public void Every_link_leads_to_a_file()
    {
        var files = Directory.GetFiles(Root, "*.md").Concat(Directory.GetFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)).ToArray();

        files.Length.ShouldBeGreaterThan(5);
        foreach (var file in files)
        {
            foreach (Match match in Link().Matches(File.ReadAllText(file)))
            {
                var target = match.Groups["target"].Value.Split('#')[0];
                if (target.Length > 0 && !target.StartsWith("http", StringComparison.Ordinal))
                {
                    Path.Exists(Path.Combine(Path.GetDirectoryName(file)!, target)).ShouldBeTrue($"{file}: {target}");
                }
            }
        }
    }

    [Theory]
    [InlineData("map")]
    [InlineData("compare")]
    [InlineData("paper")]
    [InlineData("evaluate")]
    [InlineData("report")]
    [InlineData("chips")]
    [InlineData("models")]
    [InlineData("solvers")]
    public void Every_command_is_documented(string command) => Text("docs/cli.md").ShouldContain($"`{command}");

    [Fact]
    public void The_options_of_map_are_those_documented()
    {
        var documented = Option().Matches(Section(Text("docs/cli.md"), "### Options of `map`")).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
        var real = Option().Matches(ToolRun.Of("map", "--help").Out.Split("Examples:")[0]).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);

        real.ExceptWith(["--help", "--layer"]);
        documented.Order(StringComparer.Ordinal).ShouldBe(real.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_command_line_of_the_readme_is_one_the_tool_accepts()
    {
        var commands = CommandLine().Matches(Text("README.md")).Select(m => m.Groups["command"].Value).ToArray();

        commands.ShouldNotBeEmpty();
        foreach (var command in commands)
        {
            // Asking for help instead of running it still checks the names of commands.
            ToolRun.Of([.. command.Split(' ').TakeWhile(w => !w.StartsWith('-') && !w.Contains('/', StringComparison.Ordinal)).Take(1), "--help"]).ExitCode.ShouldBe(0, command);
        }
    }

    private static string Text(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static string Section(string text, string heading)
    {
        var start = text.IndexOf(heading, StringComparison.Ordinal) + heading.Length;
        var end = new[] { "\n## ", "\n### " }.Select(h => text.IndexOf(h, start, StringComparison.Ordinal)).Where(at => at >= 0).Min();
        return text[start..end];
    }

    [GeneratedRegex(@"\]\((?<target>[^)]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"--[a-z][a-z-]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Option();

    [GeneratedRegex(@"^\./cimarron (?<command>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CommandLine();
}
