namespace Cimarron.Sparsity.Costs;

/// <summary>Which row groups lie in which macro in which step; one copy.</summary>
internal sealed class MacroPlacement(int copies)
{
    private readonly List<TilePiece> pieces = [];
    private readonly List<int> macroEnds = [];
    private readonly List<int> stepEnds = [];

    /// <summary>d: copies of every macro tile.</summary>
    public int Copies => copies;

    /// <summary>n: steps.</summary>
    public int Steps => stepEnds.Count;

    /// <summary>Numbers of the first macro tile of a step and of the one behind its last.</summary>
    public (int First, int End) Macros(int step) => (step == 0 ? 0 : stepEnds[step - 1], stepEnds[step]);

    /// <summary>The pieces of a macro tile, in the order of its rows.</summary>
    public ReadOnlySpan<TilePiece> Pieces(int macro)
    {
        var start = macro == 0 ? 0 : macroEnds[macro - 1];
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(pieces)[start..macroEnds[macro]];
    }

    /// <summary>Adds a macro tile to the open step.</summary>
    public void AddMacro(params ReadOnlySpan<TilePiece> parts)
    {
        pieces.AddRange(parts);
        macroEnds.Add(pieces.Count);
    }

    /// <summary>Closes the open step.</summary>
    public void EndStep() => stepEnds.Add(macroEnds.Count);
}
