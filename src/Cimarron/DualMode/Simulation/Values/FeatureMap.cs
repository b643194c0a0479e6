using Cimarron.DualMode.Programs;

namespace Cimarron.DualMode.Simulation.Values;

/// <summary>Where element (row, feature) of a tensor lies in memory order.</summary>
internal sealed class FeatureMap
{
    private readonly FeatureLayout layout;

    /// <summary>Elements per feature and image (channels), or columns per group.</summary>
    private readonly int inner;

    public FeatureMap(ProgramTensor tensor)
    {
        layout = tensor.Layout;
        Features = tensor.Features;
        Rows = (int)(tensor.Elements / Features);
        inner = layout switch
        {
            FeatureLayout.Channels => Rows / tensor.Shape[0],
            FeatureLayout.Groups => tensor.Shape[2],
            _ => 1,
        };
    }

    public int Features { get; }

    public int Rows { get; }

    public int this[int row, int feature] => layout switch
    {
        FeatureLayout.Channels => (((row / inner * Features) + feature) * inner) + (row % inner),
        FeatureLayout.Groups => (((feature / inner * Rows) + row) * inner) + (feature % inner),
        _ => (row * Features) + feature,
    };

    /// <summary>Copies features from one buffer of the tensor to another.</summary>
    public void Copy(ReadOnlySpan<byte> from, Span<byte> to, Part part)
    {
        if (part.Count == Features)
        {
            from.CopyTo(to);
            return;
        }

        foreach (var (start, length) in Stretches(part))
        {
            from.Slice(start, length).CopyTo(to[start..]);
        }
    }

    public void Fill(Span<byte> bytes, Part part, byte value)
    {
        foreach (var (start, length) in Stretches(part))
        {
            bytes.Slice(start, length).Fill(value);
        }
    }

    /// <summary>The features' elements as stretches of memory.</summary>
    private IEnumerable<(int Start, int Length)> Stretches(Part part)
    {
        switch (layout)
        {
            case FeatureLayout.Channels:
                for (var row = 0; row < Rows; row += inner)
                {
                    yield return (this[row, part.First], part.Count * inner);
                }

                break;
            case FeatureLayout.Groups:
                for (var first = part.First; first < part.End;)
                {
                    var end = Math.Min(part.End, ((first / inner) + 1) * inner);
                    for (var row = 0; row < Rows; row++)
                    {
                        yield return (this[row, first], end - first);
                    }

                    first = end;
                }

                break;
            default:
                for (var row = 0; row < Rows; row++)
                {
                    yield return (this[row, part.First], part.Count);
                }

                break;
        }
    }
}
