namespace Cimarron.Inference.Quantisation;

/// <summary>How often the values of tensors occur, collected over runs of <see cref="IntegerReference"/>: pass <see cref="Add"/> as its observer.</summary>
public sealed class BitProfile
{
    private readonly SortedDictionary<string, long[]> histograms = new(StringComparer.Ordinal);

    /// <summary>Names of the tensors seen.</summary>
    public IReadOnlyCollection<string> Tensors => histograms.Keys;

    /// <summary>Counts the bytes of a tensor.</summary>
    public void Add(QuantizedTensor tensor, byte[] bytes)
    {
        if (!histograms.TryGetValue(tensor.Name, out var histogram))
        {
            histograms[tensor.Name] = histogram = new long[256];
        }

        foreach (var b in bytes)
        {
            histogram[b]++;
        }
    }

    /// <summary>How often every byte occurs; index is the byte, for signed tensors in two's complement.</summary>
    public IReadOnlyList<long> Histogram(string tensor) => histograms[tensor];

    /// <summary>The share of zeros in every bit, from the lowest to the highest of eight, 0 … 1.</summary>
    public double[] ZeroBits(string tensor)
    {
        var histogram = histograms[tensor];
        double total = histogram.Sum();
        return [.. Enumerable.Range(0, 8).Select(bit => Enumerable.Range(0, 256).Where(b => (b >> bit & 1) == 0).Sum(b => histogram[b]) / total)];
    }
}
