using System.Collections.Immutable;
using Cimarron.DualMode.Lowering;
using Cimarron.DualMode.Programs;
using Cimarron.DualMode.Segmentation;

namespace Cimarron.DualMode.Emission;

/// <summary>Writes segments: what must be freed, switched, given out and fetched first, then what runs at once, then what leaves.</summary>
internal sealed class SegmentWriter(Plan plan, ArrayMap map)
{
    private readonly ImmutableArray<Statement>.Builder _code = ImmutableArray.CreateBuilder<Statement>();
    private readonly ImmutableArray<DualTensor> _tensors = plan.Network.Tensors;

    public ImmutableArray<Statement> Write(IEnumerable<PlannedSegment> segments)
    {
        foreach (var segment in segments)
        {
            for (var i = 0; i < segment.Count; i++)
            {
                var pieces = segment.Count == 1 ? segment.Pieces : [new PieceRun(segment.Pieces[0], segment.Count)[i]];
                Write(segment, pieces, i);
            }
        }

        return _code.ToImmutable();
    }

    private void Write(PlannedSegment segment, ImmutableArray<Piece> pieces, int repetition)
    {
        var shift = pieces[0].Features.First - segment.Pieces[0].Features.First;
        var before = repetition == 0 ? segment.Before : segment.After;
        FreeAllBut(before);
        var arrays = new int[pieces.Length][];
        var busy = new HashSet<int>();
        TakeInPlace(segment, before, arrays, busy);
        SwitchTo(segment.MemoryArrays, busy);
        Allocate(segment);
        Read(segment, before, shift);
        Load(segment, pieces, arrays, busy);
        Run(segment, pieces, arrays);
        foreach (var use in segment.Traffic.Uses.Where(u => BusTraffic.IsWritten(u, segment.After[u.Tensor])))
        {
            _code.Add(new ExternalWrite(_tensors[use.Tensor].Name, new Part(use.FirstProduced + shift, use.Produced)));
        }

        FreeAllBut(segment.After);
    }

    private void FreeAllBut(TensorPlaces kept)
    {
        foreach (var tensor in map.Tensors)
        {
            if (kept[tensor] == Residency.External)
            {
                map.Free(tensor);
                _code.Add(new Free(_tensors[tensor].Name));
            }
        }
    }

    private void TakeInPlace(PlannedSegment segment, TensorPlaces before, int[]?[] arrays, HashSet<int> busy)
    {
        for (var i = 0; i < arrays.Length; i++)
        {
            if (segment.Traffic.Stationary[i] is >= 0 and var tensor && before[tensor] == Residency.InPlace)
            {
                arrays[i] = map.TakeInPlace(tensor);
                busy.UnionWith(arrays[i]!);
                _code.Add(new SwitchMode(true, Set(arrays[i]!)));
            }
        }
    }

    private void SwitchTo(int memory, HashSet<int> busy)
    {
        var isGrowing = memory > map.Memory;
        if (map.Switch(memory, busy) is { Length: > 0 } changed)
        {
            _code.Add(new SwitchMode(!isGrowing, Set(changed)));
        }
    }

    private void Allocate(PlannedSegment segment)
    {
        for (var use = 0; use < segment.Traffic.Uses.Length; use++)
        {
            var (tensor, count) = (segment.Traffic.Uses[use].Tensor, segment.ArraysOf(use));
            if (count == 0 || map.Of(tensor) is not null)
            {
                continue;
            }

            var consumer = segment.After[tensor] == Residency.InPlace ? plan.Network.Operators[_tensors[tensor].StationaryOf].Name : null;
            _code.Add(new Allocate(_tensors[tensor].Name, Set(map.Allocate(tensor, count)), consumer));
        }
    }

    private void Read(PlannedSegment segment, TensorPlaces places, int shift)
    {
        foreach (var use in segment.Traffic.Uses)
        {
            var tensor = _tensors[use.Tensor];
            var (before, after) = (places[use.Tensor], segment.After[use.Tensor]);
            foreach (var part in BusTraffic.PartsRead(tensor, use, before, after))
            {
                _code.Add(new ExternalRead(tensor.Name, part.Count < tensor.Features ? part with { First = part.First + shift } : part));
            }
        }
    }

    private void Load(PlannedSegment segment, ImmutableArray<Piece> pieces, int[]?[] arrays, HashSet<int> busy)
    {
        for (var i = 0; i < pieces.Length; i++)
        {
            var piece = pieces[i];
            if (!piece.Operator.IsMatrix || arrays[i] is not null)
            {
                continue;
            }

            arrays[i] = [.. map.Computing(busy).Take(piece.Tiles.Count * segment.Allocation.Copies[i])];
            busy.UnionWith(arrays[i]!);
            _code.Add(new WriteTiles(piece.Operator.Name, piece.Tiles, Set(arrays[i]!)));
        }
    }

    private void Run(PlannedSegment segment, ImmutableArray<Piece> pieces, int[]?[] arrays)
    {
        var body = ImmutableArray.CreateBuilder<Instruction>();
        for (var i = 0; i < pieces.Length; i++)
        {
            var (piece, op) = (pieces[i], pieces[i].Operator);
            if (op.IsMatrix)
            {
                var via = segment.Traffic.Uses.Where((u, number) => u.Pieces.Contains(i) && segment.ArraysOf(number) > 0).Select(u => _tensors[u.Tensor].Name);
                body.Add(new Compute(op.Name, piece.Tiles, Set(arrays[i]!), [.. via]));
            }

            if (piece.IsFinished)
            {
                body.AddRange(op.Vectors.Select(v => new RunVector(v.Name, op.IsMatrix ? piece.Features : new Part(0, Features(v)))));
            }
        }

        var (first, last) = (pieces[0].Operator.Name, pieces[^1].Operator.Name);
        _code.Add(new ParallelBlock(pieces.Length == 1 ? first : $"{first} … {last}", body.ToImmutable()));
    }

    private int Features(ProgramVector vector) => _features.TryGetValue(vector.Output, out var features) ? features : 1;

    private readonly Dictionary<string, int> _features = plan.Network.Tensors.ToDictionary(t => t.Name, t => t.Features, StringComparer.Ordinal);

    private static ArraySet Set(IEnumerable<int> arrays) => new([.. arrays]);
}
