using System.Collections.Immutable;
using Cimarron.DualMode.Programs.Checking;

namespace Cimarron.DualMode.Programs;

/// <summary>
/// Decides whether a program is legal on a chip, by following what every array and tensor holds. Repeated blocks are followed twice with the carried state; an iteration must leave
/// the chip as it found it, so that all further ones go like the second. The rules are in <c>docs/meta-program.md</c>.
/// </summary>
public static class ProgramValidator
{
    /// <summary>Findings reported at most.</summary>
    public const int MaxViolations = 200;

    /// <summary>Repeated blocks inside of each other at most.</summary>
    public const int MaxRepeatDepth = 4;

    /// <summary>Everything wrong with a program, in the order of its statements; empty for a legal one. A finding may cause others after it.</summary>
    /// <param name="program">Any program.</param>
    /// <param name="chip">The chip it is to run on.</param>
    public static ImmutableArray<ProgramViolation> Check(MetaProgram program, DualModeChip chip)
    {
        var findings = new ViolationList();
        if (program.Chip != chip.Name || (program.ChipHash.Length > 0 && chip.Hash.Length > 0 && program.ChipHash != chip.Hash))
        {
            findings.Add(ProgramViolationKind.OtherChip, "end", $"the program is for chip '{program.Chip}', this is '{chip.Name}' or another version of it");
        }

        var symbols = new ProgramSymbols(program);
        foreach (var problem in symbols.Problems.Concat(PackProblems(program, chip, symbols)))
        {
            findings.Add(ProgramViolationKind.Declaration, "end", problem);
        }

        if (!findings.Any(ProgramViolationKind.Declaration))
        {
            new ProgramWalk(program, chip, symbols, findings).Run();
        }

        return findings.ToImmutable();
    }

    private static IEnumerable<string> PackProblems(MetaProgram program, DualModeChip chip, ProgramSymbols symbols) => symbols.Problems.Count > 0
        ? []
        : program.Operators.Select(o => (Operator: o, Grid: new TileGrid(o, chip))).SelectMany(p => new[]
        {
            p.Grid.FitsPacks ? null : $"operator '{p.Operator.Name}': {p.Operator.GroupsPerTile} groups do not fit in one tile",
            p.Grid.SharesRows ? null : $"operator '{p.Operator.Name}': strips of {p.Operator.Packing!.Width} columns end within tiles of {chip.WeightColumns}",
        }).OfType<string>();
}
