namespace Cimarron.Workloads.Onnx;

/// <summary>Bounds the memory and the time of constant folding over a whole model, so that no file can exhaust either.</summary>
internal sealed class FoldBudget
{
    private long kept = 64_000_000;
    private long work = 1_000_000_000;

    /// <summary>Asks for a result of so many elements, computed by handling so many; false when the budget is used up.</summary>
    public bool TrySpend(long elementsKept, long elementsHandled)
    {
        if (elementsKept > kept || elementsHandled > work)
        {
            return false;
        }

        kept -= elementsKept;
        work -= elementsHandled;
        return true;
    }
}
