using Cimarron.Workloads.Onnx.Operators;
using Cimarron.Workloads.Onnx.Proto;

namespace Cimarron.Workloads.Onnx;

/// <summary>Runs the rule of one node, records the network node and binds the outputs.</summary>
internal sealed class NodeEmitter(NetworkBuilder network, Findings findings, IReadOnlyDictionary<string, TensorShape> stated, ImportTrace? trace)
{
    private const int MaxNameLength = 500;

    private const string UnsupportedHint = "Its work is in no total; replace the operator or account for it separately.";

    /// <summary>The node's name, or one made of operator and position.</summary>
    public static string NameOf(NodeProto node, int position)
    {
        // Names repeat in the prefix of everything inside a function, so an absurdly long one would multiply.
        var name = node.Name.Length > 0 ? node.Name : $"{node.OpType}_{position}";
        return name.Length <= MaxNameLength ? name : name[..MaxNameLength];
    }

    /// <summary>Binds a tensor to a name; rejects a second producer.</summary>
    public static void Bind(Scope scope, string name, TensorInfo tensor)
    {
        if (!scope.TryAdd(name, tensor))
        {
            throw new NodeProblemException("CIM0203", $"writes tensor '{name}', which is already produced elsewhere");
        }
    }

    /// <summary>Binds all outputs of a rejected node as unknown, so that its consumers are not reported too.</summary>
    public static void BindUnknown(NodeProto node, Frame frame)
    {
        foreach (var output in node.Output.Where(o => o.Length > 0))
        {
            frame.Scope.TryAdd(output, new TensorInfo(output, OnnxType.Undefined, null));
        }
    }

    /// <summary>Handles one node that is neither a call nor a decided branch.</summary>
    public void Emit(NodeProto node, NodeContext context, List<TensorInfo?> inputs, Frame frame)
    {
        Infer(node, context);
        var origin = Origin(node, context, inputs, frame);
        var kind = context.Kind == NodeKind.Unsupported ? NodeKind.Unsupported
            : origin == TensorOrigin.Constant ? NodeKind.Constant
            : origin == TensorOrigin.ShapeDerived ? NodeKind.Shape
            : context.Kind;
        var shapes = Shapes(node, context, frame);
        var isMatrix = kind == NodeKind.Matrix;
        var index = network.Add(
            new NetworkNode
            {
                Index = 0,
                Name = context.Name,
                OpType = node.OpType,
                Kind = kind,
                Layer = isMatrix ? context.Layer : null,
                Repeat = isMatrix ? context.Repeat : 1,
                Elements = Elements(node, shapes) / (isMatrix ? context.Repeat : 1),
                HasDynamicWeight = isMatrix && context.HasDynamicWeight,
                StationaryInput = isMatrix ? context.StationaryInput : -1,
                WeightName = isMatrix ? context.WeightName : null,
            },
            Producers(node, inputs, frame));
        var last = AddTrailing(context, isMatrix, index);
        BindOutputs(node, context, inputs, frame, shapes, origin, last);
        trace?.Add(node, context, inputs, frame.Scope, index);
    }

    private int AddTrailing(NodeContext context, bool isMatrix, int index) => isMatrix && context.TrailingElements > 0
        ? network.Add(
            new NetworkNode
            {
                Index = 0,
                Name = $"{context.Name}/overlap-add",
                OpType = "OverlapAdd",
                Kind = NodeKind.Vector,
                Elements = context.TrailingElements,
                Repeat = context.Repeat,
            },
            [index])
        : index;

    private void Infer(NodeProto node, NodeContext context)
    {
        var rule = OperatorTable.Find(node.Domain, node.OpType);
        if (rule is null)
        {
            context.Unsupported("the operator is not modelled");
            findings.WarnGrouped("CIM0220", Qualified(node), context.Name, context.Reason, UnsupportedHint);
            return;
        }

        try
        {
            rule(context);
            if (context.Kind == NodeKind.Unsupported)
            {
                findings.WarnGrouped("CIM0220", Qualified(node), context.Name, context.Reason, UnsupportedHint);
            }
        }
        catch (UnresolvedException e)
        {
            context.Unsupported(e.Message);
            findings.WarnGrouped(
                "CIM0221",
                e.IsInherited ? "nodes behind a tensor of unknown shape" : Qualified(node),
                context.Name,
                e.Message,
                UnsupportedHint);
        }
    }

    private static string Qualified(NodeProto node) => node.Domain.Length == 0 ? $"operator {node.OpType}" : $"operator {node.Domain}.{node.OpType}";

    private static TensorOrigin Origin(NodeProto node, NodeContext context, List<TensorInfo?> inputs, Frame frame)
    {
        if (context.Origin is { } decided)
        {
            return decided;
        }

        var reads = node.Attribute.Any(a => a.G is not null || a.Graphs.Count > 0)
            ? NodeOrder.Reads(node).Select(frame.Scope.Find)
            : inputs;
        var result = TensorOrigin.Constant;
        foreach (var tensor in reads)
        {
            if (tensor is { IsStatic: false })
            {
                return TensorOrigin.Runtime;
            }

            result = tensor is { Origin: TensorOrigin.ShapeDerived } ? TensorOrigin.ShapeDerived : result;
        }

        // An operator that is not modelled may draw its values at run time.
        return context.Kind == NodeKind.Unsupported && inputs.Count == 0 ? TensorOrigin.Runtime : result;
    }

    private TensorShape?[] Shapes(NodeProto node, NodeContext context, Frame frame)
    {
        var shapes = new TensorShape?[node.Output.Count];
        for (var i = 0; i < shapes.Length; i++)
        {
            shapes[i] = context.Outputs[i]?.Shape;
            if (frame.Depth > 0 || node.Output[i].Length == 0 || !stated.TryGetValue(node.Output[i], out var hint))
            {
                continue;
            }

            if (shapes[i] is { } inferred && !inferred.SameAs(hint))
            {
                findings.WarnGrouped("CIM0223", "shapes stated in the file", context.Name, $"the file says {hint}, but the graph gives {inferred}, which is used");
            }

            shapes[i] ??= hint;
        }

        return shapes;
    }

    private static long Elements(NodeProto node, TensorShape?[] shapes)
    {
        // Only a split divides its data over its outputs; elsewhere further outputs are by-products.
        var counted = node.OpType == "Split" ? shapes : shapes.Take(1);
        return counted.Sum(s => s?.Elements ?? 0);
    }

    private static IEnumerable<int> Producers(NodeProto node, List<TensorInfo?> inputs, Frame frame)
    {
        var direct = inputs.Select(i => i?.Producer ?? -1).Append(frame.Extra);
        return node.Attribute.Any(a => a.G is not null || a.Graphs.Count > 0)
            ? direct.Concat(NodeOrder.Reads(node).Select(name => frame.Scope.Find(name)?.Producer ?? -1))
            : direct;
    }

    private static void BindOutputs(
        NodeProto node, NodeContext context, List<TensorInfo?> inputs, Frame frame, TensorShape?[] shapes, TensorOrigin origin, int index)
    {
        var weight = context.ForwardsWeight || node.OpType == "DequantizeLinear" ? inputs.ElementAtOrDefault(0)?.WeightName : null;
        for (var i = 0; i < node.Output.Count; i++)
        {
            if (node.Output[i].Length > 0)
            {
                var output = context.Outputs[i];
                Bind(frame.Scope, node.Output[i], new TensorInfo(node.Output[i], output?.Type ?? OnnxType.Undefined, shapes[i], origin, output?.Value)
                {
                    Producer = index,
                    WeightName = weight,
                });
            }
        }
    }
}
