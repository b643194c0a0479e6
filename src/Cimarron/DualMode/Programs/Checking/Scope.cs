using System.Collections.Immutable;

namespace Cimarron.DualMode.Programs.Checking;

/// <summary>The operators and vector operators that run in a block and not in a repeated block inside of it, and those that run anywhere in it.</summary>
internal sealed record Scope(ImmutableArray<string> Operators, ImmutableArray<string> Vectors, ImmutableArray<string> AllOperators, ImmutableArray<string> AllVectors)
{
    public static Scope Of(ImmutableArray<Statement> body)
    {
        var direct = Instructions(body).ToArray();
        var all = direct.Concat(Nested(body)).ToArray();
        return new Scope(OperatorsOf(direct), VectorsOf(direct), OperatorsOf(all), VectorsOf(all));
    }

    private static IEnumerable<Instruction> Instructions(ImmutableArray<Statement> body) => body.OfType<ParallelBlock>().SelectMany(b => b.Body);

    private static IEnumerable<Instruction> Nested(ImmutableArray<Statement> body) =>
        body.OfType<RepeatBlock>().SelectMany(r => Instructions(r.Body).Concat(Nested(r.Body)));

    private static ImmutableArray<string> OperatorsOf(IEnumerable<Instruction> instructions) =>
        [.. instructions.OfType<Compute>().Select(c => c.Operator).Distinct(StringComparer.Ordinal)];

    private static ImmutableArray<string> VectorsOf(IEnumerable<Instruction> instructions) =>
        [.. instructions.OfType<RunVector>().Select(r => r.Vector).Distinct(StringComparer.Ordinal)];
}
