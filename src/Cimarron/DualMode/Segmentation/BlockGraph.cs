using System.Collections.Immutable;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Segmentation;

/// <summary>All cuts and segments of one block.</summary>
internal sealed class BlockGraph
{
    /// <summary>Tensors whose places a state can tell: two bits of 128 for each.</summary>
    private const int MostLive = 64;

    /// <summary>Longer segments are not considered; every matrix operator takes an array, and vector operators gain nothing from company.</summary>
    private const int MostOperators = 40;

    private readonly DualNetwork _network;
    private readonly DualModeChip _chip;
    private readonly TensorSizes _sizes;
    private readonly IReadOnlyList<ImmutableArray<Chunking>> _chunkings;
    private readonly bool _keepsTensors;
    private readonly DualBlock _block;
    private readonly Dictionary<(int Operator, int Chunking, int Run), Cut> _byPlace = [];

    public BlockGraph(DualNetwork network, DualModeChip chip, TensorSizes sizes, IReadOnlyList<ImmutableArray<Chunking>> chunkings, bool keepsTensors, DualBlock block)
    {
        (_network, _chip, _sizes, _chunkings, _keepsTensors, _block) = (network, chip, sizes, chunkings, keepsTensors, block);
        for (var op = block.First; op <= block.End; op++)
        {
            AddCut(op, -1, 0);
            for (var c = 0; op < block.End && c < chunkings[op].Length; c++)
            {
                var runs = chunkings[op][c].Runs.Length;
                if (runs > 1)
                {
                    AddCut(op, c, 1);
                }

                if (runs > 2)
                {
                    AddCut(op, c, runs - 1);
                }
            }
        }

        foreach (var cut in Cuts)
        {
            AddEdges(cut);
        }
    }

    /// <summary>The cuts in an order that all segments follow.</summary>
    public List<Cut> Cuts { get; } = [];

    public Cut Start => Cuts[0];

    public Cut End => _byPlace[(_block.End, -1, 0)];

    private void AddCut(int op, int chunking, int run)
    {
        var live = Enumerable.Range(0, _network.Tensors.Length).Where(t => _sizes.IsLive(t, op, chunking >= 0)).ToImmutableArray();
        if (_keepsTensors && live.Length > MostLive)
        {
            throw new DiagnosticException(Diagnostic.Error(
                "CIM0819", $"{live.Length} tensors are needed at once, of which at most {MostLive} can be followed", field: $"before operator '{Name(op)}'", hint: "leave all of them outside, with --all-compute"));
        }

        var tracked = _keepsTensors ? Largest(live) : -1;
        var cut = new Cut
        {
            Index = Cuts.Count,
            Operator = op,
            Chunking = chunking,
            Run = run,
            Live = _keepsTensors ? live : [],
            Tracked = tracked,
            TrackedPlaces = tracked < 0 ? Bit(Residency.External)
                : _sizes.MayStayInPlace(live[tracked]) ? Bit(Residency.External) | Bit(Residency.InPlace)
                : Bit(Residency.External) | Bit(Residency.Arrays) | Bit(Residency.Both),
            LiveBytes = live.Sum(t => _network.Tensors[t].Bytes),
        };
        Cuts.Add(cut);
        _byPlace[(op, chunking, run)] = cut;
    }

    private static int Bit(Residency place) => 1 << (int)place;

    private int Largest(ImmutableArray<int> live)
    {
        var largest = -1;
        for (var i = 0; i < live.Length; i++)
        {
            if (_sizes.MayStay(live[i]) && (largest < 0 || _network.Tensors[live[i]].Bytes >= _network.Tensors[live[largest]].Bytes))
            {
                largest = i;
            }
        }

        return largest;
    }

    private string Name(int op) => _network.Operators[Math.Min(op, _network.Operators.Length - 1)].Name;

    private void AddEdges(Cut cut)
    {
        if (cut.Operator == _block.End)
        {
            return;
        }

        if (cut.Chunking < 0)
        {
            Extend(cut, [], cut.Operator, 0);
            return;
        }

        var runs = _chunkings[cut.Operator][cut.Chunking].Runs;
        var run = runs[cut.Run];
        if (cut.Run + 1 < runs.Length)
        {
            AddMiddle(cut, _byPlace[(cut.Operator, cut.Chunking, runs.Length - 1)], runs[1..^1]);
            return;
        }

        AddEdge(cut, _byPlace[(cut.Operator + 1, -1, 0)], [run.Piece], 1);
        Extend(cut, [run.Piece], cut.Operator + 1, run.Piece.Tiles.Count);
    }

    /// <summary>Segments of the pieces so far and the next operator: all of it and more after it, or its first piece.</summary>
    private void Extend(Cut from, ImmutableArray<Piece> pieces, int next, int tiles)
    {
        if (next == _block.End || pieces.Length == MostOperators || UsesOwnOperand(pieces, next))
        {
            return;
        }

        for (var c = 0; c < _chunkings[next].Length; c++)
        {
            var chunking = _chunkings[next][c];
            var piece = chunking.Runs[0].Piece;
            if (tiles + piece.Tiles.Count > _chip.Arrays)
            {
                continue;
            }

            if (chunking.IsWhole)
            {
                AddEdge(from, _byPlace[(next + 1, -1, 0)], pieces.Add(piece), 1);
                Extend(from, pieces.Add(piece), next + 1, tiles + piece.Tiles.Count);
            }
            else
            {
                AddEdge(from, _byPlace[(next, c, 1)], pieces.Add(piece), 1);
            }
        }
    }

    /// <summary>A stationary operand is complete before the segment that computes with it begins.</summary>
    private bool UsesOwnOperand(ImmutableArray<Piece> pieces, int op)
    {
        var stationary = _network.Operators[op].Stationary;
        return stationary >= 0 && pieces.Any(p => p.Operator.Produces(stationary));
    }

    /// <summary>The pieces between the first and the last, one after another.</summary>
    private void AddMiddle(Cut from, Cut to, ImmutableArray<PieceRun> runs)
    {
        if (runs.Length == 1)
        {
            AddEdge(from, to, [runs[0].Piece], runs[0].Count);
            return;
        }

        var parts = runs.Select(r => new Edge(from, to, [r.Piece], r.Count, Traffic)).ToImmutableArray();
        from.Edges.Add(new Edge(from, to, [runs[0].Piece], 1, Traffic) { Parts = parts });
    }

    private void AddEdge(Cut from, Cut to, ImmutableArray<Piece> pieces, int count) => from.Edges.Add(new Edge(from, to, pieces, count, Traffic));

    private SegmentTraffic Traffic(Edge edge)
    {
        var (from, to, first) = (edge.From, edge.To, edge.Pieces[0].Operator.Index);
        return SegmentTraffic.Of(_network, _sizes, edge.Pieces, t => _sizes.IsLive(t, first, from.Chunking >= 0), t => _sizes.IsLive(t, to.Operator, to.Chunking >= 0));
    }
}
