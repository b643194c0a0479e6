using System.Security.Cryptography;
using System.Text;
using Cimarron.Workloads;

namespace Cimarron.Tool.Commands;

/// <summary>A network of one layer, for <c>--layer</c>.</summary>
internal static class SingleLayerNetwork
{
    public static Network Of(Layer layer, string source) => new()
    {
        Name = layer.Name,
        Source = source,
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(layer.Shape.ToString()))),
        Nodes =
        [
            new NetworkNode
            {
                Index = 0,
                Name = layer.Name,
                OpType = "Layer",
                Kind = NodeKind.Matrix,
                Layer = layer,
                Elements = (long)layer.P * layer.Q * layer.K * layer.G,
            },
        ],
    };
}
