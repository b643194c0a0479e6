using System.Text.Json;
using Cimarron.Sparsity.Costs;

namespace Cimarron.Sparsity.Chips;

/// <summary>Keys of chip files for units and memories.</summary>
internal static class SparseNames
{
    /// <summary>The key of a unit under <c>energies</c>: <c>adderTree</c>.</summary>
    public static string Key(SparseUnit unit) => JsonNamingPolicy.CamelCase.ConvertName(unit.ToString());

    /// <summary>The key of a memory: <c>globalBuffer</c>.</summary>
    public static string Key(SparseMemory memory) => JsonNamingPolicy.CamelCase.ConvertName(memory.ToString());
}
