using System.Collections.Immutable;
using Cimarron.Inference;
using Cimarron.Inference.Arrays;

namespace Cimarron.Sparsity.Profiles;

/// <summary>How often bits of the inputs are zero in a whole row group, by operator; measured, never assumed.</summary>
/// <param name="Source">What was measured: model, data, number of samples, rows of a group.</param>
/// <param name="Layers">Shares of every bit, lowest first, by operator; <see cref="Others"/> stands for operators without their own.</param>
public sealed record InputProfile(string Source, ImmutableSortedDictionary<string, ImmutableArray<BitShare>> Layers)
{
    /// <summary>The entry of operators that have none of their own.</summary>
    public const string Others = "*";

    private const string SourceArray = "source";

    private const long MaxTotal = 1L << 30;

    /// <summary>The shares of an operator; null when nothing is known of it.</summary>
    public IReadOnlyList<BitShare>? Of(string name) => Layers.TryGetValue(name, out var own) ? own : Layers.TryGetValue(Others, out var others) ? others : null;

    /// <summary>Sums over all operators, for use where nothing was measured.</summary>
    /// <param name="source">Says so.</param>
    public InputProfile AsStandIn(string source)
    {
        var bits = Layers.Values.Max(l => l.Length);
        var sums = Enumerable.Range(0, bits).Select(b => Layers.Values.Where(l => l.Length > b).Aggregate((Zero: 0L, Total: 0L), (s, l) => (s.Zero + l[b].Zero, s.Total + l[b].Total)));
        return new InputProfile(source, ImmutableSortedDictionary<string, ImmutableArray<BitShare>>.Empty.Add(Others, [.. sums.Select(s => Share(s.Zero, s.Total))]));
    }

    /// <summary>A share, with numbers small enough to multiply.</summary>
    /// <param name="zero">0 ≤ zero ≤ total.</param>
    /// <param name="total">≥ 1.</param>
    public static BitShare Share(long zero, long total)
    {
        while (total > MaxTotal)
        {
            (zero, total) = (zero / 2, total / 2);
        }

        return new BitShare(zero, total);
    }

    /// <summary>Writes an array [bits, 2] of zeros and totals per operator, and the source.</summary>
    /// <param name="path">An NPZ file.</param>
    /// <exception cref="DiagnosticException">The file cannot be written.</exception>
    public void Save(string path)
    {
        var arrays = Layers.ToDictionary(l => l.Key, l => NpyArray.Of([.. l.Value.SelectMany(s => new[] { s.Zero, s.Total })], l.Value.Length, 2), StringComparer.Ordinal);
        arrays[SourceArray] = NpyArray.Of(System.Text.Encoding.UTF8.GetBytes(Source), System.Text.Encoding.UTF8.GetByteCount(Source));
        NpzFile.Write(path, arrays);
    }

    /// <summary>Reads what <see cref="Save"/> wrote, or arrays made elsewhere.</summary>
    /// <param name="path">An NPZ file with an integer array [bits, 2] per operator; one named <c>*</c> stands for the others.</param>
    /// <exception cref="DiagnosticException">The file cannot be read, or an array is no such thing.</exception>
    public static InputProfile Load(string path)
    {
        var layers = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<BitShare>>(StringComparer.Ordinal);
        var source = $"from {Path.GetFileName(path)}";
        foreach (var (name, array) in NpzFile.Read(path))
        {
            if (name == SourceArray && array.Type == ElementType.UInt8)
            {
                source = System.Text.Encoding.UTF8.GetString(array.Bytes.Span);
                continue;
            }

            layers[name] = Shares(path, name, array);
        }

        return layers.Count > 0 ? new InputProfile(source, layers.ToImmutable())
            : throw new DiagnosticException(Diagnostic.Error("CIM0914", "the file has no shares of zero bits", path, hint: "write it with sparse --data … -o, or store an array [bits, 2] of zeros and totals per operator"));
    }

    private static ImmutableArray<BitShare> Shares(string path, string name, NpyArray array)
    {
        if (array.Type.IsReal() || array.Shape.Length != 2 || array.Shape[1] != 2 || array.Shape[0] is < 1 or > 32)
        {
            throw Failure(path, name, $"expected whole numbers [bits, 2], found {array.Type} [{string.Join(',', array.Shape)}]");
        }

        var values = array.ToIntegers();
        var shares = ImmutableArray.CreateBuilder<BitShare>(array.Shape[0]);
        for (var i = 0; i < values.Length; i += 2)
        {
            if (values[i + 1] < 1 || values[i] < 0 || values[i] > values[i + 1])
            {
                throw Failure(path, name, $"expected 0 ≤ zeros ≤ total and a total of at least 1, found {values[i]} of {values[i + 1]} for bit {i / 2}");
            }

            shares.Add(Share(values[i], values[i + 1]));
        }

        return shares.MoveToImmutable();
    }

    private static DiagnosticException Failure(string path, string name, string message) => new(Diagnostic.Error("CIM0914", message, path, field: $"array '{name}'", hint: "see docs/sparsity.md"));
}
