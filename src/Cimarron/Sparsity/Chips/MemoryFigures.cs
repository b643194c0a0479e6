using Cimarron.Hardware;
using Cimarron.Sparsity.Patterns;

namespace Cimarron.Sparsity.Chips;

/// <summary>Energy and leakage of a memory: from the CACTI 7 table at 28 nm, below its smallest size from flip-flops.</summary>
public static class MemoryFigures
{
    /// <summary>Feature size, nm.</summary>
    public const int Nanometres = 28;

    /// <summary>Memories with fewer bits are flip-flops: 512 bytes.</summary>
    public const int SmallestSramBits = 4096;

    /// <summary>Leakage of a flip-flop in cells of the smallest SRAM; decided: 24 transistors to 6.</summary>
    public const double FlipFlopLeakage = 4;

    /// <summary>The figures, or null when the memory is larger or wider than the table.</summary>
    /// <param name="size">The memory.</param>
    /// <param name="cell">Transistor class of the table.</param>
    public static SramFigures? Of(MemorySize size, string cell)
    {
        var table = SramTable.For(Nanometres, cell);
        if (size.Bits >= SmallestSramBits)
        {
            return table.Find(size.Bits, Math.Max(8, size.WidthBits));
        }

        // A bit is read through a tree of two-to-one selections over the words, and written into its flip-flop.
        var words = (size.Bits - 1) / size.WidthBits + 1;
        var leakage = table.Find(SmallestSramBits, 8)!.Value.LeakageMilliwatts / SmallestSramBits;
        return new SramFigures((IntraBlock.BitsFor(words) * new GateCount(3)).Picojoules, new GateCount(0, 0, 1).Picojoules, FlipFlopLeakage * leakage * size.Bits);
    }
}
