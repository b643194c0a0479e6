namespace Cimarron.Workloads.Zoo;

/// <summary>What a transformer is asked to compute in one pass.</summary>
/// <param name="Batch">Independent sequences.</param>
/// <param name="Tokens">New tokens per sequence: the sequence length, or 1 when decoding.</param>
/// <param name="Context">Tokens every new token attends to, itself included; equal to <paramref name="Tokens"/> unless decoding.</param>
/// <param name="Layers">Blocks.</param>
/// <param name="Mode">The option that stands for the mode: seq, prefill or decode.</param>
internal sealed record TransformerRun(int Batch, int Tokens, int Context, int Layers, string Mode)
{
    private const int DefaultTokens = 128;

    private static readonly string[] PrefillNames = ["prefill", "seq"];

    /// <summary>Reads the options; errors are collected in <paramref name="options"/>.</summary>
    public static TransformerRun Read(TransformerConfig config, ZooOptions options)
    {
        if (!config.IsDecoder)
        {
            options.Allow("seq", "batch", "layers");
            var length = options.Number("seq", DefaultTokens);
            return new TransformerRun(options.Number("batch", 1), length, length, options.Number("layers", config.Layers), "seq");
        }

        options.Allow("prefill", "seq", "decode", "context", "batch", "layers");
        var decodes = options.Flag("decode");
        if (options.Has("prefill") && options.Has("seq"))
        {
            options.Error("seq", "the option means the same as 'prefill'; give one of them");
        }

        foreach (var name in PrefillNames.Where(n => decodes && options.Has(n)))
        {
            options.Error(name, "a pass either prefills or decodes", "Give the tokens already in the cache as context=<number>.");
        }

        if (!decodes && options.Has("context"))
        {
            options.Error("context", "the option applies to decoding only", "Add decode, or give the prompt length as prefill=<number>.");
        }

        var prompt = options.Number(options.Has("prefill") ? "prefill" : "seq", DefaultTokens);
        var context = options.Number("context", DefaultTokens);
        return new TransformerRun(
            options.Number("batch", 1), decodes ? 1 : prompt, decodes ? context : prompt, options.Number("layers", config.Layers), decodes ? "decode" : "prefill");
    }

    /// <summary>The options in effect, in the syntax in which they are given.</summary>
    public override string ToString() =>
        (Mode == "decode" ? $"decode,context={Context}" : $"{Mode}={Tokens}") + $",batch={Batch},layers={Layers}";
}
