namespace Cimarron.Mappers;

/// <summary>What a solver has proven about the energy of one spatial scheme under the exact rules.</summary>
/// <param name="LowerBound">No mapping of the scheme takes less, nJ.</param>
/// <param name="Value">Energy of the mapping certified, nJ.</param>
/// <param name="Columns">Columns of the program.</param>
/// <param name="IsOptimal">Whether the solver closed the program.</param>
public sealed record ExactFloor(double LowerBound, double Value, int Columns, bool IsOptimal)
{
    /// <summary>(value − bound) / value, 0…1.</summary>
    public double Gap => Math.Max(0, (Value - LowerBound) / Value);
}
