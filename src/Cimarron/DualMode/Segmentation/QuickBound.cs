using System.Collections.Immutable;
using Cimarron.DualMode.Allocation;
using Cimarron.DualMode.Costs;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Segmentation;

/// <summary>
/// A bound on the cycles of a segment that costs next to nothing. With Σ copies · tiles ≤ arrays and copies ≥ work / T, the time of computing is at least T ≥ Σ work · tiles / arrays, and loading so
/// many copies takes at least max (work · cycles per copy) / T: T + K / T is least for T = √K.
/// </summary>
internal sealed class QuickBound(DualNetwork network, DualModeChip chip, TensorSizes sizes, ICostModel model, CompileOptions options, TimeTables tables)
{
    private readonly double[] _external = [.. network.Tensors.Select(t => model.KeepsTensors ? model.ExternalTime(t.Bytes) : 0)];

    /// <summary>Cycles that a segment, or a run of alike ones, takes at least.</summary>
    public double Of(Edge edge) => edge.Count * (Time(edge.Pieces) + Bus(edge));

    /// <summary>Further cycles when the tensor that is tracked before lies outside: it is read, or loaded once to stay.</summary>
    public double OfReading(Edge edge)
    {
        var tracked = edge.From.Tracked < 0 ? -1 : edge.From.Live[edge.From.Tracked];
        for (var i = 0; i < edge.Pieces.Length && tracked >= 0; i++)
        {
            var (piece, op) = (edge.Pieces[i], edge.Pieces[i].Operator);
            if (op.Produces(tracked))
            {
                // The rest of it is produced here, and only what was before is read.
                return 0;
            }

            if (op.Input == tracked || (piece.IsWhole && op.SideInputs.Contains(tracked)))
            {
                return _external[tracked];
            }
        }

        return 0;
    }

    /// <summary>Further cycles when the tensor that is tracked afterwards lies outside, if it is produced here.</summary>
    public double OfWriting(Edge edge)
    {
        var tracked = edge.To.Tracked < 0 ? -1 : edge.To.Live[edge.To.Tracked];
        for (var i = 0; i < edge.Pieces.Length && tracked >= 0; i++)
        {
            if (IsWhollyProduced(tracked, edge.Pieces[i]) && edge.Pieces[i].Operator.Produces(tracked))
            {
                return _external[tracked];
            }
        }

        return 0;
    }

    private double Time(ImmutableArray<Piece> pieces)
    {
        var (tiles, operators) = (0, 0);
        foreach (var piece in pieces.AsSpan())
        {
            tiles += piece.Tiles.Count;
            operators += piece.Operator.IsMatrix ? 1 : 0;
        }

        var spare = chip.Arrays - tiles;
        if (spare < 0)
        {
            return double.PositiveInfinity;
        }

        Span<int> loaded = stackalloc int[pieces.Length];
        var (time, work, load) = (0.0, 0.0, 0.0);
        for (var i = 0; i < pieces.Length; i++)
        {
            var (piece, times) = (pieces[i], tables.Of(pieces[i]));
            time = Math.Max(time, times.Vector);
            if (piece.Operator.IsMatrix)
            {
                loaded[i] = piece.Operator.Stationary < 0 ? 1 : 0;
                time = Math.Max(time, Math.Max(times.Compute[Copies(piece, spare) - 1], times.Stream(operators)[options.UsesMemoryMode ? spare : 0]));
                work += times.Compute[0] * piece.Tiles.Count;
                load = Math.Max(load, times.Compute[0] * PerCopy(piece, times));
            }
        }

        time = Math.Max(time, work / chip.Arrays);
        var copied = time * time >= load ? time + (load / Math.Max(time, double.Epsilon)) : 2 * Math.Sqrt(load);
        return Math.Max(copied * (1 - 1e-12), time + model.ReloadTime(pieces.AsSpan(), loaded));
    }

    private int Copies(Piece piece, int spare) => options.Duplicates ? (int)Math.Min(Math.Max(1, piece.Operator.Rows), 1L + (spare / piece.Tiles.Count)) : 1;

    /// <summary>Cycles that every copy of a piece takes to load at least; the bus may serve all copies at once, and whole cycles may add one in all.</summary>
    private double PerCopy(Piece piece, PieceTimes times) => times.PerCopy ??= piece.Operator.Stationary >= 0 ? 0 : (model.ReloadTime([piece], [chip.Arrays]) - 1) / chip.Arrays;

    /// <summary>What moves over the bus in any case: tensors that arrays cannot keep, as far as whole operators read and produce them.</summary>
    private double Bus(Edge edge)
    {
        var (cycles, pieces) = (0.0, edge.Pieces);
        for (var i = 0; i < pieces.Length; i++)
        {
            var op = pieces[i].Operator;
            if (op.Input >= 0 && !sizes.MayStay(op.Input) && !IsTouched(pieces, i, op.Input))
            {
                cycles += _external[op.Input];
            }

            for (var r = 0; r < op.Results.Length; r++)
            {
                var tensor = op.Results[r];
                cycles += !sizes.MayStay(tensor) && IsWhollyProduced(tensor, pieces[i]) && sizes.IsLive(tensor, edge.To.Operator, edge.To.Chunking >= 0) ? _external[tensor] : 0;
            }
        }

        return cycles;
    }

    private bool IsWhollyProduced(int tensor, Piece piece) => piece.IsWhole && network.Tensors[tensor].Features == piece.Operator.TotalColumns;

    /// <summary>Whether an earlier piece produces some of a tensor, or reads it too.</summary>
    private static bool IsTouched(ImmutableArray<Piece> pieces, int before, int tensor)
    {
        for (var i = 0; i < before; i++)
        {
            if (pieces[i].Operator.Input == tensor || pieces[i].Operator.Produces(tensor))
            {
                return true;
            }
        }

        return false;
    }
}
