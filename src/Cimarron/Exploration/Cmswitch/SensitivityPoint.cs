using System.Collections.Immutable;
using System.Globalization;
using Cimarron.DualMode.Costs;

namespace Cimarron.Exploration.Cmswitch;

/// <summary>One choice for everything that the paper leaves open.</summary>
/// <param name="ArrayBytes">D_cim, bytes per cycle.</param>
/// <param name="ExternalBytes">External bandwidth, bytes per cycle.</param>
/// <param name="Step">Cycles of a matrix-vector step.</param>
/// <param name="Write">Cycles to write an array.</param>
/// <param name="HasFreeBus">Whether loads are parallel.</param>
/// <param name="CountsWeights">Whether AI counts weights.</param>
/// <param name="IsGreedy">Whether our compiler cuts greedily.</param>
internal sealed record SensitivityPoint(int ArrayBytes, int ExternalBytes, int Step, int Write, bool HasFreeBus, bool CountsWeights, bool IsGreedy)
{
    /// <summary>All combinations.</summary>
    public static ImmutableArray<SensitivityPoint> All(bool isQuick) =>
    [
        .. from array in Either(4, 40)
           from external in isQuick ? [16] : Either(4, 16, 64)
           from step in isQuick ? [8] : Either(8, 128)
           from write in isQuick ? [320] : Either(320, 1280)
           from bus in Either(false, true)
           from weights in Either(false, true)
           from greedy in isQuick ? [false] : Either(false, true)
           select new SensitivityPoint(array, external, step, write, bus, weights, greedy),
    ];

    /// <summary>The setting for a baseline that copies matrix products, or one that does not.</summary>
    public DualSetting Setting(bool copiesProducts) => new(
        ToString(),
        Title,
        [$"memoryMode={ArrayBytes}B/cycle", $"external={ExternalBytes}B/cycle", $"stepCycles={Step}", $"writeCycles={Write}"],
        new CostSettings { Model = CostModelKind.Paper, HasFreeBus = HasFreeBus, CountsWeightsInIntensity = CountsWeights, CountsPackInIntensity = true },
        copiesProducts,
        IsGreedy);

    /// <summary>The choice in words.</summary>
    public string Title => string.Create(
        CultureInfo.InvariantCulture,
        $"D_cim {ArrayBytes}, external {ExternalBytes} B/cycle, step {Step}, write {Write}, loads {(HasFreeBus ? "in parallel" : "share the bus")}, AI {(CountsWeights ? "with weights" : "= K")}, {(IsGreedy ? "greedy" : "best")} pieces");

    private static ImmutableArray<T> Either<T>(params ImmutableArray<T> values) => values;
}
