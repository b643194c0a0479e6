using Cimarron.Sparsity.Networks;
using Cimarron.Sparsity.Patterns;
using Cimarron.Sparsity.Placement;
using Cimarron.Sparsity.Pruning;

namespace Cimarron.Tool.Commands;

/// <summary>A pattern that <c>map</c> or <c>compile</c> is asked for, and where its masks come from.</summary>
internal sealed record PatternRequest(FlexBlock Pattern, PruneOptions Pruning, bool IsMasked, ulong Seed)
{
    /// <summary>The model, compressed for arrays.</summary>
    /// <exception cref="DiagnosticException">The model has no zeros to read, cannot be pruned, or the pattern cannot be packed on these arrays.</exception>
    public CompressedNetwork Compress(SparseModel model, ArrayGeometry array, CancellationToken cancellation)
    {
        var problems = new List<Diagnostic>();
        model.CheckMasked(IsMasked, problems);
        CommonOptions.ThrowIfAny(problems);
        var choice = new MaskChoice(model.Graph, Pruning, IsMasked, Seed);
        var network = model.Remark is { } remark ? model.Network with { Diagnostics = model.Network.Diagnostics.Add(remark) } : model.Network;
        return CompressedNetwork.Of(network, choice.For(network, Pattern, cancellation).Masks, Pattern, array, choice.ToString());
    }
}
