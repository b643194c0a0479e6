using System.Globalization;
using CsvHelper;

namespace Cimarron.Reports;

/// <summary>A result's layers as comma-separated values, one line per layer; cells without a value are empty.</summary>
public static class LayerCsv
{
    private static readonly (string Name, Func<ResultLayer, object?> Value)[] Columns =
    [
        ("name", l => l.Name),
        ("count", l => l.Count),
        ("shape", l => l.ShapeText),
        ("status", l => l.Status),
        ("latency_cycles", l => l.LatencyCycles),
        ("energy_nJ", l => l.EnergyNanojoules?.Total),
        ("edp_nJ_cycles", l => l.Edp),
        ("lower_bound", l => l.LowerBound),
        ("gap", l => l.Gap),
        ("mac_nJ", l => l.EnergyNanojoules?.Mac),
        ("leakage_nJ", l => l.EnergyNanojoules?.Leakage),
        ("memory_nJ", l => l.EnergyNanojoules?.Memory.Values.Sum(o => o.Values.Sum(t => t.Read + t.Write))),
        ("compute_cycles", l => l.Stalls?.Compute),
        ("mode_switch_cycles", l => l.Stalls?.ModeSwitch),
        ("input_transfer_cycles", l => l.Stalls?.InputTransfer),
        ("weight_transfer_cycles", l => l.Stalls?.WeightTransfer),
        ("output_fetch_cycles", l => l.Stalls?.OutputFetch),
        ("output_write_back_cycles", l => l.Stalls?.OutputWriteBack),
        ("preload_cycles", l => l.Stalls?.Preload),
        ("spatial_utilisation", l => l.Utilisation?.Spatial),
        ("temporal_utilisation", l => l.Utilisation?.Temporal),
        ("cores_used", l => l.Utilisation?.CoresUsed),
        ("padding_factor", l => l.Utilisation?.PaddingFactor),
        ("seconds", l => l.Seconds),
    ];

    /// <summary>Writes the header and one line per layer.</summary>
    public static void Write(ResultDocument result, TextWriter writer)
    {
        using var csv = CsvWriter.Create(writer, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord([.. Columns.Select(c => c.Name)]);
        foreach (var layer in result.Layers)
        {
            csv.WriteRecord([.. Columns.Select(c => c.Value(layer) is { } cell ? Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "" : "")]);
        }
    }
}
