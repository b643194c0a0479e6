using System.Collections.Immutable;
using Cimarron.Workloads.Onnx.Proto;

namespace Cimarron.Workloads.Onnx;

/// <summary>A node as the import saw it.</summary>
/// <param name="Node">The node in the file.</param>
/// <param name="Context">Its name, attributes and operator set.</param>
/// <param name="Inputs">What it reads; null where an optional input is left out.</param>
/// <param name="Outputs">What it produces; null where an output is not wanted.</param>
/// <param name="Index">Its index in the network.</param>
internal sealed record TracedNode(NodeProto Node, NodeContext Context, ImmutableArray<TensorInfo?> Inputs, ImmutableArray<TensorInfo?> Outputs, int Index);
