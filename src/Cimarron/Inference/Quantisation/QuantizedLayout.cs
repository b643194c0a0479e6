namespace Cimarron.Inference.Quantisation;

/// <summary>Where the features of a tensor lie in its shape.</summary>
public enum QuantizedLayout
{
    /// <summary>The last axis: matrices.</summary>
    Trailing,

    /// <summary>The second axis: images, [batch, channels, height, width].</summary>
    Channels,

    /// <summary>Axes 0 and 2 of [groups, rows, columns]; feature g·columns + k.</summary>
    Groups,
}
