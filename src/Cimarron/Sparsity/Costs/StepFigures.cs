namespace Cimarron.Sparsity.Costs;

/// <summary>What the weights of one step ask for, before partial sums.</summary>
/// <param name="LoadBits">Weights, indices and inputs over the bus.</param>
/// <param name="MostRows">Rows in the fullest macro.</param>
/// <param name="MostRowGroups">Row groups in the macro with most.</param>
internal readonly record struct StepFigures(long LoadBits, int MostRows, int MostRowGroups);
