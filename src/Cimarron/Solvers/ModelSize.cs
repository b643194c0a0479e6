namespace Cimarron.Solvers;

/// <summary>How large a model is, as it was handed to the solver.</summary>
/// <param name="Variables">All variables.</param>
/// <param name="Binaries">Binary ones among them.</param>
/// <param name="Integers">Other integer ones among them.</param>
/// <param name="Constraints">Rows, indicator rows included.</param>
/// <param name="Nonzeros">Coefficients in the rows.</param>
public sealed record ModelSize(int Variables, int Binaries, int Integers, int Constraints, long Nonzeros);
