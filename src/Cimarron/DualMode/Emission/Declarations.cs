using System.Collections.Immutable;
using Cimarron.DualMode.Lowering;
using Cimarron.DualMode.Programs;
using Cimarron.DualMode.Segmentation;

namespace Cimarron.DualMode.Emission;

/// <summary>What a program declares of its network.</summary>
internal static class Declarations
{
    public static ImmutableArray<ProgramTensor> Tensors(DualNetwork network) => [.. network.Tensors.Select(t => new ProgramTensor
    {
        Name = t.Name,
        Shape = t.Shape.IsEmpty ? [checked((int)(t.Bytes / t.Features)), t.Features] : t.Shape,
        Layout = t.Shape.IsEmpty ? FeatureLayout.Trailing : t.Layout,
        Role = t.Role,
        IsUnsigned = t.IsUnsigned,
        Scale = t.Scale,
        ZeroPoint = t.ZeroPoint,
    })];

    public static ImmutableArray<ProgramOperator> Operators(DualNetwork network, Plan plan) => [.. network.Operators.Where(o => o.IsMatrix).Select(o => new ProgramOperator
    {
        Name = o.Name,
        Rows = o.Rows,
        Reduction = o.Reduction,
        Columns = o.Columns,
        Groups = o.Groups,
        GroupsPerTile = plan.Tilings[o.Index]!.GroupsPerTile,
        Input = network.Tensors[o.Input].Name,
        Stationary = o.Stationary < 0 ? null : network.Tensors[o.Stationary].Name,
        IsStationaryTransposed = o.Stationary >= 0 && network.Tensors[o.Stationary].IsTransposed,
        Output = network.Tensors[o.Output].Name,
        FirstFeature = o.FirstFeature,
        Convolution = o.Convolution,
        Packing = o.Packing,
    })];
}
