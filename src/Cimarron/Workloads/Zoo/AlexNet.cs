namespace Cimarron.Workloads.Zoo;

/// <summary>AlexNet in the single-tower form of the common model libraries: 714.2 M MACs at 224 × 224.</summary>
internal static class AlexNet
{
    /// <summary>The matrix rows.</summary>
    public static CnnRow[] Rows { get; } =
    [
        Conv("conv1", 3, 64, 11, 4, 2, 224, 55),
        Conv("conv2", 64, 192, 5, 1, 2, 27, 27),
        Conv("conv3", 192, 384, 3, 1, 1, 13, 13),
        Conv("conv4", 384, 256, 3, 1, 1, 13, 13),
        Conv("conv5", 256, 256, 3, 1, 1, 13, 13),
        new CnnRow { Name = "fc6", Type = "fc", Cin = 9216, Cout = 4096 },
        new CnnRow { Name = "fc7", Type = "fc", Cin = 4096, Cout = 4096 },
        new CnnRow { Name = "fc8", Type = "fc", Cin = 4096, Cout = 1000 },
    ];

    private static CnnRow Conv(string name, int cin, int cout, int kernel, int stride, int padding, int hin, int hout) =>
        new() { Name = name, Type = "conv", Cin = cin, Cout = cout, K = kernel, S = stride, P = padding, Hin = hin, Hout = hout };
}
