namespace Cimarron.DualMode.Simulation.Values;

/// <summary>The bytes in the arrays of a chip, in either mode the same storage.</summary>
internal sealed class ChipBytes
{
    /// <summary>What lost bytes read as: no zeros, so that nothing is right by luck.</summary>
    public const byte Lost = 0xA5;

    private readonly byte[][] arrays;

    public ChipBytes(DualModeChip chip)
    {
        var size = Math.Max(chip.ArrayBytes, (long)chip.Rows * chip.WeightColumns);
        if (size * chip.Arrays > 1L << 33)
        {
            throw ProgramRunner.Unsupported("the chip's arrays are too large to hold in memory");
        }

        arrays = [.. Enumerable.Range(0, chip.Arrays).Select(_ => new byte[size])];
    }

    public Span<byte> this[int array] => arrays[array];

    public void Lose(int array) => arrays[array].AsSpan().Fill(Lost);

    public void Reset()
    {
        for (var i = 0; i < arrays.Length; i++)
        {
            Lose(i);
        }
    }
}
