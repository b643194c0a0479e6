using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cimarron.Workloads;

namespace Cimarron.Hardware;

/// <summary>Identifies a chip by everything that decides a cost: two chips with equal hashes cost the same for every mapping.</summary>
public static class ChipHash
{
    /// <summary>SHA-256, hexadecimal, over <see cref="CanonicalText"/>.</summary>
    public static string Compute(Chip chip) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalText(chip))));

    /// <summary>One line per level, axis and section; name and description of the chip are left out.</summary>
    internal static string CanonicalText(Chip chip)
    {
        var text = new StringBuilder("cimarron chip 1\n");
        foreach (var level in chip.Levels)
        {
            text.Append(CultureInfo.InvariantCulture, $"level {level.Name} {level.Kind} {string.Concat(level.Holds.Order().Select(o => o.Letter()))} {level.CapacityBits} {level.PortBitsPerCycle} ")
                .Append(CultureInfo.InvariantCulture, $"{level.ReadPicojoulesPerBit:R} {level.WritePicojoulesPerBit:R} {level.MayDoubleBuffer}\n");
        }

        foreach (var axis in chip.Axes)
        {
            text.Append(CultureInfo.InvariantCulture, $"axis {axis.Name} {axis.Kind} {axis.Size} {string.Concat(axis.Dims.Order())} {string.Join(' ', axis.Feeds.Select(f => chip.Levels[f].Name))}\n");
        }

        var (macro, precision) = (chip.Macro, chip.Precision);
        return text
            .Append(CultureInfo.InvariantCulture, $"macro {macro.Rows} {macro.Columns} {macro.Depth} {macro.InputBitsPerCycle} {macro.PingPong} {macro.MultiplyPicojoules:R} {macro.AddPicojoules:R} {macro.RegisterPicojoules:R}\n")
            .Append(CultureInfo.InvariantCulture, $"precision {precision.Input} {precision.Weight} {precision.PartialSum} {precision.Output}\n")
            .Append(CultureInfo.InvariantCulture, $"leakage {chip.LeakageNanojoulesPerCycle:R}\n")
            .ToString();
    }
}
