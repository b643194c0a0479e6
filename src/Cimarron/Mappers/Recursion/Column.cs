using System.Runtime.InteropServices;
using Cimarron.Mappers.Exact;

namespace Cimarron.Mappers.Recursion;

/// <summary>
/// One status transition of one operand on one arc of the lattice of inner tiles, with its constants in the recursion: a binary variable y
/// of the lattice-flow program, a choice of the label search.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Column
{
    /// <summary>Status before.</summary>
    public required int From { get; init; }

    /// <summary>Status after.</summary>
    public required int To { get; init; }

    /// <summary>What the transition adds to the operand's sum of transfers S, cycles, both directions of an output counted (R1).</summary>
    public double Added { get; init; }

    /// <summary>The transfer's cycles if it interrupts the work inside it (target single buffered), else 0 (R2).</summary>
    public double Exposed { get; init; }

    /// <summary>The transfer's cycles if it overlaps with the work inside it (target double buffered), else 0 (R2).</summary>
    public double Hidden { get; init; }

    /// <summary>Cycles of a fetch that a restart of the loop does not wait for (R3).</summary>
    public double Overlapped { get; init; }

    /// <summary>Cycles of a preload before the nest; outputs take as long again after it (R5).</summary>
    public double Preload { get; init; }

    /// <summary>Energy of all transfers, nJ.</summary>
    public double Energy { get; init; }

    /// <summary>Bits that the closed level keeps in shared on-chip memory.</summary>
    public long Shared { get; init; }

    /// <summary>Bits in DRAM at the end of the nest.</summary>
    public long InDram { get; init; }

    /// <summary>Whether a block is opened, which closes the level of the one before.</summary>
    public bool Outward { get; init; }

    /// <summary>Buffering of the closed level.</summary>
    public bool Double { get; init; }

    /// <summary>Whether the transition neither fires nor opens a block.</summary>
    public bool Quiet { get; init; }

    /// <summary>The anchors of a transition on an anchor arc; null on others.</summary>
    public AnchorStep[]? Run { get; init; }
}
