using System.Collections.Immutable;
using Cimarron.DualMode.Programs;
using Cimarron.Workloads;

namespace Cimarron.DualMode.Lowering;

/// <summary>Goes through a network's nodes and writes the steps for the arrays.</summary>
internal sealed class NetworkWalk(Network network, int headGroups)
{
    private readonly DualNetworkBuilder _builder = new();
    private readonly int[] _tensorOf = new int[network.Nodes.Length];
    private readonly ImmutableArray<AttentionPattern> _patterns = AttentionPattern.Find(network);
    private readonly List<Diagnostic> _diagnostics = [.. network.Diagnostics];

    public DualNetwork Run()
    {
        Array.Fill(_tensorOf, -1);
        for (var i = 0; i < network.Nodes.Length; i++)
        {
            var repeat = network.Nodes[i].Blocks;
            if (i > 0 && repeat != network.Nodes[i - 1].Blocks)
            {
                EndBlock(i);
            }

            Add(network.Nodes[i]);
        }

        EndBlock(network.Nodes.Length);
        return _builder.Build(network.Name, network.Source, network.Hash, _diagnostics);
    }

    private void EndBlock(int end)
    {
        var repeat = end == 0 ? 1 : network.Nodes[end - 1].Blocks;
        if (repeat == 1)
        {
            _builder.EndBlock();
            return;
        }

        var start = end - 1;
        while (start > 0 && network.Nodes[start - 1].Blocks == repeat)
        {
            start--;
        }

        var entering = Enumerable.Range(start, end - start).SelectMany(i => network.Nodes[i].Inputs).Where(i => i < start).Select(i => _tensorOf[i]).Distinct().ToArray();
        if (entering.Length != 1 || _builder.Tensor(entering[0]).Bytes != _builder.Tensor(_tensorOf[end - 1]).Bytes)
        {
            _builder.EndBlock(repeat);
            return;
        }

        var (from, to) = (_tensorOf[end - 1], entering[0]);
        _builder.Change(to, t => t with { Features = _builder.Tensor(from).Features });
        _builder.EndBlock(repeat, from, to);
    }

    private void Add(NetworkNode node)
    {
        switch (node.Kind)
        {
            case NodeKind.Matrix when _patterns.FirstOrDefault(p => p.Contains(node.Index)) is { } pattern:
                AddAttention(pattern, node);
                break;
            case NodeKind.Matrix:
                AddMatrix(node);
                break;
            case NodeKind.Vector when _patterns.FirstOrDefault(p => p.Contains(node.Index)) is not null:
                break;
            case NodeKind.Vector:
                AddVector(node);
                break;
            case NodeKind.Shape:
                _tensorOf[node.Index] = node.Inputs.IsEmpty ? -1 : _tensorOf[node.Inputs[0]];
                break;
            default:
                _tensorOf[node.Index] = -1;
                break;
        }
    }

    private int Source(NetworkNode node, int input, long bytes, int features)
    {
        var tensor = input >= 0 ? _tensorOf[input] : -1;
        return tensor >= 0 ? tensor : NewTensor($"{node.Name}/input", bytes, features, TensorRole.Input);
    }

    private int NewTensor(string name, long bytes, int features, TensorRole role) =>
        _builder.AddTensor(new DualTensor { Index = 0, Name = name, Bytes = Math.Max(1, bytes), Features = Math.Max(1, features), Role = role });

    private TensorRole RoleOf(NetworkNode node) => IsRead(node) ? TensorRole.Intermediate : TensorRole.Output;

    private bool IsRead(NetworkNode node) => node.Outputs.Any(o => network.Nodes[o].Kind is NodeKind.Matrix or NodeKind.Vector || IsRead(network.Nodes[o]));

    private void AddMatrix(NetworkNode node)
    {
        var layer = node.Layer!;
        var rows = checked(layer.P * layer.Q * node.Images);
        var reduction = checked(layer.C * layer.R * layer.S);
        var images = node.Images;
        var isConvolution = layer.R > 1 || layer.S > 1 || layer.Q > 1 || node.IsBatched;
        var inputBytes = isConvolution ? checked((long)layer.C * layer.G * layer.H * layer.W * images) : checked((long)rows * reduction * layer.G);
        var moving = Source(node, node.Inputs.Where(i => i != node.StationaryInput).DefaultIfEmpty(-1).First(), inputBytes, layer.C * layer.G);
        var stationary = Stationary(node);
        var output = NewTensor(node.Name, checked((long)rows * layer.K * layer.G), checked(layer.K * layer.G), RoleOf(node));
        _tensorOf[node.Index] = output;
        _builder.AddMatrix(new DualOperator
        {
            Index = 0,
            Name = node.Name,
            Rows = rows,
            Reduction = reduction,
            Columns = layer.K,
            Groups = layer.G,
            Packing = node.Packing,
            Convolution = isConvolution ? layer : null,
            Input = moving,
            Stationary = stationary,
            Output = output,
        });
    }

    /// <summary>The tensor that stays in the arrays, if it is exactly what a node produces; a cache with earlier tokens lies outside and the new ones are appended to it.</summary>
    private int Stationary(NetworkNode node)
    {
        if (node.StationaryInput < 0 || _tensorOf[node.StationaryInput] < 0)
        {
            return -1;
        }

        var tensor = _tensorOf[node.StationaryInput];
        var elements = checked((long)node.Layer!.C * node.Layer.K * node.Layer.G);
        if (_builder.Tensor(tensor).Bytes == elements)
        {
            _builder.Change(tensor, t => t with { IsTransposed = IsTransposed(node) });
            return tensor;
        }

        _builder.Change(tensor, t => t with { Role = TensorRole.Output });
        return -1;
    }

    /// <summary>The scores' keys arrive token by token, which are columns of the tiles; the values' tokens are rows.</summary>
    private bool IsTransposed(NetworkNode node) => node.Outputs.Any(o => LeadsToSoftmax(network.Nodes[o]));

    private bool LeadsToSoftmax(NetworkNode node) => node.OpType.Contains("Softmax", StringComparison.Ordinal)
        || (node.Kind != NodeKind.Matrix && node.Outputs.Any(o => LeadsToSoftmax(network.Nodes[o])));

    private void AddVector(NetworkNode node)
    {
        var elements = Math.Max(1, node.Elements);
        var inputs = node.Inputs.Select(i => _tensorOf[i]).Where(t => t >= 0).Distinct().ToArray();
        if (inputs.Length == 0)
        {
            // What depends on tokens or constants alone, such as an embedding, is looked up outside.
            _tensorOf[node.Index] = NewTensor(node.Name, elements, 1, TensorRole.Input);
            return;
        }

        var features = Dividing(inputs.Max(t => _builder.Tensor(t).Features), elements);
        var output = NewTensor(node.Name, elements, features, RoleOf(node));
        _tensorOf[node.Index] = output;
        _builder.AddVector(Vector(node, node.Name, inputs, output, elements), inputs, output);
    }

    /// <summary>Features are of equal size; where shapes are regrouped they are lost.</summary>
    private static int Dividing(int features, long elements) => elements % features == 0 ? features : 1;

    private ProgramVector Vector(NetworkNode node, string name, IReadOnlyList<int> inputs, int output, long elements) => new()
    {
        Name = name,
        Operation = node.OpType,
        Inputs = [.. inputs.Select(i => _builder.Tensor(i).Name)],
        Output = _builder.Tensor(output).Name,
        Elements = elements,
        IsFeaturewise = Featurewise.Contains(node.OpType),
    };

    /// <summary>All parts of an attention, heads by heads, at its last matrix operator; the earlier ones wait for it.</summary>
    private void AddAttention(AttentionPattern pattern, NetworkNode node)
    {
        if (node.Index != pattern.Mixed)
        {
            return;
        }

        var mixed = network.Nodes[pattern.Mixed];
        var layer = mixed.Layer!;
        var output = NewTensor(mixed.Name, checked((long)layer.P * layer.K * layer.G), checked(layer.K * layer.G), RoleOf(mixed));
        for (var part = 0; part < headGroups; part++)
        {
            var key = Chain(pattern.KeyChain, part, -1);
            var query = Chain(pattern.QueryChain, part, -1);
            var scores = Product(network.Nodes[pattern.Scores], part, query, key, -1);
            foreach (var index in pattern.ScoreChain)
            {
                scores = PartVector(network.Nodes[index], part, scores);
            }

            var value = Chain(pattern.ValueChain, part, -1);
            Product(mixed, part, scores, value, output);
        }

        _tensorOf[mixed.Index] = output;
    }

    /// <summary>A projection of some heads and the vector operators behind it; the tensor they end in.</summary>
    private int Chain(ImmutableArray<int> chain, int part, int tensor)
    {
        foreach (var index in chain)
        {
            var node = network.Nodes[index];
            if (node.Kind != NodeKind.Matrix)
            {
                tensor = node.Kind == NodeKind.Vector ? PartVector(node, part, tensor) : tensor;
                continue;
            }

            var layer = node.Layer!;
            var source = Source(node, node.Inputs.DefaultIfEmpty(-1).First(), checked((long)layer.P * layer.C), layer.C);
            tensor = NewTensor(PartName(node, part), checked((long)layer.P * layer.K / headGroups), layer.K / headGroups, TensorRole.Intermediate);
            _builder.AddMatrix(new DualOperator
            {
                Index = 0, Name = PartName(node, part), Rows = layer.P, Reduction = layer.C, Columns = layer.K / headGroups, Packing = node.Packing?.Part(headGroups, layer.K), Input = source, Output = tensor,
            });
        }

        return tensor;
    }

    private int Product(NetworkNode node, int part, int moving, int stationary, int output)
    {
        var layer = node.Layer!;
        var groups = layer.G / headGroups;
        var isPart = output >= 0;
        if (!isPart)
        {
            output = NewTensor(PartName(node, part), checked((long)layer.P * layer.K * groups), checked(layer.K * groups), TensorRole.Intermediate);
        }

        if (_builder.Tensor(stationary).Bytes == checked((long)layer.C * layer.K * groups))
        {
            _builder.Change(stationary, t => t with { IsTransposed = IsTransposed(node) });
        }
        else
        {
            _builder.Change(stationary, t => t with { Role = TensorRole.Output });
            stationary = -1;
        }

        _builder.AddMatrix(new DualOperator
        {
            Index = 0,
            Name = PartName(node, part),
            Rows = layer.P,
            Reduction = layer.C,
            Columns = layer.K,
            Groups = groups,
            Input = moving,
            Stationary = stationary,
            Output = output,
            FirstFeature = isPart ? part * layer.K * groups : 0,
        });
        return output;
    }

    private int PartVector(NetworkNode node, int part, int input)
    {
        var elements = Math.Max(1, node.Elements / headGroups);
        var output = NewTensor(PartName(node, part), elements, Dividing(_builder.Tensor(input).Features, elements), TensorRole.Intermediate);
        _builder.AddVector(Vector(node, PartName(node, part), [input], output, elements), [input], output);
        return output;
    }

    private string PartName(NetworkNode node, int part) => headGroups == 1 ? node.Name : $"{node.Name}.{part}";
}
