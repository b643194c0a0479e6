using Cimarron.DualMode.Programs;

namespace Cimarron.DualMode.Simulation.Values;

/// <summary>The bytes of a tensor wherever they are: in external memory, in arrays, or streaming past.</summary>
internal sealed class TensorBytes(ProgramTensor tensor, ChipBytes chip)
{
    private readonly FeatureMap map = new(tensor);
    private readonly List<Part> arriving = [];
    private readonly byte[] incoming = new byte[tensor.Elements];
    private readonly byte[] live = new byte[tensor.Elements];
    private readonly byte[] merged = new byte[tensor.Elements];
    private bool hasResults;

    public ProgramTensor Tensor => tensor;

    /// <summary>External memory.</summary>
    public byte[] External { get; } = new byte[tensor.Elements];

    /// <summary>Takes what an operator computes, before <see cref="Deliver"/>.</summary>
    public byte[] Produced { get; } = new byte[tensor.Elements];

    /// <summary>Its arrays; null when it has none.</summary>
    public TensorRuns? Runs { get; set; }

    public void Reset()
    {
        Runs = null;
        arriving.Clear();
        hasResults = false;
        External.AsSpan().Fill(ChipBytes.Lost);
        live.AsSpan().Fill(ChipBytes.Lost);
    }

    public void Read(Part part)
    {
        Store(External, part);
        if (Runs is not { IsWhole: true })
        {
            map.Copy(External, incoming, part);
            arriving.Add(part);
        }
    }

    public void Write(Part part) => map.Copy(OnChip(), External, part);

    /// <summary>Results of the segment before are gone; what was read for this one is there.</summary>
    public void BeginSegment()
    {
        if (hasResults)
        {
            live.AsSpan().Fill(ChipBytes.Lost);
            hasResults = false;
        }

        foreach (var part in arriving)
        {
            map.Copy(incoming, live, part);
        }
    }

    public void EndSegment()
    {
        foreach (var part in arriving)
        {
            map.Fill(live, part, ChipBytes.Lost);
        }

        arriving.Clear();
    }

    /// <summary>Features of <see cref="Produced"/> become available.</summary>
    public void Deliver(Part part)
    {
        Store(Produced, part);
        if (Runs is not { IsWhole: true })
        {
            map.Copy(Produced, live, part);
            hasResults = true;
        }
    }

    /// <summary>The tensor as an operator sees it; valid until the next call.</summary>
    public byte[] OnChip()
    {
        if (Runs is not { Items.IsEmpty: false } runs)
        {
            return live;
        }

        if (!runs.IsWhole)
        {
            live.CopyTo(merged, 0);
        }

        runs.Gather(chip, merged);
        return merged;
    }

    /// <summary>Puts features into the arrays, the others there staying what they are.</summary>
    private void Store(byte[] from, Part part)
    {
        if (Runs is { Items.IsEmpty: false } runs)
        {
            runs.Gather(chip, merged);
            map.Copy(from, merged, part);
            runs.Scatter(merged, chip);
        }
    }
}
