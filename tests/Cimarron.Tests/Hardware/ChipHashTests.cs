using Cimarron.Hardware;

namespace Cimarron.Tests.Hardware;

public sealed class ChipHashTests
{
    [Fact]
    public void Name_and_description_do_not_count()
    {
        var chip = ChipLibrary.Load("default");

        ChipHash.Compute(chip with { Name = "other", Description = "", Derivations = ["x"] }).ShouldBe(chip.Hash);
        chip.Hash.ShouldMatch("^[0-9a-f]{64}$");
    }

    [Fact]
    public void Everything_that_decides_a_cost_counts()
    {
        var chip = ChipLibrary.Load("default");
        var (levels, axes, macro, precision) = (chip.Levels, chip.Axes, chip.Macro, chip.Precision);
        var buffer = levels[1];
        Chip WithLevel(MemoryLevel level) => chip with { Levels = levels.SetItem(1, level) };
        Chip WithAxis(SpatialAxis axis) => chip with { Axes = axes.SetItem(0, axis) };
        Chip[] changed =
        [
            chip,
            chip with { LeakageNanojoulesPerCycle = 1 },
            chip with { Levels = levels.RemoveAt(3) },
            WithLevel(buffer with { Name = "Buffer" }),
            WithLevel(buffer with { Kind = MemoryKind.Register }),
            WithLevel(buffer with { Holds = [buffer.Holds[0]] }),
            WithLevel(buffer with { CapacityBits = 1 }),
            WithLevel(buffer with { PortBitsPerCycle = 1 }),
            WithLevel(buffer with { ReadPicojoulesPerBit = 1 }),
            WithLevel(buffer with { WritePicojoulesPerBit = 1 }),
            WithLevel(buffer with { MayDoubleBuffer = false }),
            WithAxis(axes[0] with { Name = "x" }),
            WithAxis(axes[0] with { Size = 9 }),
            WithAxis(axes[0] with { Kind = AxisKind.Rows }),
            WithAxis(axes[0] with { Dims = axes[2].Dims }),
            WithAxis(axes[0] with { Feeds = [0, 0, 0] }),
            chip with { Macro = macro with { Rows = 1 } },
            chip with { Macro = macro with { Columns = 1 } },
            chip with { Macro = macro with { Depth = 1 } },
            chip with { Macro = macro with { InputBitsPerCycle = 2 } },
            chip with { Macro = macro with { PingPong = true } },
            chip with { Macro = macro with { MultiplyPicojoules = 1 } },
            chip with { Macro = macro with { AddPicojoules = 1 } },
            chip with { Macro = macro with { RegisterPicojoules = 1 } },
            chip with { Precision = precision with { Input = 1 } },
            chip with { Precision = precision with { Weight = 1 } },
            chip with { Precision = precision with { PartialSum = 32 } },
            chip with { Precision = precision with { Output = 1 } },
        ];

        changed.Select(ChipHash.Compute).Distinct().Count().ShouldBe(changed.Length);
    }
}
