namespace Cimarron.Workloads.Zoo;

/// <summary>
/// Builds a transformer from its configuration. All blocks are identical, so the graph holds one block whose nodes have Repeat = layers; the edge
/// from a block to the next is implied. Encoders normalise after each half block, decoders before. Biases and the softmax scale are part of the
/// matrix and softmax nodes; a causal mask saves no work. A decoder's head computes the logits of the last token of each sequence only.
/// </summary>
internal sealed class TransformerBuilder
{
    private readonly TransformerConfig config;
    private readonly TransformerRun run;
    private readonly NodeWriter writer = new();
    private readonly long rows;

    private TransformerBuilder(TransformerConfig config, TransformerRun run)
    {
        this.config = config;
        this.run = run;
        rows = (long)run.Batch * run.Tokens;
    }

    /// <summary>The nodes of one pass.</summary>
    public static NetworkBuilder Build(TransformerConfig config, TransformerRun run)
    {
        var builder = new TransformerBuilder(config, run);
        var hidden = builder.Embed();
        hidden = builder.Block(hidden);
        if (config.IsDecoder)
        {
            builder.Head(hidden);
        }

        return builder.writer.Network;
    }

    private long HiddenElements => rows * config.Hidden;

    private int Embed()
    {
        var tip = writer.Vector("embedding", "Gather", HiddenElements, 1);
        return config.IsDecoder ? tip : writer.Vector("embedding/norm", "LayerNormalization", HiddenElements, 1, tip);
    }

    private int Block(int input)
    {
        var norm = config.IsGated ? "RMSNormalization" : "LayerNormalization";
        var source = config.IsDecoder ? BlockVector("block/norm1", norm, HiddenElements, input) : input;
        var tip = BlockVector("block/add1", "Add", HiddenElements, input, Attention(source));
        var middle = config.IsDecoder ? tip : BlockVector("block/norm1", norm, HiddenElements, tip);
        source = config.IsDecoder ? BlockVector("block/norm2", norm, HiddenElements, tip) : middle;
        tip = BlockVector("block/add2", "Add", HiddenElements, middle, FeedForward(source));
        return config.IsDecoder ? tip : BlockVector("block/norm2", norm, HiddenElements, tip);
    }

    private int Attention(int source)
    {
        var queryWidth = config.Heads * config.HeadDim;
        var keyWidth = config.KvHeads * config.HeadDim;
        var query = Project("block/q", config.Hidden, queryWidth, source);
        var key = Project("block/k", config.Hidden, keyWidth, source);
        var value = Project("block/v", config.Hidden, keyWidth, source);
        if (config.IsRotary)
        {
            query = BlockVector("block/q/rotary", "RotaryEmbedding", rows * queryWidth, query);
            key = BlockVector("block/k/rotary", "RotaryEmbedding", rows * keyWidth, key);
        }

        // Query heads that share a key head are rows of one product: the shared keys are written to the arrays once.
        var shared = (long)config.Heads / config.KvHeads * run.Tokens;
        var groups = (long)config.KvHeads * run.Batch;
        var scores = writer.Matrix(Gemm("block/qk", shared, config.HeadDim, run.Context, groups), "MatMul", run.Layers, true, query, key);
        var weights = BlockVector("block/softmax", "Softmax", (long)config.Heads * run.Batch * run.Tokens * run.Context, scores);
        var mixed = writer.Matrix(Gemm("block/sv", shared, run.Context, config.HeadDim, groups), "MatMul", run.Layers, true, weights, value);
        return Project("block/o", queryWidth, config.Hidden, mixed);
    }

    private int FeedForward(int source)
    {
        var inner = rows * config.Ffn;
        if (!config.IsGated)
        {
            var up = Project("block/ffn1", config.Hidden, config.Ffn, source);
            var activated = BlockVector("block/activation", config.Act == "relu" ? "Relu" : "Gelu", inner, up);
            return Project("block/ffn2", config.Ffn, config.Hidden, activated);
        }

        var gate = Project("block/gate", config.Hidden, config.Ffn, source);
        var plain = Project("block/up", config.Hidden, config.Ffn, source);
        var silu = BlockVector("block/activation", "Silu", inner, gate);
        return Project("block/down", config.Ffn, config.Hidden, BlockVector("block/mul", "Mul", inner, silu, plain));
    }

    private void Head(int hidden)
    {
        var elements = (long)run.Batch * config.Hidden;
        var norm = writer.Vector("head/norm", config.IsGated ? "RMSNormalization" : "LayerNormalization", elements, 1, hidden);
        writer.Matrix(Gemm("head", run.Batch, config.Hidden, config.Vocab, 1), "MatMul", 1, false, norm);
    }

    private int Project(string name, int from, int to, int input) =>
        writer.Matrix(Gemm(name, rows, from, to, 1), "MatMul", run.Layers, false, input);

    private int BlockVector(string name, string opType, long elements, params int[] inputs) =>
        writer.Vector(name, opType, elements, run.Layers, inputs);

    private static Layer Gemm(string name, long rows, int reduction, int columns, long groups)
    {
        var layer = rows <= int.MaxValue && groups <= int.MaxValue ? Layer.Gemm(name, (int)rows, reduction, columns, (int)groups) : null;
        return layer is not null && LayerBounds.MacsFit(layer)
            ? layer
            : throw new DiagnosticException(Diagnostic.Error(
                "CIM0111", $"{rows} rows in {groups} groups exceed the range of a layer", field: $"node '{name}'", hint: "Reduce batch, seq, prefill or context."));
    }
}
