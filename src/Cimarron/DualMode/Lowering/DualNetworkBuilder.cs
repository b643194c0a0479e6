using System.Collections.Immutable;
using Cimarron.DualMode.Programs;

namespace Cimarron.DualMode.Lowering;

/// <summary>
/// Collects tensors and operators in order. A featurewise vector operator joins the operator that produces its last input, any other becomes a step of its own.
/// </summary>
internal sealed class DualNetworkBuilder
{
    private readonly List<DualTensor> _tensors = [];
    private readonly List<DualOperator> _operators = [];
    private readonly List<DualBlock> _blocks = [];
    private readonly Dictionary<int, List<int>> _producers = [];

    /// <summary>Operators so far.</summary>
    public int Count => _operators.Count;

    /// <summary>A tensor by number.</summary>
    public DualTensor Tensor(int index) => _tensors[index];

    /// <summary>Adds a tensor.</summary>
    public int AddTensor(DualTensor tensor)
    {
        _tensors.Add(tensor with { Index = _tensors.Count });
        return _tensors.Count - 1;
    }

    /// <summary>Changes a tensor.</summary>
    public void Change(int index, Func<DualTensor, DualTensor> change) => _tensors[index] = change(_tensors[index]);

    /// <summary>Adds a matrix operator.</summary>
    public int AddMatrix(DualOperator matrix)
    {
        var index = Append(matrix);
        Produced(matrix.Output, index);
        if (matrix.Stationary >= 0)
        {
            Change(matrix.Stationary, t => t with { StationaryOf = index });
        }

        return index;
    }

    /// <summary>Adds a vector operator that reads and writes the named tensors.</summary>
    public void AddVector(ProgramVector vector, IReadOnlyList<int> inputs, int output)
    {
        var host = vector.IsFeaturewise ? inputs.Select(LastProducer).DefaultIfEmpty(-1).Max() : -1;
        if (host < _blockStart || !SameFeatures(host, output))
        {
            host = Append(new DualOperator { Index = 0, Name = vector.Name });
            vector = vector with { IsFeaturewise = false };
        }

        var op = _operators[host];
        var own = op.Vectors.SelectMany(v => new[] { v.Output }).ToHashSet(StringComparer.Ordinal);
        var side = inputs.Where(i => i != op.Output && !own.Contains(_tensors[i].Name));
        _operators[host] = op with { Vectors = op.Vectors.Add(vector), SideInputs = [.. op.SideInputs.Concat(side).Distinct()] };
        Produced(output, host);
    }

    private int _blockStart;

    /// <summary>Ends a block of operators.</summary>
    public void EndBlock(int repeat = 1, int carryFrom = -1, int carryTo = -1)
    {
        if (Count > _blockStart)
        {
            _blocks.Add(new DualBlock(_blockStart, Count - _blockStart, repeat, carryFrom, carryTo));
            _blockStart = Count;
        }
    }

    /// <summary>The network; what operators deliver to others is completed here.</summary>
    public DualNetwork Build(string name, string source, string hash, IEnumerable<Diagnostic> diagnostics)
    {
        EndBlock();
        var readers = new Dictionary<int, HashSet<int>>();
        foreach (var op in _operators)
        {
            foreach (var read in op.SideInputs.Append(op.Input).Append(op.Stationary).Where(t => t >= 0))
            {
                (readers.TryGetValue(read, out var list) ? list : readers[read] = []).Add(op.Index);
            }
        }

        var carried = _blocks.Where(b => b.CarryFrom >= 0).Select(b => b.CarryFrom).ToHashSet();
        bool IsNeeded(int tensor, int producer) => _tensors[tensor].Role == TensorRole.Output || carried.Contains(tensor)
            || (readers.TryGetValue(tensor, out var r) && r.Any(o => o != producer));
        var operators = _operators.Select(o => o with
        {
            Results = [.. _producers.Where(p => p.Value.Contains(o.Index) && IsNeeded(p.Key, o.Index)).Select(p => p.Key).Order()],
        });
        return new DualNetwork
        {
            Name = name,
            Source = source,
            Hash = hash,
            Tensors = [.. _tensors],
            Operators = [.. operators],
            Blocks = [.. _blocks],
            Diagnostics = [.. diagnostics],
        };
    }

    private int Append(DualOperator op)
    {
        _operators.Add(op with { Index = _operators.Count });
        return _operators.Count - 1;
    }

    private void Produced(int tensor, int producer) => (_producers.TryGetValue(tensor, out var list) ? list : _producers[tensor] = []).Add(producer);

    private int LastProducer(int tensor) => _producers.TryGetValue(tensor, out var list) ? list[^1] : -1;

    private bool SameFeatures(int host, int output) => _operators[host] is var op && (!op.IsMatrix || op.TotalColumns == _tensors[output].Features);
}
