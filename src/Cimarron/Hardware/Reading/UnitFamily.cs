namespace Cimarron.Hardware.Reading;

/// <summary>A kind of quantity and the units it may be written in.</summary>
/// <param name="BaseUnit">The unit values are kept in.</param>
/// <param name="Units">Every accepted unit with its size in base units.</param>
internal sealed record UnitFamily(string BaseUnit, IReadOnlyDictionary<string, decimal> Units)
{
    public static UnitFamily Bits { get; } = new("bit", new Dictionary<string, decimal>(StringComparer.Ordinal)
    {
        ["bit"] = 1, ["B"] = 8, ["byte"] = 8,
        ["Kibit"] = 1 << 10, ["Mibit"] = 1 << 20, ["Gibit"] = 1 << 30,
        ["KiB"] = 8L << 10, ["MiB"] = 8L << 20, ["GiB"] = 8L << 30,
    });

    public static UnitFamily BitsPerCycle { get; } = new("bit/cycle", new Dictionary<string, decimal>(StringComparer.Ordinal) { ["bit/cycle"] = 1, ["B/cycle"] = 8 });

    public static UnitFamily EnergyPerBit { get; } = new("pJ/bit", new Dictionary<string, decimal>(StringComparer.Ordinal) { ["pJ/bit"] = 1, ["fJ/bit"] = 0.001m, ["nJ/bit"] = 1000 });

    public static UnitFamily Energy { get; } = new("pJ", new Dictionary<string, decimal>(StringComparer.Ordinal) { ["pJ"] = 1, ["fJ"] = 0.001m, ["nJ"] = 1000 });

    public static UnitFamily Power { get; } = new("mW", new Dictionary<string, decimal>(StringComparer.Ordinal) { ["mW"] = 1, ["uW"] = 0.001m, ["W"] = 1000 });

    public static UnitFamily EnergyPerCycle { get; } = new("nJ/cycle", new Dictionary<string, decimal>(StringComparer.Ordinal) { ["nJ/cycle"] = 1, ["pJ/cycle"] = 0.001m });

    public static UnitFamily Frequency { get; } = new("MHz", new Dictionary<string, decimal>(StringComparer.Ordinal) { ["MHz"] = 1, ["GHz"] = 1000 });

    public static UnitFamily Length { get; } = new("nm", new Dictionary<string, decimal>(StringComparer.Ordinal) { ["nm"] = 1 });

    /// <summary>A plain number without unit.</summary>
    public static UnitFamily Count { get; } = new("", new Dictionary<string, decimal>(StringComparer.Ordinal));

    /// <summary>The accepted units as text.</summary>
    public string List => string.Join(", ", Units.Keys);
}
