namespace Cimarron.Workloads;

/// <summary>
/// How the weights of a pruned operator are stored: in fewer rows or columns than its matrices have, with an index that says where they belong. Rows, columns and elements are those of
/// one group; every group has as many.
/// </summary>
/// <param name="Rows">N′: rows stored, those of the longest strip, ≥ 1. An incomplete block at the edge can make them more than the matrix has.</param>
/// <param name="Columns">K′: columns stored, 1 … K.</param>
/// <param name="Width">Columns of a strip, ≥ 1: they share their input rows. At least K when all columns do.</param>
/// <param name="Moved">Elements of an input vector that some weight is multiplied with, 1 … N.</param>
/// <param name="IndexBits">Bits of the index of all groups, ≥ 0.</param>
public sealed record WeightPacking(int Rows, int Columns, int Width, int Moved, long IndexBits)
{
    /// <summary>The packing of one of several equal parts of the columns; null if parts end within strips, whose columns then had different inputs in one array.</summary>
    /// <param name="parts">How many parts, ≥ 1; they divide the columns of the matrix.</param>
    /// <param name="columns">K: columns of the matrix.</param>
    public WeightPacking? Part(int parts, int columns)
    {
        if (parts == 1)
        {
            return this;
        }

        return Width < columns && columns / parts % Width != 0 ? null : this with { Columns = (Columns + parts - 1) / parts, IndexBits = (IndexBits + parts - 1) / parts };
    }
}
