using Cimarron.Mappers.Exact;
using Cimarron.Workloads;

namespace Cimarron.Mappers.Recursion;

/// <summary>What side constraints forbid: asked once for every column and open block before a program is built. Everything is allowed by default.</summary>
internal abstract class ColumnFilter
{
    /// <summary>Whether a block of an operand may keep <paramref name="bits"/> at a level.</summary>
    public virtual bool AllowsOpen(Operand operand, int level, long bits) => true;

    /// <summary>Whether a loop may take an operand from one status to another.</summary>
    public virtual bool AllowsLoop(Operand operand, OperandState from, OperandState to, bool relevant) => true;

    /// <summary>Whether an anchor may take an operand from one status to another.</summary>
    public virtual bool AllowsAnchor(Operand operand, OperandState from, OperandState to) => true;

    /// <summary>Whether a loop over a dimension may stand at a tile, counted from the inside.</summary>
    public virtual bool AllowsArc(TileLattice lattice, int tile, Dim dim, int factor) => true;
}
