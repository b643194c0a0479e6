using Cimarron.Mappers.Exact;

namespace Cimarron.Mappers.Formulations;

/// <summary>What became of one scheme in a <see cref="FlowConfirmation"/>.</summary>
/// <param name="Scheme">The scheme.</param>
/// <param name="Near">How far above the optimum the mappings may lie whose columns are in the program; null when it holds all columns that no bound excludes.</param>
/// <param name="Columns">Columns of the program.</param>
/// <param name="AllColumns">Columns of the scheme.</param>
/// <param name="Outcome">What the solver found; null when there was nothing to solve, as no mapping of the scheme is near the optimum.</param>
internal sealed record SchemeConfirmation(Scheme Scheme, double? Near, int Columns, int AllColumns, ProgramOutcome? Outcome);
