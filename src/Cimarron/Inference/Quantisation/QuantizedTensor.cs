using System.Collections.Immutable;

namespace Cimarron.Inference.Quantisation;

/// <summary>A tensor of bytes q that stand for the real values (q − <see cref="ZeroPoint"/>) · <see cref="Scale"/>.</summary>
public sealed record QuantizedTensor
{
    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>Dimensions, each ≥ 1.</summary>
    public required ImmutableArray<int> Shape { get; init; }

    /// <summary>Where its features lie.</summary>
    public QuantizedLayout Layout { get; init; }

    /// <summary>Real value of one step, &gt; 0.</summary>
    public required float Scale { get; init; }

    /// <summary>The byte that stands for 0, in the range of the bytes.</summary>
    public required int ZeroPoint { get; init; }

    /// <summary>Whether bytes are 0…255; −128…127 otherwise.</summary>
    public bool IsUnsigned { get; init; }

    /// <summary>Number of elements.</summary>
    public int Elements => Shape.Aggregate(1, (product, d) => checked(product * d));

    /// <summary>Smallest value of a byte.</summary>
    public int Lowest => IsUnsigned ? 0 : -128;

    /// <summary>Largest value of a byte.</summary>
    public int Highest => IsUnsigned ? 255 : 127;

    /// <summary>Number of features.</summary>
    public int Features => Layout switch
    {
        QuantizedLayout.Channels => Shape[1],
        QuantizedLayout.Groups => checked(Shape[0] * Shape[2]),
        _ => Shape.IsEmpty ? 1 : Shape[^1],
    };

    /// <summary>The integer that a byte of the tensor is.</summary>
    public int Integer(byte stored) => IsUnsigned ? stored : unchecked((sbyte)stored);

    /// <summary>The byte of a real value: rounded half to even in double precision, saturated.</summary>
    public byte Quantize(double real)
    {
        var rounded = Math.Round(real / Scale, MidpointRounding.ToEven) + ZeroPoint;
        return double.IsNaN(rounded) ? unchecked((byte)ZeroPoint) : unchecked((byte)(int)Math.Clamp(rounded, Lowest, Highest));
    }

    /// <summary>The real value of a byte.</summary>
    public double Real(byte stored) => (Integer(stored) - ZeroPoint) * (double)Scale;
}
