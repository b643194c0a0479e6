using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cimarron.Hardware.Reading;

namespace Cimarron.DualMode;

/// <summary>Reads dual-mode chips from YAML.</summary>
internal static class DualModeChipReader
{
    /// <summary>What <c>kind</c> must say.</summary>
    public const string Kind = "dual-mode";

    private const int MaxArrays = 65_536;
    private const int MaxSide = 65_536;
    private const int MaxCycles = 1_000_000_000;
    private const long MaxBandwidth = 1L << 24;

    /// <summary>Whether a text describes a dual-mode chip.</summary>
    public static bool Recognises(SourceMap root) => root["kind"] is SourceScalar { Text: Kind };

    /// <summary>Reads a chip and changes some of its fields.</summary>
    /// <exception cref="DiagnosticException">Carries every problem found.</exception>
    public static DualModeChip Read(string yaml, string file, IReadOnlyList<string> overrides)
    {
        var problems = new Problems(file);
        var root = SourceParser.Parse(yaml, problems);
        problems.ThrowIfAny();
        if (!Recognises(root!))
        {
            throw new DiagnosticException(Diagnostic.Error("CIM0320", "this is not a dual-mode chip", file, field: "kind", hint: "write 'kind: dual-mode', or use `cimarron map` for other chips"));
        }

        var chip = Read(FieldOverrides.Apply(root!, overrides, "arrays=48 or external=32B/cycle", problems), problems);
        problems.ThrowIfAny();
        return chip with { Hash = Hash(chip) };
    }

    private static DualModeChip Read(SourceMap root, Problems problems)
    {
        var top = new Section(root, "", problems);
        _ = top.Text("kind", 20);
        var chip = new DualModeChip
        {
            Name = top.Name("name"),
            Description = top.Text("description", 1000, required: false),
            Arrays = top.Count("arrays", 1, MaxArrays),
            Rows = top.Count("rows", 1, MaxSide),
            Columns = top.Count("columns", 1, MaxSide),
            CellBits = (int)top.Whole("cellBits", UnitFamily.Bits, 1, 16),
            CellsPerWeight = top.Count("cellsPerWeight", 1, 64),
            WeightBits = (int)top.Whole("weight", UnitFamily.Bits, 1, 32),
            ActivationBits = (int)top.Whole("activation", UnitFamily.Bits, 1, 32),
            StepCycles = top.Count("stepCycles", 1, MaxCycles),
            BufferBytes = top.Whole("buffer", UnitFamily.Bits, 0, 1L << 40) / 8,
            InternalBitsPerCycle = top.Whole("internal", UnitFamily.BitsPerCycle, 0, MaxBandwidth),
            ExternalBitsPerCycle = top.Whole("external", UnitFamily.BitsPerCycle, 1, MaxBandwidth),
            ArrayBitsPerCycle = top.Whole("memoryMode", UnitFamily.BitsPerCycle, 0, MaxBandwidth),
            SwitchToComputeCycles = top.Count("switchToCompute", 0, MaxCycles),
            SwitchToMemoryCycles = top.Count("switchToMemory", 0, MaxCycles),
            WriteCycles = top.Count("writeCycles", 0, MaxCycles),
            VectorWidth = top.Count("vectorWidth", 0, 1 << 24),
            WritesTransposed = top.Flag("writesTransposed") ?? false,
            MulticastsWrites = top.Flag("multicastsWrites") ?? false,
            SharesMainBandwidth = top.Flag("sharesMainBandwidth") ?? false,
            ClockMegahertz = top.Has("clock") ? top.Real("clock", UnitFamily.Frequency, 0.001, 1e6) : null,
        };
        if (chip.CellsPerWeight > chip.Columns)
        {
            top.Report("CIM0309", "cellsPerWeight", $"expected at most the {chip.Columns} columns of an array, found {chip.CellsPerWeight}", "an array must hold a weight");
        }

        top.RejectUnknownKeys();
        return chip;
    }

    private static string Hash(DualModeChip chip)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"cimarron dual-mode chip 1 {chip with { Name = "", Description = "", Hash = "" }}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
