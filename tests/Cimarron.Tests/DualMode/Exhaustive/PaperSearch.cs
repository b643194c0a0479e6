using Cimarron.DualMode;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Lowering;

namespace Cimarron.Tests.DualMode.Exhaustive;

/// <summary>
/// The least cycles of a network by the equations of CMSwitch (Eqs. 5–10), by trying everything: every segmentation, number of copies, own and shared memory arrays, and number of arrays in memory mode.
/// </summary>
internal sealed class PaperSearch(DualNetwork network, DualModeChip chip, CostSettings settings)
{
    private readonly OwnNetwork _own = new(network, chip);
    private readonly Dictionary<(Place Place, int Used, int Memory), double> _best = [];
    private readonly Dictionary<(Place Place, int Segment), List<(int Compute, int Memory, double Time)>> _allocations = [];

    public double? Run() => Best(new Place(0, 0, 0), 0, 0) is var best && double.IsFinite(best) ? best : null;

    private double Best(Place place, int used, int memory)
    {
        if (place.Operator == network.Operators.Length)
        {
            return 0;
        }

        if (_best.TryGetValue((place, used, memory), out var best))
        {
            return best;
        }

        best = double.PositiveInfinity;
        var live = network.Tensors.Where(t => _own.IsLive(t.Index, place)).Sum(t => t.Bytes);
        var segments = _own.Segments(place);
        for (var s = 0; s < segments.Count; s++)
        {
            foreach (var (compute, memoryArrays, time) in Allocations(place, s))
            {
                // Data in memory arrays that no longer find room there go to external memory.
                var (held, room) = (Math.Min(live, used * chip.ArrayBytes), (chip.Arrays - compute) * chip.ArrayBytes);
                var writeBack = used > 0 && held > room ? (held - room) * 8.0 / chip.ExternalBitsPerCycle : 0;
                for (var after = memoryArrays; after <= chip.Arrays - compute; after++)
                {
                    var switches = after > memory ? (after - memory) * (double)chip.SwitchToMemoryCycles : (memory - after) * (double)chip.SwitchToComputeCycles;
                    best = Math.Min(best, time + writeBack + switches + Best(segments[s].Next, memoryArrays, after));
                }
            }
        }

        return _best[(place, used, memory)] = best;
    }

    private List<(int Compute, int Memory, double Time)> Allocations(Place place, int index)
    {
        if (_allocations.TryGetValue((place, index), out var found))
        {
            return found;
        }

        var pieces = _own.Segments(place)[index].Pieces.Where(p => p.Operator.IsMatrix).ToArray();
        var memory = Memory(pieces);
        var (copies, arrays) = (new int[pieces.Length], new int[memory.Count]);
        var least = new Dictionary<(int Compute, int Memory), double>();

        void Shares(int m, int compute, int sum)
        {
            if (m == arrays.Length)
            {
                var time = Load(pieces, copies) + pieces.Select((p, i) => Run(p, copies[i], memory.Select((s, j) => s.Serves.Contains(i) ? arrays[j] : 0).Sum(), pieces.Length)).DefaultIfEmpty(0).Max();
                least[(compute, sum)] = Math.Min(time, least.GetValueOrDefault((compute, sum), double.PositiveInfinity));
                return;
            }

            for (arrays[m] = 0; arrays[m] <= memory[m].Most && compute + sum + arrays[m] <= chip.Arrays; arrays[m]++)
            {
                Shares(m + 1, compute, sum + arrays[m]);
            }
        }

        void Copies(int i, int compute)
        {
            if (i == copies.Length)
            {
                Shares(0, compute, 0);
                return;
            }

            for (copies[i] = 1; copies[i] <= pieces[i].Operator.Rows && compute + (copies[i] * pieces[i].Tiles) <= chip.Arrays; copies[i]++)
            {
                Copies(i + 1, compute + (copies[i] * pieces[i].Tiles));
            }
        }

        Copies(0, 0);
        return _allocations[(place, index)] = [.. least.Select(l => (l.Key.Compute, l.Key.Memory, l.Value))];
    }

    /// <summary>An operator's own arrays, as many as its input and results fill; and arrays that hold what one operator delivers to another (Eq. 6).</summary>
    private List<(int[] Serves, int Most)> Memory(OwnPiece[] pieces)
    {
        int Arrays(long bytes) => (int)((bytes + chip.ArrayBytes - 1) / chip.ArrayBytes);
        var found = new List<(int[] Serves, int Most)>();
        for (var i = 0; i < pieces.Length; i++)
        {
            var op = pieces[i].Operator;
            found.Add(([i], Arrays(network.Tensors[op.Input].Bytes + ((long)op.Rows * pieces[i].Columns))));
            for (var j = i + 1; j < pieces.Length; j++)
            {
                var next = pieces[j].Operator;
                var shared = op.Results.Where(t => next.Input == t || next.SideInputs.Contains(t)).Select(t => network.Tensors[t].Bytes).ToArray();
                if (shared.Length > 0)
                {
                    found.Add(([i, j], Arrays(shared.Max())));
                }
            }
        }

        return found;
    }

    /// <summary>Eq. 10: OP / min(Com · OP_cim, (Mem · D_cim + D_main) · AI).</summary>
    private double Run(OwnPiece piece, int copies, int memory, int operators)
    {
        var compute = (double)piece.Operator.Rows * chip.StepCycles / copies;
        var main = (chip.InternalBitsPerCycle + chip.ExternalBitsPerCycle) / 8.0 / (chip.SharesMainBandwidth ? operators : 1);
        var bytes = piece.Streamed + (settings.CountsWeightsInIntensity ? piece.Weights : 0.0);
        return Math.Max(compute, bytes / ((memory * chip.ArrayBitsPerCycle / 8.0) + main));
    }

    private double Load(OwnPiece[] pieces, int[] copies)
    {
        var slowest = pieces.Select((p, i) => (double)p.Tiles * copies[i] * chip.WriteCycles).DefaultIfEmpty(0).Max();
        var bus = pieces.Select((p, i) => p.Weights * copies[i] * 8.0).Sum() / chip.ExternalBitsPerCycle;
        return settings.HasFreeBus ? slowest : Math.Max(slowest, bus);
    }
}
