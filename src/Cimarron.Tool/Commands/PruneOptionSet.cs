using System.CommandLine;
using Cimarron.Sparsity.Pruning;

namespace Cimarron.Tool.Commands;

/// <summary>The options that decide what is pruned, shared by all commands that prune.</summary>
internal sealed class PruneOptionSet
{
    private readonly Option<string> _criterion = new("--criterion") { Description = "what removing weights loses: l1 (Σ|w|) or l2 (Σw²)", HelpName = "l1|l2", DefaultValueFactory = _ => "l1" };
    private readonly Option<bool> _global = CommonOptions.Flag("--global", "keep the ratio over all layers together instead of in each: blocks with the least loss per weight go first");
    private readonly Option<bool> _groups = CommonOptions.Flag("--prune-groups", "prune grouped and depthwise convolutions too");
    private readonly Option<string[]> _skip = new("--skip") { Description = "operator that stays dense; repeatable", HelpName = "NAME", DefaultValueFactory = _ => [] };

    public void AddTo(Command command)
    {
        command.Add(_criterion);
        command.Add(_global);
        command.Add(_groups);
        command.Add(_skip);
    }

    /// <summary>The names of those that are given.</summary>
    public IEnumerable<string> Given(ParseResult parse) => new Option[] { _criterion, _global, _groups, _skip }.Where(o => parse.GetResult(o) is { Implicit: false }).Select(o => o.Name);

    public PruneOptions Read(ParseResult parse, List<Diagnostic> problems) => new()
    {
        Criterion = CommonOptions.Choice("--criterion", parse.GetValue(_criterion)!, problems, ("l1", PruneCriterion.L1), ("l2", PruneCriterion.L2)),
        Scope = parse.GetValue(_global) ? PruneScope.Network : PruneScope.Layer,
        PrunesGroups = parse.GetValue(_groups),
        Skips = [.. parse.GetValue(_skip)!],
    };
}
