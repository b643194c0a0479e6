namespace Cimarron.Workloads.Zoo;

/// <summary>How the rows of a convolutional network are connected.</summary>
internal enum CnnFamily
{
    /// <summary>A chain with pools: VGG, AlexNet.</summary>
    Plain,

    /// <summary>Blocks with shortcuts: ResNet.</summary>
    Residual,

    /// <summary>Separable convolutions, with inverted residuals in the second version: MobileNet.</summary>
    Mobile,
}
