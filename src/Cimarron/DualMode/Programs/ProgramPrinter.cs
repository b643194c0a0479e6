using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Cimarron.Workloads;

namespace Cimarron.DualMode.Programs;

/// <summary>Writes programs as text: one declaration or instruction a line, the form that <see cref="ProgramParser"/> reads back without loss.</summary>
public static class ProgramPrinter
{
    private const string DefaultLayerName = "layer";

    /// <summary>The canonical text; equal programs have equal texts.</summary>
    /// <param name="program">Any program, legal or not.</param>
    public static string Print(MetaProgram program)
    {
        var text = new StringBuilder();
        text.Append("program ").Append(ProgramName.Quote(program.Name)).Append(" chip ").Append(ProgramName.Quote(program.Chip));
        AppendHash(text, "chip-hash", program.ChipHash);
        AppendHash(text, "model-hash", program.ModelHash);
        text.Append('\n');
        foreach (var tensor in program.Tensors)
        {
            Append(text, tensor);
        }

        foreach (var item in program.Operators)
        {
            Append(text, item);
        }

        foreach (var vector in program.Vectors)
        {
            Append(text, vector);
        }

        text.Append("code {\n");
        AppendAll(text, program.Code, 1);
        return text.Append("}\n").ToString();
    }

    /// <summary>One instruction on one line, e.g. <c>MEM.free(x)</c>.</summary>
    public static string Print(Instruction instruction) => instruction switch
    {
        SwitchMode s => $"CM.switch({(s.ToCompute ? "TOC" : "TOM")}, {Arrays(s.Arrays)})",
        Allocate { Operator: { } op } a => $"MEM.alloc({ProgramName.Of(a.Tensor)}, {Arrays(a.Arrays)}, as {ProgramName.Of(op)} from {a.FirstTile})",
        Allocate a => $"MEM.alloc({ProgramName.Of(a.Tensor)}, {Arrays(a.Arrays)})",
        Free f => $"MEM.free({ProgramName.Of(f.Tensor)})",
        Carry c => $"MEM.carry({ProgramName.Of(c.From)} -> {ProgramName.Of(c.To)})",
        ExternalRead r => $"EXT.read({ProgramName.Of(r.Tensor)}, {Range(r.Part)})",
        ExternalWrite w => $"EXT.write({ProgramName.Of(w.Tensor)}, {Range(w.Part)})",
        WriteTiles w => $"CIM.write({ProgramName.Of(w.Operator)}, tiles {Range(w.Tiles)}, arrays {Arrays(w.Arrays)})",
        Compute c => $"CIM.mvm({ProgramName.Of(c.Operator)}, tiles {Range(c.Tiles)}, arrays {Arrays(c.Arrays)}{Via(c.Via)})",
        RunVector v => $"VEC.run({ProgramName.Of(v.Vector)}, {Range(v.Part)})",
        _ => throw new ArgumentOutOfRangeException(nameof(instruction)),
    };

    /// <summary>Numbers of arrays, ascending runs joined: <c>3-7,9</c>; <c>none</c> when there are none.</summary>
    public static string Arrays(ArraySet arrays)
    {
        var text = new StringBuilder();
        for (var i = 0; i < arrays.Count;)
        {
            var end = i + 1;
            while (end < arrays.Count && arrays[end] == arrays[end - 1] + 1L)
            {
                end++;
            }

            text.Append(text.Length > 0 ? "," : "").Append(arrays[i]);
            if (end > i + 1)
            {
                text.Append('-').Append(arrays[end - 1]);
            }

            i = end;
        }

        return text.Length == 0 ? "none" : text.ToString();
    }

    private static void AppendHash(StringBuilder text, string key, string hash)
    {
        if (hash.Length > 0)
        {
            text.Append(' ').Append(key).Append(' ').Append(ProgramName.Quote(hash));
        }
    }

    private static void Append(StringBuilder text, ProgramTensor tensor)
    {
        text.Append("tensor ").Append(ProgramName.Of(tensor.Name)).Append(tensor.IsUnsigned ? " : u8[" : " : i8[").AppendJoin(',', tensor.Shape).Append(']');
        text.Append(tensor.Layout switch { FeatureLayout.Channels => " channels", FeatureLayout.Groups => " groups", _ => "" });
        text.Append(tensor.Role switch { TensorRole.Input => " input", TensorRole.Output => " output", _ => "" });
        if (tensor.Scale is { } scale)
        {
            text.Append(" scale=").Append(scale.ToString("R", CultureInfo.InvariantCulture));
        }

        if (tensor.ZeroPoint != 0)
        {
            text.Append(" zero=").Append(tensor.ZeroPoint);
        }

        text.Append('\n');
    }

    private static void Append(StringBuilder text, ProgramOperator op)
    {
        text.Append("operator ").Append(ProgramName.Of(op.Name)).Append($" : M={op.Rows} N={op.Reduction} K={op.Columns} groups={op.Groups} pack={op.GroupsPerTile}");
        text.Append(" input=").Append(ProgramName.Of(op.Input));
        if (op.Stationary is { } stationary)
        {
            text.Append(" stationary=").Append(ProgramName.Of(stationary));
        }

        text.Append(op.IsStationaryTransposed ? " transposed" : "").Append(" output=").Append(ProgramName.Of(op.Output));
        if (op.FirstFeature > 0)
        {
            text.Append(" first=").Append(op.FirstFeature);
        }

        if (op.Packing is { } p)
        {
            text.Append($" packed(N={p.Rows},K={p.Columns},width={p.Width},moved={p.Moved},index={p.IndexBits})");
        }

        if (op.Convolution is { } shape)
        {
            text.Append(' ').Append(Convolution(shape));
        }

        text.Append('\n');
    }

    private static string Convolution(Layer l)
    {
        var name = l.Name == DefaultLayerName ? "" : $"name={ProgramName.Of(l.Name)},";
        return $"conv({name}H={l.H},W={l.W},R={l.R},S={l.S},P={l.P},Q={l.Q},C={l.C},K={l.K},G={l.G},stride={l.StrideHeight},{l.StrideWidth},"
            + $"dilation={l.DilationHeight},{l.DilationWidth},padding={l.Padding.Top},{l.Padding.Left},{l.Padding.Bottom},{l.Padding.Right})";
    }

    private static void Append(StringBuilder text, ProgramVector vector)
    {
        text.Append("vector ").Append(ProgramName.Of(vector.Name)).Append(" : ").Append(ProgramName.Of(vector.Operation)).Append('(');
        text.AppendJoin(", ", vector.Inputs.Select(ProgramName.Of)).Append(") -> ").Append(ProgramName.Of(vector.Output));
        text.Append(" elements=").Append(vector.Elements).Append(vector.IsFeaturewise ? " featurewise" : "");
        if (!vector.Attributes.IsEmpty)
        {
            text.Append(" { ").AppendJoin(", ", vector.Attributes.Select(a => $"{ProgramName.Of(a.Key)}={ProgramName.Value(a.Value)}")).Append(" }");
        }

        text.Append('\n');
    }

    private static void AppendAll(StringBuilder text, IEnumerable<Statement> statements, int depth)
    {
        foreach (var statement in statements)
        {
            text.Append(' ', 2 * depth);
            switch (statement)
            {
                case ParallelBlock block:
                    text.Append("parallel ").Append(ProgramName.Quote(block.Name)).Append(" {\n");
                    AppendAll(text, block.Body, depth + 1);
                    text.Append(' ', 2 * depth).Append("}\n");
                    break;
                case RepeatBlock repeat:
                    text.Append("repeat ").Append(repeat.Count).Append(Carries(repeat.Carries)).Append(" {\n");
                    AppendAll(text, repeat.Body, depth + 1);
                    text.Append(' ', 2 * depth).Append("}\n");
                    break;
                default:
                    text.Append(Print((Instruction)statement)).Append('\n');
                    break;
            }
        }
    }

    private static string Carries(ImmutableArray<(string From, string To)> carries) => carries.IsEmpty
        ? ""
        : " carry " + string.Join(", ", carries.Select(c => $"{ProgramName.Of(c.From)} -> {ProgramName.Of(c.To)}"));

    private static string Range(Part part) => part.Count == 1 ? $"{part.First}" : $"{part.First}-{part.End - 1}";

    private static string Via(ImmutableArray<string> via) => via.IsEmpty ? "" : ", via " + string.Join(", ", via.Select(ProgramName.Of));
}
