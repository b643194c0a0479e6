using System.Collections.Immutable;
using Cimarron.DualMode.Programs;
using Cimarron.Tests.Properties;
using Cimarron.Workloads;

namespace Cimarron.Tests.DualMode.Programs;

/// <summary>Random programs that need not make sense: every kind of declaration and instruction, names of any characters.</summary>
internal sealed class RandomPrograms(int seed)
{
    private readonly Random random = new(seed);

    public MetaProgram Next() => new()
    {
        Name = Name(),
        Chip = Name(),
        ChipHash = random.Next(2) == 0 ? "" : "00ff",
        ModelHash = random.Next(2) == 0 ? "" : Name() + "h",
        Tensors = Distinct(Tensor, t => t.Name),
        Operators = Distinct(Operator, o => o.Name),
        Vectors = Distinct(Vector, v => v.Name),
        Code = Body(0),
    };

    /// <summary>Deep equality, which records with arrays inside do not have.</summary>
    public static bool AreEqual(MetaProgram a, MetaProgram b) =>
        (a.Name, a.Chip, a.ChipHash, a.ModelHash) == (b.Name, b.Chip, b.ChipHash, b.ModelHash)
        && a.Tensors.Length == b.Tensors.Length && a.Tensors.Zip(b.Tensors).All(p => p.First with { Shape = [] } == p.Second with { Shape = [] } && p.First.Shape.SequenceEqual(p.Second.Shape))
        && a.Operators.SequenceEqual(b.Operators)
        && a.Vectors.Length == b.Vectors.Length && a.Vectors.Zip(b.Vectors).All(p => AreEqual(p.First, p.Second))
        && AreEqual(a.Code, b.Code);

    private static bool AreEqual(ProgramVector a, ProgramVector b) => Bare(a) == Bare(b) && a.Inputs.SequenceEqual(b.Inputs) && a.Attributes.SequenceEqual(b.Attributes);

    private static ProgramVector Bare(ProgramVector v) => v with { Inputs = [], Attributes = ImmutableSortedDictionary<string, string>.Empty };

    private static bool AreEqual(IReadOnlyList<Statement> a, IReadOnlyList<Statement> b) => a.Count == b.Count && a.Zip(b).All(p => (p.First, p.Second) switch
    {
        (ParallelBlock x, ParallelBlock y) => x.Name == y.Name && AreEqual(x.Body, y.Body),
        (RepeatBlock x, RepeatBlock y) => x.Count == y.Count && x.Carries.SequenceEqual(y.Carries) && AreEqual(x.Body, y.Body),
        (Compute x, Compute y) => x with { Via = [] } == y with { Via = [] } && x.Via.SequenceEqual(y.Via),
        var (x, y) => x == y,
    });

    private ImmutableArray<T> Distinct<T>(Func<T> make, Func<T, string> name) => [.. Enumerable.Range(0, random.Next(5)).Select(_ => make()).DistinctBy(name)];

    private string Name() => random.Next(5) switch
    {
        0 => "conv" + random.Next(9),
        1 => "/model/layer.0/Add:0 (x) #1",
        2 => new string([.. Enumerable.Range(0, random.Next(6)).Select(_ => (char)random.Next(0x10000))]),
        3 => new[] { "", "tiles", "none", "code", "via", "Grüße 日本語 \U0001F600", "\"\\\n\t\u2028\uFEFF", "9x", "a-b", "-", "TOM" }[random.Next(11)],
        _ => "_a.b" + random.Next(4),
    };

    private ProgramTensor Tensor() => new()
    {
        Name = Name(),
        Shape = [.. Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(1, 70000))],
        Layout = (FeatureLayout)random.Next(3),
        Role = (TensorRole)random.Next(3),
        IsUnsigned = random.Next(2) == 0,
        Scale = random.Next(3) switch { 0 => null, 1 => BitConverter.Int32BitsToSingle(random.Next(0x7f7fffff)), _ => 0.1f },
        ZeroPoint = random.Next(-128, 256),
    };

    private ProgramOperator Operator() => new()
    {
        Name = Name(),
        Rows = Size(),
        Reduction = Size(),
        Columns = Size(),
        Groups = Size(),
        GroupsPerTile = Size(),
        Input = Name(),
        Stationary = random.Next(2) == 0 ? null : Name(),
        IsStationaryTransposed = random.Next(2) == 0,
        Output = Name(),
        FirstFeature = random.Next(2) * random.Next(9),
        Packing = random.Next(2) == 0 ? null : new WeightPacking(Size(), Size(), Size(), Size(), random.NextInt64()),
        Convolution = random.Next(2) == 0 ? null : RandomMappings.RandomLayer(random) with { WeightIndexBits = 0, Name = random.Next(2) == 0 ? "layer" : Name() },
    };

    private ProgramVector Vector() => new()
    {
        Name = Name(),
        Operation = Name(),
        Inputs = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Name())],
        Output = Name(),
        Elements = random.NextInt64(),
        IsFeaturewise = random.Next(2) == 0,
        Attributes = Enumerable.Range(0, random.Next(4)).Select(_ => Name()).Distinct().ToImmutableSortedDictionary(n => n, _ => random.Next(2) == 0 ? "-1.5e+3" : "@" + Name()),
    };

    private ImmutableArray<Statement> Body(int depth) => [.. Enumerable.Range(0, random.Next(7)).Select(_ => random.Next(depth < 3 ? 8 : 6) switch
    {
        6 => new ParallelBlock(Name(), [.. Enumerable.Range(0, random.Next(4)).Select(_ => Instruction())]),
        7 => new RepeatBlock(random.Next(100), [.. Enumerable.Range(0, random.Next(3)).Select(_ => (Name(), Name()))], Body(depth + 1)),
        _ => (Statement)Instruction(),
    })];

    private Instruction Instruction() => random.Next(10) switch
    {
        0 => new SwitchMode(random.Next(2) == 0, Arrays()),
        1 => new Allocate(Name(), Arrays()),
        2 => new Allocate(Name(), Arrays(), Name(), random.Next(100)),
        3 => new Free(Name()),
        4 => new ExternalRead(Name(), Part()),
        5 => new ExternalWrite(Name(), Part()),
        6 => new WriteTiles(Name(), Part(), Arrays()),
        8 => new Carry(Name(), Name()),
        7 => new Compute(Name(), Part(), Arrays(), [.. Enumerable.Range(0, random.Next(3)).Select(_ => Name())]),
        _ => new RunVector(Name(), Part()),
    };

    private int Size() => random.Next(3) == 0 ? random.Next(1, int.MaxValue) : random.Next(1, 50);

    private Part Part() => new(random.Next(1000), random.Next(3) == 0 ? 1 : random.Next(1, 2000));

    /// <summary>Runs, single arrays, descending and repeated numbers.</summary>
    private ArraySet Arrays() => new([.. Enumerable.Range(0, random.Next(5)).SelectMany(_ => Enumerable.Range(random.Next(50), random.Next(4)))]);
}
