using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cimarron.Hardware.Reading;
using Cimarron.Sparsity.Costs;

namespace Cimarron.Sparsity.Chips;

/// <summary>Reads sparse chips from YAML.</summary>
internal static class SparseChipReader
{
    /// <summary>What <c>kind</c> must say.</summary>
    public const string Kind = "sparse";

    private const int MaxSide = 65_536;
    private const int MaxMacros = 256;
    private const long MaxBandwidth = 1L << 24;
    private const long MaxMemory = 1L << 40;

    private static readonly (string, string)[] Cells = [("itrs-lstp", "itrs-lstp"), ("itrs-lop", "itrs-lop"), ("itrs-hp", "itrs-hp")];

    /// <summary>Reads a chip and changes some of its fields.</summary>
    /// <exception cref="DiagnosticException">Carries every problem found.</exception>
    public static SparseChip Read(string yaml, string file, IReadOnlyList<string> overrides)
    {
        var problems = new Problems(file);
        var root = SourceParser.Parse(yaml, problems);
        problems.ThrowIfAny();
        if (root!["kind"] is not SourceScalar { Text: Kind })
        {
            throw new DiagnosticException(Diagnostic.Error("CIM0321", "this is not a sparse chip", file, field: "kind", hint: "write 'kind: sparse', or use `cimarron map` or `cimarron compile` for other chips"));
        }

        var top = new Section(FieldOverrides.Apply(root, overrides, "macroRows=4 or globalBuffer.size=512KiB", problems), "", problems);
        var chip = Read(top);
        Check(chip, top);
        chip = WithEnergies(chip, top, derive: !problems.Any);
        top.RejectUnknownKeys();
        problems.ThrowIfAny();
        return chip with { Hash = Hash(chip) };
    }

    private static SparseChip Read(Section top)
    {
        _ = top.Text("kind", 20);
        var memories = Enum.GetValues<SparseMemory>().ToImmutableSortedDictionary(m => m, m => Memory(top, SparseNames.Key(m)));
        return new SparseChip
        {
            Name = top.Name("name"),
            Description = top.Text("description", 1000, required: false),
            MacroRows = top.Count("macroRows", 1, MaxMacros),
            MacroColumns = top.Count("macroColumns", 1, MaxMacros),
            Rows = top.Count("rows", 1, MaxSide),
            Columns = top.Count("columns", 1, MaxSide),
            SubarrayRows = top.Count("subarrayRows", 1, MaxSide),
            CellsPerWeight = top.Count("cellsPerWeight", 1, 64),
            WeightBits = (int)top.Whole("weight", UnitFamily.Bits, 1, 32),
            ActivationBits = (int)top.Whole("activation", UnitFamily.Bits, 1, 32),
            AccumulatorBits = (int)top.Whole("accumulator", UnitFamily.Bits, 1, 64),
            LoadBitsPerCycle = top.Whole("load", UnitFamily.BitsPerCycle, 1, MaxBandwidth),
            StoreBitsPerCycle = top.Whole("store", UnitFamily.BitsPerCycle, 1, MaxBandwidth),
            RowWriteCycles = top.Count("rowWriteCycles", 0, 1_000_000),
            OutputBufferBits = memories[SparseMemory.OutputBuffer].Bits,
            Memories = memories,
            SramCell = top.Has("sramCell") ? top.Choice("sramCell", Cells) : Cells[0].Item2,
            IsDoubleBuffered = top.Flag("doubleBuffered") ?? true,
            DetectsZeros = top.Flag("detectsZeros") ?? true,
            ClockMegahertz = top.Real("clock", UnitFamily.Frequency, 0.001, 1e6),
            UnitEnergies = ImmutableSortedDictionary<SparseUnit, double>.Empty,
            StaticMilliwatts = 0,
        };
    }

    private static MemorySize Memory(Section top, string key)
    {
        if (top.Sub(key) is not { } section)
        {
            return new MemorySize(1, 1);
        }

        var size = new MemorySize(section.Whole("size", UnitFamily.Bits, 1, MaxMemory), (int)section.Whole("width", UnitFamily.Bits, 1, MaxSide));
        if (size.WidthBits > size.Bits)
        {
            section.Report("CIM0309", "width", $"expected at most the {size.Bits} bit of the memory, found {size.WidthBits}", "an access cannot be wider than the memory");
        }

        section.RejectUnknownKeys();
        return size;
    }

    private static void Check(SparseChip chip, Section top)
    {
        if (chip.SubarrayRows > chip.Rows)
        {
            top.Report("CIM0309", "subarrayRows", $"expected at most the {chip.Rows} rows of a macro, found {chip.SubarrayRows}", "a macro holds at least one sub-array");
        }

        if (chip.CellsPerWeight > chip.Columns)
        {
            top.Report("CIM0309", "cellsPerWeight", $"expected at most the {chip.Columns} columns of a macro, found {chip.CellsPerWeight}", "a macro must hold a weight");
        }
    }

    /// <summary>Energies and static power as stated, or as derived from gates and memories.</summary>
    private static SparseChip WithEnergies(SparseChip chip, Section top, bool derive)
    {
        var energies = (derive ? UnitEnergies.Derive(chip) : chip.UnitEnergies).ToBuilder();
        var stated = top.Sub("energies", required: false);
        foreach (var unit in SparseCounts.Units)
        {
            var key = SparseNames.Key(unit);
            if (stated is not null && stated.Has(key))
            {
                energies[unit] = stated.Real(key, UnitFamily.Energy, 0, 1e9);
            }
            else if (derive && !energies.ContainsKey(unit))
            {
                top.Report("CIM0315", "energies", $"{key} cannot be derived: its memory lies outside of the SRAM table (512 B … 16 MiB, 8 … 1024 bit); figures are not extrapolated", $"state energies.{key} yourself, or choose a size inside the table");
            }
            else
            {
                _ = stated?.Text(key, 20, required: false); // a key it may have
            }
        }

        stated?.RejectUnknownKeys();
        var power = top.Has("static") ? top.Real("static", UnitFamily.Power, 0, 1e9) : derive ? UnitEnergies.DeriveStatic(chip) : 0;
        if (power is null)
        {
            top.Report("CIM0315", "static", "cannot be derived: a memory lies outside of the SRAM table", "state the static power yourself");
        }

        return chip with { UnitEnergies = energies.ToImmutable(), StaticMilliwatts = power ?? 0 };
    }

    private static string Hash(SparseChip chip)
    {
        var plain = chip with { Name = "", Description = "", Hash = "", UnitEnergies = ImmutableSortedDictionary<SparseUnit, double>.Empty, Memories = ImmutableSortedDictionary<SparseMemory, MemorySize>.Empty };
        var text = new StringBuilder("cimarron sparse chip 1 ").Append(CultureInfo.InvariantCulture, $"{plain}\n");
        text.AppendJoin('\n', chip.UnitEnergies.Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Key} {e.Value:R}"))).Append('\n');
        text.AppendJoin('\n', chip.Memories.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Key} {m.Value.Bits} {m.Value.WidthBits}")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
