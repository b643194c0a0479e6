namespace Cimarron.Workloads.Onnx;

/// <summary>Bounds the work of constant folding over a whole model, so that no file can make the import run for ever.</summary>
internal sealed class FoldBudget
{
    private long remaining = 100_000_000;

    /// <summary>Takes <paramref name="elements"/> from the budget; false when it is used up.</summary>
    public bool TrySpend(long elements)
    {
        if (elements > remaining)
        {
            return false;
        }

        // Even an empty tensor costs a node's worth of work.
        remaining -= elements + 16;
        return true;
    }
}
