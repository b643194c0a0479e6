using System.Collections.Immutable;
using Cimarron.DualMode;
using Cimarron.DualMode.Programs;
using Cimarron.Workloads;

namespace Cimarron.Tests.DualMode;

/// <summary>
/// Random small networks with a plain schedule: an operator after the other, in as many segments as it needs, everything through external memory, inputs in arrays where they fit.
/// </summary>
internal sealed class RandomNetworks(int seed, DualModeChip chip)
{
    private readonly Random random = new(seed);
    private List<ProgramTensor> tensors = [];
    private List<ProgramOperator> operators = [];
    private List<ProgramVector> vectors = [];
    private List<Statement> code = [];
    private int memoryArrays;

    public MetaProgram Next()
    {
        (tensors, operators, vectors, code) = ([], [], [], []);
        memoryArrays = random.Next(4);
        if (memoryArrays > 0)
        {
            code.Add(new SwitchMode(false, Range(chip.Arrays - memoryArrays, memoryArrays)));
        }

        var isImage = random.Next(2) == 0;
        var current = Add(isImage ? [random.Next(1, 3), random.Next(1, 7), random.Next(3, 9), random.Next(3, 9)] : [random.Next(1, 6), random.Next(1, 60)], isImage, TensorRole.Input);
        for (var steps = random.Next(1, 5); steps > 0; steps--)
        {
            current = random.Next(3) switch
            {
                0 => Vector(current),
                _ => current.Layout == FeatureLayout.Channels ? Convolution(current) : Product(current),
            };
        }

        if (operators.Count == 0)
        {
            current = current.Layout == FeatureLayout.Channels ? Convolution(current) : Product(current);
        }

        tensors[^1] = tensors[^1] with { Role = TensorRole.Output };
        return new MetaProgram { Name = "random", Chip = chip.Name, Tensors = [.. tensors], Operators = [.. operators], Vectors = [.. vectors], Code = [.. code] };
    }

    private static ArraySet Range(int first, int count) => new([.. Enumerable.Range(first, count)]);

    private static Part All(ProgramTensor tensor) => new(0, tensor.Features);

    private ProgramTensor Add(ImmutableArray<int> shape, bool isImage, TensorRole role = TensorRole.Intermediate)
    {
        var isUnsigned = random.Next(3) == 0;
        var tensor = new ProgramTensor
        {
            Name = $"t{tensors.Count}",
            Shape = shape,
            Layout = isImage ? FeatureLayout.Channels : FeatureLayout.Trailing,
            Role = role,
            IsUnsigned = isUnsigned,
            Scale = 0.01f + random.NextSingle() / 10,
            ZeroPoint = random.Next(2) == 0 ? 0 : random.Next(-20, 20) + (isUnsigned ? 128 : 0),
        };
        tensors.Add(tensor);
        return tensor;
    }

    private ProgramTensor Product(ProgramTensor input)
    {
        var (m, n, k) = (input.Shape[0], input.Shape[1], random.Next(1, 30));
        var output = Add([m, k], false);
        return Schedule(new ProgramOperator { Name = $"op{operators.Count}", Rows = m, Reduction = n, Columns = k, Input = input.Name, Output = output.Name }, input, output);
    }

    private ProgramTensor Convolution(ProgramTensor input)
    {
        int[] s = [.. input.Shape];
        var groups = random.Next(2) == 0 ? s[1] : 1;
        var l = new Layer
        {
            R = random.Next(1, 4),
            S = random.Next(1, 4),
            C = s[1] / groups,
            K = random.Next(1, groups > 1 ? 4 : 12),
            G = groups,
            H = s[2],
            W = s[3],
            StrideHeight = random.Next(1, 3),
            StrideWidth = random.Next(1, 3),
            DilationHeight = random.Next(1, 3),
            DilationWidth = random.Next(1, 3),
            Padding = new Padding(random.Next(3), random.Next(3), random.Next(3), random.Next(3)),
        };
        int Windows(int size, int pads, int taps, int dilation, int stride) => (size + pads - ((taps - 1) * dilation) - 1) / stride + 1;
        l = l with { P = Windows(l.H, l.Padding.Top + l.Padding.Bottom, l.R, l.DilationHeight, l.StrideHeight), Q = Windows(l.W, l.Padding.Left + l.Padding.Right, l.S, l.DilationWidth, l.StrideWidth) };
        if (l.P < 1 || l.Q < 1 || s[2] + l.Padding.Top + l.Padding.Bottom <= (l.R - 1) * l.DilationHeight || s[3] + l.Padding.Left + l.Padding.Right <= (l.S - 1) * l.DilationWidth)
        {
            return Convolution(input);
        }

        var output = Add([s[0], groups * l.K, l.P, l.Q], true);
        var pack = Math.Max(1, Math.Min(chip.Rows / (l.C * l.R * l.S), chip.WeightColumns / l.K));
        var op = new ProgramOperator
        {
            Name = $"op{operators.Count}",
            Rows = s[0] * l.P * l.Q,
            Reduction = l.C * l.R * l.S,
            Columns = l.K,
            Groups = groups,
            GroupsPerTile = random.Next(2) == 0 ? 1 : Math.Min(groups, random.Next(1, pack + 1)),
            Input = input.Name,
            Output = output.Name,
            Convolution = l,
        };
        return Schedule(op, input, output);
    }

    /// <summary>Half of the time into arrays, otherwise again for every segment.</summary>
    private ProgramTensor Schedule(ProgramOperator op, ProgramTensor input, ProgramTensor output)
    {
        operators.Add(op);
        var grid = new TileGrid(op, chip);
        var needed = (int)((input.Elements + chip.ArrayBytes - 1) / chip.ArrayBytes);
        var keeps = needed <= memoryArrays && random.Next(4) > 0;
        if (keeps)
        {
            code.Add(new Allocate(input.Name, Range(chip.Arrays - needed, needed)));
            code.Add(new ExternalRead(input.Name, All(input)));
        }

        var room = chip.Arrays - memoryArrays;
        for (var tile = 0; tile < grid.Tiles;)
        {
            var row = tile % grid.TileRows;
            var splits = row > 0 || grid.TileRows > room || (grid.TileRows > 1 && random.Next(3) == 0);
            var count = splits
                ? random.Next(1, Math.Min(grid.TileRows - row, room) + 1)
                : grid.TileRows * random.Next(1, (int)Math.Min(grid.Lines - tile / grid.TileRows, room / grid.TileRows) + 1);
            var arrays = Range(0, count * random.Next(1, room / count + 1));
            if (!keeps)
            {
                code.Add(new ExternalRead(input.Name, All(input)));
            }

            code.Add(new WriteTiles(op.Name, new Part(tile, count), arrays));
            code.Add(new ParallelBlock($"{op.Name} {tile}", [new Compute(op.Name, new Part(tile, count), arrays, keeps ? [input.Name] : [])]));
            tile += count;
            if (tile % grid.TileRows == 0)
            {
                var lines = splits ? new Part(tile / grid.TileRows - 1, 1) : new Part((tile - count) / grid.TileRows, count / grid.TileRows);
                code.Add(new ExternalWrite(output.Name, grid.Features(lines)));
            }
        }

        if (keeps)
        {
            code.Add(new Free(input.Name));
        }

        return output;
    }

    private ProgramTensor Vector(ProgramTensor input)
    {
        var partner = tensors.FirstOrDefault(t => t.Name != input.Name && t.Shape.SequenceEqual(input.Shape));
        var kind = random.Next(4);
        var output = Add(input.Shape, input.Layout == FeatureLayout.Channels);
        var vector = new ProgramVector
        {
            Name = $"v{vectors.Count}",
            Operation = kind switch { 0 => "Relu", 1 => "Softmax", 2 => "Add", _ => "Sigmoid" },
            Inputs = kind == 2 ? [input.Name, (partner ?? input).Name] : [input.Name],
            Output = output.Name,
            Elements = input.Elements,
            IsFeaturewise = kind != 1,
        };
        vectors.Add(vector);
        var parts = vector.IsFeaturewise && output.Features > 1 ? new[] { new Part(0, output.Features / 2), new Part(output.Features / 2, output.Features - output.Features / 2) } : [All(output)];
        foreach (var name in vector.Inputs.Distinct())
        {
            code.Add(new ExternalRead(name, All(input)));
        }

        code.Add(new ParallelBlock(vector.Name, [.. parts.Select(p => new RunVector(vector.Name, p))]));
        code.AddRange(parts.Select(p => new ExternalWrite(output.Name, p)));
        return output;
    }
}
