using Cimarron.Inference;
using Cimarron.Inference.Arrays;

namespace Cimarron.Tests.Inference;

/// <summary>The labelled digits that belong to the digits network.</summary>
internal sealed class Digits
{
    private readonly byte[] pixels;

    private Digits(IReadOnlyDictionary<string, NpyArray> arrays)
    {
        pixels = arrays["images"].Bytes.ToArray();
        Labels = arrays["labels"].ToIntegers();
    }

    public long[] Labels { get; }

    public int Count => Labels.Length;

    public static Digits Load() => new(NpzFile.Read(Path.Combine(AppContext.BaseDirectory, "Data", "digits-test.npz")));

    /// <summary>Images as 0 … 1, [count, 1, 28, 28].</summary>
    public Tensor Images(int first, int count) => Tensor.Of(Array.ConvertAll(pixels[(first * 784)..((first + count) * 784)], p => p / 255f), count, 1, 28, 28);

    /// <summary>The index of the largest number, the first one of equals.</summary>
    public static int Best(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
        {
            best = logits[i] > logits[best] ? i : best;
        }

        return best;
    }
}
