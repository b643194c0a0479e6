using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Cimarron.Workloads;

namespace Cimarron.DualMode;

/// <summary>
/// A prompt and the tokens generated after it. The pass over the prompt yields the first token, every further one takes a decoding step over all tokens before it.
/// Steps whose keys fill the same number of tile columns are compiled once: their context is rounded up to whole columns, so the sum is never too small.
/// </summary>
/// <param name="PrefillCycles">Cycles of the pass over the prompt.</param>
/// <param name="Steps">Decoding steps in order.</param>
public sealed partial record Generation(double PrefillCycles, ImmutableArray<GenerationStep> Steps)
{
    /// <summary>Most tokens of one generation.</summary>
    public const int MaxTokens = 1 << 20;

    /// <summary>Cycles of all decoding steps.</summary>
    public double DecodeCycles => Steps.Sum(s => s.Count * s.Cycles);

    /// <summary>Cycles of everything.</summary>
    public double Cycles => PrefillCycles + DecodeCycles;

    /// <summary>The decoding steps of a generation: contexts in whole tile columns and how many steps have each.</summary>
    /// <param name="prompt">Tokens of the prompt, ≥ 1.</param>
    /// <param name="tokens">Tokens generated, ≥ 1.</param>
    /// <param name="chip">The chip, whose arrays decide which contexts cost the same.</param>
    public static ImmutableArray<(int Context, int Count)> Contexts(int prompt, int tokens, DualModeChip chip)
    {
        var (block, contexts) = (chip.WeightColumns, ImmutableArray.CreateBuilder<(int, int)>());
        for (long context = prompt + 1L; context < (long)prompt + tokens;)
        {
            var whole = (context + block - 1) / block * block;
            var count = Math.Min(whole, (long)prompt + tokens - 1) - context + 1;
            contexts.Add((checked((int)whole), (int)count));
            context = whole + 1;
        }

        return contexts.ToImmutable();
    }

    /// <summary>Plans a generation.</summary>
    /// <param name="prefill">A built-in network that prefills.</param>
    /// <param name="tokens">Tokens generated, 1 … <see cref="MaxTokens"/>.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="cycles">Cycles of one pass through a network.</param>
    /// <exception cref="DiagnosticException">The network is not a built-in one that prefills.</exception>
    public static Generation Run(Network prefill, int tokens, DualModeChip chip, Func<Network, double> cycles)
    {
        var prompt = Prompt(prefill.Source);
        var first = cycles(prefill);
        return new Generation(first, [.. Contexts(prompt, tokens, chip).Select(c => new GenerationStep(c.Context, c.Count, cycles(NetworkLoader.Load(Decoding(prefill.Source, c.Context)))))]);
    }

    /// <summary>The network that decodes one token after a prompt's network.</summary>
    /// <param name="source">Source of the network that prefills, such as <c>llama2-7b:prefill=64,batch=1,layers=32</c>.</param>
    /// <param name="context">Tokens attended to.</param>
    public static string Decoding(string source, int context) => PrefillOption().Replace(source, string.Create(CultureInfo.InvariantCulture, $"decode,context={context}"));

    /// <summary>Tokens of the prompt of a network.</summary>
    /// <param name="source">Source of the network.</param>
    /// <exception cref="DiagnosticException">It is not a built-in network that prefills.</exception>
    public static int Prompt(string source) => PrefillOption().Match(source) is { Success: true } match
        ? int.Parse(match.Groups["tokens"].ValueSpan, CultureInfo.InvariantCulture)
        : throw new DiagnosticException(Diagnostic.Error("CIM0817", "only a built-in network that prefills can generate", field: source, hint: "for example llama2-7b:prefill=128"));

    [GeneratedRegex("prefill=(?<tokens>[0-9]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PrefillOption();
}
