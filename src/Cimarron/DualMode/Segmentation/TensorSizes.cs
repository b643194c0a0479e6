using System.Collections.Immutable;
using Cimarron.DualMode.Lowering;

namespace Cimarron.DualMode.Segmentation;

/// <summary>Lifetimes of tensors, and the arrays that hold all of one.</summary>
internal sealed class TensorSizes
{
    private readonly int[] _arrays;
    private readonly int[] _firstProducer;
    private readonly int[] _lastProducer;
    private readonly int[] _lastReader;
    private readonly bool[] _mayStayInPlace;
    private readonly bool[] _isReadOnce;
    private readonly bool _keeps;
    private readonly int _chipArrays;

    public TensorSizes(DualNetwork network, DualModeChip chip, IReadOnlyList<Tiling?> tilings, IReadOnlyList<ImmutableArray<Chunking>> chunkings, CompileOptions options)
    {
        (_keeps, _chipArrays) = (options.UsesMemoryMode, chip.Arrays);
        var count = network.Tensors.Length;
        (_firstProducer, _lastProducer, _lastReader) = (new int[count], new int[count], new int[count]);
        Array.Fill(_firstProducer, -1);
        Array.Fill(_lastProducer, -1);
        Array.Fill(_lastReader, -1);
        var readers = new int[count];
        foreach (var op in network.Operators)
        {
            foreach (var tensor in op.Results)
            {
                _firstProducer[tensor] = _firstProducer[tensor] < 0 ? op.Index : _firstProducer[tensor];
                _lastProducer[tensor] = op.Index;
            }

            foreach (var tensor in op.SideInputs.Append(op.Input).Append(op.Stationary).Where(t => t >= 0))
            {
                _lastReader[tensor] = op.Index;
                readers[tensor]++;
            }
        }

        _isReadOnce = [.. Enumerable.Range(0, count).Select(t => readers[t] == 1 && chunkings[_lastReader[t]].All(c => c.IsWhole) && network.Blocks.All(b => b.CarryFrom != t))];
        Extend(network);
        _arrays = new int[count];
        _mayStayInPlace = new bool[count];
        foreach (var tensor in network.Tensors)
        {
            var consumer = tensor.StationaryOf;
            var tiles = consumer >= 0 ? tilings[consumer]!.Tiles : 0;
            _mayStayInPlace[tensor.Index] = options is { UsesInPlace: true, UsesMemoryMode: true } && consumer >= 0 && readers[tensor.Index] == 1 && tiles <= chip.Arrays
                && (!tensor.IsTransposed || chip.WritesTransposed) && tensor.Role == Programs.TensorRole.Intermediate
                && network.Blocks.Any(b => b.First <= _firstProducer[tensor.Index] && consumer < b.End);
            _arrays[tensor.Index] = consumer >= 0 ? tiles : (int)Math.Min(int.MaxValue, (tensor.Bytes + chip.ArrayBytes - 1) / chip.ArrayBytes);
        }
    }

    /// <summary>Arrays that hold all of a tensor.</summary>
    public int this[int tensor] => _arrays[tensor];

    /// <summary>Whether a single segment reads it. Then a copy outside is of no use to a tensor in arrays: if it is dropped before, its arrays were wasted.</summary>
    public bool IsReadOnce(int tensor) => _isReadOnce[tensor];

    public bool MayStayInPlace(int tensor) => _mayStayInPlace[tensor];

    /// <summary>Whether the arrays can hold all of it and leave some for computing.</summary>
    public bool IsKeepable(int tensor) => _keeps && _arrays[tensor] < _chipArrays;

    /// <summary>Whether it may be in arrays between segments, in one form or another.</summary>
    public bool MayStay(int tensor) => IsKeepable(tensor) || MayStayInPlace(tensor);

    /// <summary>Whether a tensor exists before an operator, or in part when the operator is under way, and is read there or later.</summary>
    public bool IsLive(int tensor, int op, bool isUnderWay)
    {
        var produced = _firstProducer[tensor];
        return _lastReader[tensor] >= op && (produced < op || (isUnderWay && produced == op));
    }

    /// <summary>Whether all of a tensor exists before an operator, or when it is under way.</summary>
    public bool IsComplete(int tensor, int op) => _lastProducer[tensor] < op;

    /// <summary>A carried tensor is read by the next iteration; what enters a block otherwise is needed until its last iteration ends.</summary>
    private void Extend(DualNetwork network)
    {
        foreach (var block in network.Blocks.Where(b => b.Repeat > 1))
        {
            if (block.CarryFrom >= 0)
            {
                _lastReader[block.CarryFrom] = Math.Max(_lastReader[block.CarryFrom], block.End);
            }

            for (var tensor = 0; tensor < _lastReader.Length; tensor++)
            {
                var enters = _firstProducer[tensor] < block.First && _lastReader[tensor] >= block.First && _lastReader[tensor] < block.End;
                if (enters && tensor != block.CarryTo)
                {
                    _lastReader[tensor] = block.End;
                }
            }
        }
    }
}
