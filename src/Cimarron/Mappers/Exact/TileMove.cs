using System.Runtime.InteropServices;

namespace Cimarron.Mappers.Exact;

/// <summary>A <see cref="Move"/> priced for one tile.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct TileMove
{
    /// <summary>State afterwards.</summary>
    public int State;

    public bool Fires;

    /// <summary>Whether a block is opened.</summary>
    public bool Outward;

    /// <summary>Buffering of the closed level.</summary>
    public bool Double;

    public bool NewTimer;

    /// <summary>Cycles of one transfer.</summary>
    public double Cycles;

    /// <summary>Energy of all transfers, nJ.</summary>
    public double Energy;

    /// <summary>Bits the closed level keeps in shared memory.</summary>
    public long Shared;

    /// <summary>Timer, within the operand and before the move, that every transfer holds up; −1 for none.</summary>
    public int Delayed;

    /// <summary>Cycles all transfers together take on their source's port.</summary>
    public double Occupied;

    /// <summary>Index contribution to the energy bound.</summary>
    public int Class;
}
