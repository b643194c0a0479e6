using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Cimarron.Workloads.Zoo;

/// <summary>The built-in networks.</summary>
public static class NetworkZoo
{
    private const string AlexNetName = "alexnet";

    /// <summary>The names of all built-in networks, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. ZooData.Instance.Cnn.Keys.Append(AlexNetName).Concat(ZooData.Instance.Transformer.Keys).Order(StringComparer.Ordinal)];

    /// <summary>
    /// Builds a network from <c>name</c> or <c>name:option,option=value</c>. Case, dashes, dots and underscores in names do not matter.
    /// Convolutional networks take <c>batch</c> (default 1). Encoders take <c>seq</c> (128), <c>batch</c> (1) and <c>layers</c> (all). Decoders take
    /// <c>prefill</c> or its synonym <c>seq</c> (128), or <c>decode</c> with <c>context</c> (128), and <c>batch</c> and <c>layers</c>.
    /// </summary>
    /// <param name="text">Name and options.</param>
    /// <exception cref="DiagnosticException">The name is unknown (with the nearest ones as hint) or options are wrong (all of them listed).</exception>
    public static Network Load(string text)
    {
        var (asked, rest) = Divide(text);
        var name = Find(asked) ?? throw Unknown(text, asked);
        var options = new ZooOptions(name, rest);
        return ZooData.Instance.Transformer.TryGetValue(name, out var config)
            ? Transformer(name, config, options)
            : Convolutional(name, options);
    }

    /// <summary>Whether the name, options aside, is that of a built-in network.</summary>
    public static bool Knows(string text) => Find(Divide(text).Name) is not null;

    private static string? Find(string asked) => Names.FirstOrDefault(n => Key(n) == Key(asked));

    private static (string Name, string Options) Divide(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (text.Trim(), "") : (text[..colon].Trim(), text[(colon + 1)..]);
    }

    private static Network Convolutional(string name, ZooOptions options)
    {
        options.Allow("batch");
        var batch = options.Number("batch", 1);
        options.ThrowIfErrors();
        var rows = name == AlexNetName ? AlexNet.Rows : ZooData.Instance.Cnn[name];
        var family = name.StartsWith("resnet", StringComparison.Ordinal) ? CnnFamily.Residual
            : name.StartsWith("mobilenet", StringComparison.Ordinal) ? CnnFamily.Mobile
            : CnnFamily.Plain;
        return CnnBuilder.Build(family, rows, batch).Build(name, batch == 1 ? name : $"{name}:batch={batch}", Hash, []);
    }

    private static Network Transformer(string name, TransformerConfig config, ZooOptions options)
    {
        var run = TransformerRun.Read(config, options);
        options.ThrowIfErrors();
        var source = $"{name}:{run}";
        var warnings = run.Context > config.Maxpos
            ? [Diagnostic.Warning("CIM0113", $"{run.Context} tokens exceed the {config.Maxpos} positions the network was trained for", field: source)]
            : ImmutableArray<Diagnostic>.Empty;
        return TransformerBuilder.Build(config, run).Build(name, source, Hash, warnings);
    }

    private static string Hash(ImmutableArray<NetworkNode> nodes)
    {
        var text = new StringBuilder();
        foreach (var n in nodes)
        {
            text.Append(n.Name).Append('|').Append(n.OpType).Append('|').Append(n.Kind).Append('|').Append(n.Repeat).Append('|').Append(n.Elements)
                .Append('|').Append(n.HasDynamicWeight).Append('|').AppendJoin(',', n.Inputs).Append('|');
            if (n.Layer is { } l)
            {
                text.Append($"{l.R},{l.S},{l.P},{l.Q},{l.C},{l.K},{l.G},{l.H},{l.W},{l.StrideHeight},{l.StrideWidth},{l.DilationHeight},{l.DilationWidth},")
                    .Append($"{l.Padding.Top},{l.Padding.Left},{l.Padding.Bottom},{l.Padding.Right}");
            }

            text.Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static string Key(string name) =>
        string.Concat(name.Where(c => c is not ('-' or '_' or '.')).Select(char.ToLowerInvariant));

    private static DiagnosticException Unknown(string text, string asked)
    {
        var shown = asked.Length > 80 ? asked[..80] : asked;
        var nearest = Names.Select(n => (Name: n, Distance: EditDistance(Key(shown), Key(n)))).OrderBy(n => n.Distance).Take(3).Select(n => n.Name);
        return new DiagnosticException(Diagnostic.Error(
            "CIM0110",
            $"no built-in network is called '{shown}', and no file of that name exists",
            field: text.Length > 80 ? text[..80] : text,
            hint: $"Did you mean {string.Join(", ", nearest)}? All names: {string.Join(", ", Names)}."));
    }

    private static int EditDistance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
