using System.Text.Json;
using Cimarron.DualMode.Segmentation;
using Cimarron.DualMode.Simulation;

namespace Cimarron.DualMode.Packaging;

/// <summary>The schedule of a program as JSON.</summary>
public static class ScheduleJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes segments with their times, arrays and bytes.</summary>
    /// <param name="path">The file; replaced as a whole.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="timing">What the simulator measured.</param>
    /// <exception cref="DiagnosticException">The file cannot be written.</exception>
    public static void Write(string path, Plan plan, TimingResult timing)
    {
        var schedule = new
        {
            format = 1,
            network = plan.Network.Name,
            source = plan.Network.Source,
            modelHash = plan.Network.Hash,
            chip = plan.Chip.Name,
            chipHash = plan.Chip.Hash,
            predictedCycles = plan.Cycles,
            cycles = timing.Cycles,
            cyclesByKind = timing.ByKind,
            switchesToCompute = timing.SwitchesToCompute,
            switchesToMemory = timing.SwitchesToMemory,
            weightBytesWritten = timing.WeightBytesWritten,
            externalBytesRead = timing.ExternalBytesRead,
            externalBytesWritten = timing.ExternalBytesWritten,
            macs = timing.Macs,
            utilisation = timing.Utilisation,
            segments = timing.Segments.Select(s => new { s.Name, s.Path, s.Start, s.Iterations, s.Cycles, s.ComputeArrays, s.MemoryArrays, memoryShare = (double)s.MemoryArrays / plan.Chip.Arrays, s.Macs, s.Utilisation }),
            timeline = timing.Timeline,
            timelineEvents = timing.TimelineEvents,
        };
        AtomicFile.Write(path, w => w.Write(JsonSerializer.Serialize(schedule, Options)));
    }
}
