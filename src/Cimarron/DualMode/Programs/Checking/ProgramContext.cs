using System.Runtime.CompilerServices;

namespace Cimarron.DualMode.Programs.Checking;

/// <summary>What all checks share: the declarations, the state, the place in the program, the findings.</summary>
internal sealed class ProgramContext(MetaProgram program, DualModeChip chip, ProgramSymbols symbols, ViolationList findings)
{
    private readonly Dictionary<string, TileGrid> grids = program.Operators.ToDictionary(o => o.Name, o => new TileGrid(o, chip), StringComparer.Ordinal);
    private readonly Dictionary<string, Work> operators = program.Operators.ToDictionary(o => o.Name, _ => new Work(), StringComparer.Ordinal);
    private readonly Dictionary<string, Work> vectors = program.Vectors.ToDictionary(v => v.Name, _ => new Work(), StringComparer.Ordinal);

    /// <summary>For each array, the last list of arrays that named it, and how many lists there were.</summary>
    private readonly int[] seen = new int[chip.Arrays];
    private int list;

    public DualModeChip Chip => chip;

    public ProgramSymbols Symbols => symbols;

    public ChipState State { get; } = new(chip.Arrays);

    /// <summary>The statement being checked.</summary>
    public string Path { get; set; } = "";

    public TileGrid Grid(string op) => grids[op];

    public Work Operator(string name) => operators[name];

    public Work Vector(string name) => vectors[name];

    public bool IsCurrent(TileContent content) => content.Operator is { } op && operators[op].Version == content.Version;

    public void Report(ProgramViolationKind kind, string message) => findings.Add(kind, Path, message);

    public void Require(bool condition, ProgramViolationKind kind, [InterpolatedStringHandlerArgument(nameof(condition))] ref ViolationText text)
    {
        if (!condition)
        {
            Report(kind, text.Take());
        }
    }

    public ProgramTensor? Tensor(string name)
    {
        if (symbols.Tensors.TryGetValue(name, out var tensor))
        {
            return tensor;
        }

        Report(ProgramViolationKind.UnknownName, $"no tensor '{name}' is declared");
        return null;
    }

    /// <summary>Whether a range of features exists.</summary>
    public bool IsPartOf(Part part, ProgramTensor tensor)
    {
        var exists = part.First >= 0 && part.Count >= 1 && part.Count <= tensor.Features - part.First;
        Require(exists, ProgramViolationKind.Range, $"'{tensor.Name}' has {tensor.Features} features, not {part.Count} from {part.First} on");
        return exists;
    }

    /// <summary>Whether every array exists and is named once.</summary>
    public bool AreArrays(ArraySet arrays)
    {
        if (arrays.Items.IsDefaultOrEmpty)
        {
            Report(ProgramViolationKind.ArrayList, "no arrays are given");
            return false;
        }

        list++;
        foreach (var array in arrays)
        {
            if (array < 0 || array >= chip.Arrays)
            {
                Report(ProgramViolationKind.ArrayList, $"the chip has arrays 0 … {chip.Arrays - 1}, not {array}");
                return false;
            }

            if (seen[array] == list)
            {
                Report(ProgramViolationKind.ArrayList, $"array {array} is given twice");
                return false;
            }

            seen[array] = list;
        }

        return true;
    }

    /// <summary>Arrays per tile, or 0 when they do not match.</summary>
    public int Copies(Part tiles, ArraySet arrays)
    {
        var fits = arrays.Count >= tiles.Count && arrays.Count % tiles.Count == 0;
        Require(fits, ProgramViolationKind.CopyCount, $"{arrays.Count} arrays are no whole number of copies of {tiles.Count} tiles");
        return fits ? arrays.Count / tiles.Count : 0;
    }

    /// <summary>Whether a range of tiles exists.</summary>
    public bool AreTiles(ProgramOperator op, Part tiles)
    {
        var exists = tiles.First >= 0 && tiles.Count >= 1 && (long)tiles.First + tiles.Count <= Grid(op.Name).Tiles;
        Require(exists, ProgramViolationKind.Range, $"'{op.Name}' has {Grid(op.Name).Tiles} tiles, not {tiles.Count} from {tiles.First} on");
        return exists;
    }
}
