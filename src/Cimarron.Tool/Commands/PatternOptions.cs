using System.CommandLine;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Pruning;

namespace Cimarron.Tool.Commands;

/// <summary>The options by which <c>map</c> and <c>compile</c> take a sparsity pattern.</summary>
internal sealed class PatternOptions
{
    private readonly Option<string?> _pattern = new("--pattern", "-p") { Description = $"prune the weights and work with what is left, beside the dense run: {PatternHelp.One}", HelpName = "PATTERN" };
    private readonly Option<bool> _masked = CommonOptions.Masked();
    private readonly Option<string?> _seed = CommonOptions.Seed();
    private readonly PruneOptionSet _pruning = new();

    public void AddTo(Command command)
    {
        command.Add(_pattern);
        command.Add(_masked);
        command.Add(_seed);
        _pruning.AddTo(command);
    }

    /// <summary>What is asked for; null without a pattern.</summary>
    public PatternRequest? Read(ParseResult parse, List<Diagnostic> problems)
    {
        if (parse.GetValue(_pattern) is not { } text)
        {
            var given = new Option[] { _masked, _seed }.Where(o => parse.GetResult(o) is { Implicit: false }).Select(o => o.Name).Concat(_pruning.Given(parse)).ToArray();
            if (given.Length > 0)
            {
                problems.Add(Diagnostic.Error("CIM0602", $"{string.Join(", ", given)} without a pattern", field: "--pattern", hint: "name one, for example --pattern hybrid@0.75"));
            }

            return null;
        }

        var (pruning, seed) = (_pruning.Read(parse, problems), CommonOptions.SeedOf(parse.GetValue(_seed), problems));
        return CommonOptions.Collect(() => new PatternRequest(PatternLibrary.Parse(text), pruning, parse.GetValue(_masked), seed), problems);
    }
}
