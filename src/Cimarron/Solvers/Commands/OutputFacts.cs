using System.Globalization;
using System.Text.RegularExpressions;
using Cimarron.Solvers.Checking;

namespace Cimarron.Solvers.Commands;

/// <summary>What known solvers say on standard output and not in their solution files: bounds, nodes, and that there is no solution.</summary>
internal sealed partial class OutputFacts
{
    private readonly double _sign;

    /// <summary>Reads the output of a solver.</summary>
    /// <param name="isNegated">Whether the solver got the negative of the objective.</param>
    /// <param name="isMaximization">Whether the model maximises.</param>
    public OutputFacts(bool isNegated, bool isMaximization)
    {
        _sign = isNegated ? -1 : 1;
        IsMaximization = isMaximization;
    }

    /// <summary>A bound that holds whatever was rounded away in print, in the model's own sense.</summary>
    public double? Bound { get; private set; }

    /// <summary>Nodes.</summary>
    public long? Nodes { get; private set; }

    /// <summary>What the output says about a model without a solution.</summary>
    public Claim? Verdict { get; private set; }

    private bool IsMaximization { get; }

    /// <summary>Reads a line.</summary>
    public void Read(string line)
    {
        if (BoundText().Match(line) is { Success: true } bound && PrintedNumber.Parse(bound.Groups["bound"].Value) is { } printed)
        {
            Bound = (_sign * printed.Value) + (IsMaximization ? printed.LastDigit : -printed.LastDigit);
        }

        if (NodeText().Match(line) is { Success: true } nodes)
        {
            Nodes = long.Parse(nodes.Groups["nodes"].Value, CultureInfo.InvariantCulture);
        }

        Verdict ??= Undecided().IsMatch(line) ? Claim.InfeasibleOrUnbounded : Infeasible().IsMatch(line) ? Claim.Infeasible : Unbounded().IsMatch(line) ? Claim.Unbounded : null;
    }

    // Gurobi: Best objective …, best bound …, gap … or Optimal objective …; CBC: Lower bound: …; HiGHS and SCIP: Dual bound …
    [GeneratedRegex(@"(best bound|^Optimal objective|^Lower bound:|^Upper bound:|^\s*Dual [Bb]ound\s*:?)\s*(?<bound>[-+]?\d[\d.eE+-]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BoundText();

    // Gurobi: Explored 12 nodes; CBC: Enumerated nodes: 12; HiGHS: Nodes 12; SCIP: nodes : 12
    [GeneratedRegex(@"^(Explored (?<nodes>\d+) nodes|Enumerated nodes:\s+(?<nodes>\d+)|\s*Nodes\s+(?<nodes>\d+)|Solving Nodes\s*:\s*(?<nodes>\d+))", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NodeText();

    [GeneratedRegex(@"[Ii]nfeasible or unbounded|HAS NO DUAL FEASIBLE SOLUTION", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Undecided();

    // Gurobi, GLPK, CBC, HiGHS, SCIP
    [GeneratedRegex(@"^Model is infeasible|^(PROBLEM|LP) HAS NO (PRIMAL |INTEGER )?FEASIBLE SOLUTION|^Problem is infeasible|^Result - Problem proven infeasible|^\s*Status\s+Infeasible|problem is solved \[infeasible\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Infeasible();

    [GeneratedRegex(@"^Model is unbounded|^(PROBLEM|LP) HAS UNBOUNDED|^\s*Status\s+Unbounded|problem is solved \[unbounded\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unbounded();
}
