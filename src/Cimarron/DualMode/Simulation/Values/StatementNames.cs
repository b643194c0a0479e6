using Cimarron.DualMode.Programs;

namespace Cimarron.DualMode.Simulation.Values;

/// <summary>Refuses instructions that name what does not exist, so that execution need not look.</summary>
internal sealed class StatementNames(ProgramSymbols symbols, DualModeChip chip)
{
    public void Require(Instruction instruction, string path)
    {
        var isRight = instruction switch
        {
            SwitchMode s => Arrays(s.Arrays),
            Allocate a => symbols.Tensors.ContainsKey(a.Tensor) && Arrays(a.Arrays) && InPlace(a),
            Free f => symbols.Tensors.ContainsKey(f.Tensor),
            ExternalRead r => Features(r.Tensor, r.Part),
            ExternalWrite w => Features(w.Tensor, w.Part),
            WriteTiles w => Tiles(w.Operator, w.Tiles, w.Arrays),
            Compute c => Tiles(c.Operator, c.Tiles, c.Arrays) && AreTogether(c),
            RunVector v => symbols.Vectors.TryGetValue(v.Vector, out var vector) && Features(vector.Output, v.Part),
            _ => false,
        };
        if (!isRight)
        {
            throw ProgramRunner.Bad("a name, array, tile or feature does not exist, or arrays do not match tiles; validate the program first", $"statement {path}");
        }
    }

    private bool Arrays(ArraySet arrays) => !arrays.Items.IsDefaultOrEmpty && arrays.All(a => a >= 0 && a < chip.Arrays);

    private bool Features(string name, Part part) => symbols.Tensors.TryGetValue(name, out var tensor) && part.First >= 0 && part.Count >= 1 && part.Count <= tensor.Features - part.First;

    private bool InPlace(Allocate a) => a.Operator is null
        || (symbols.Operators.TryGetValue(a.Operator, out var op) && op.Stationary == a.Tensor && Tiles(a.Operator, new Part(a.FirstTile, a.Arrays.Count), a.Arrays));

    private bool Tiles(string name, Part tiles, ArraySet arrays)
    {
        if (!symbols.Operators.TryGetValue(name, out var op) || !Arrays(arrays))
        {
            return false;
        }

        var grid = new TileGrid(op, chip);
        return grid.FitsPacks && tiles.First >= 0 && tiles.Count >= 1 && (long)tiles.First + tiles.Count <= grid.Tiles && arrays.Count % tiles.Count == 0;
    }

    /// <summary>Whole tile columns, or tile rows of one.</summary>
    private bool AreTogether(Compute compute)
    {
        var rows = new TileGrid(symbols.Operators[compute.Operator], chip).TileRows;
        return (compute.Tiles.First % rows == 0 && compute.Tiles.Count % rows == 0) || compute.Tiles.First / rows == (compute.Tiles.End - 1) / rows;
    }
}
