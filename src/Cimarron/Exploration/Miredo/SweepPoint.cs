using System.Collections.Immutable;
using Cimarron.Hardware;

namespace Cimarron.Exploration.Miredo;

/// <summary>A variant of the chip <c>default</c>.</summary>
/// <param name="Label">The value of what changes.</param>
/// <param name="Changes">Overrides as for <see cref="ChipLibrary.Load"/>; none for the unchanged chip.</param>
/// <param name="IsInQuick">Whether the quick edition has it.</param>
internal sealed record SweepPoint(string Label, ImmutableArray<string> Changes, bool IsInQuick = false)
{
    private readonly Lazy<Chip> _chip = new(() => ChipLibrary.Load("default", Changes));

    /// <summary>Whether nothing changes.</summary>
    public bool IsBase => Changes.IsEmpty;

    /// <summary>The variant.</summary>
    public Chip Chip => _chip.Value;
}
