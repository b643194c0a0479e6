using Cimarron.Solvers;

namespace Cimarron.Tool.Commands;

/// <summary>Which solver was asked for, and for what.</summary>
/// <param name="IsCertified">Whether results are to be certified.</param>
/// <param name="Certifier">The solver named with <c>--certify</c>.</param>
/// <param name="Solver">The solver of <c>--solver</c>.</param>
/// <param name="Command">The template of <c>--solver-command</c>.</param>
/// <param name="ModelFile">Where programs are written.</param>
internal sealed record SolverChoice(bool IsCertified, string? Certifier, string? Solver, string? Command, string? ModelFile)
{
    /// <summary>Whether certificates are to use every column that no bound excludes.</summary>
    public bool IsInFull { get; init; }

    /// <summary>Writes the programs; set when the solver is made.</summary>
    public ModelWritingSolver? Writer { get; private set; }

    /// <summary>The solver, looked for now.</summary>
    /// <param name="name">The name given where it is used; null for none.</param>
    /// <exception cref="DiagnosticException">It is named twice, unknown, missing, or its programs cannot be written.</exception>
    public IMipSolver Make(string? name)
    {
        if (name is not null && (Solver ?? Command) is not null)
        {
            throw new DiagnosticException(Diagnostic.Error("CIM0603", "the mapper's options name a solver too", field: Solver is null ? "--solver-command" : "--solver", hint: "give one of the two"));
        }

        if (ModelFile is not null)
        {
            // A wrong file name is told even where the solver is missing.
            _ = Solvers.ModelFile.FormatOf(ModelFile);
        }

        var solver = Command is not null ? SolverLibrary.FromCommand(Command) : SolverLibrary.Get(Solver ?? name ?? SolverLibrary.Auto);
        return ModelFile is null ? solver : Writer = new ModelWritingSolver(solver, ModelFile);
    }
}
