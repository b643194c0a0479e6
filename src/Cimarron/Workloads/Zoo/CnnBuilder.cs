namespace Cimarron.Workloads.Zoo;

/// <summary>
/// Builds a convolutional network from its table for a batch of images: the matrix rows in order, and the vector operators between them that the
/// architecture prescribes. As in files, a convolution repeats for every image, and a fully connected layer has a row per image.
/// Batch normalisation and biases are folded into the convolutions, as exporters do.
/// </summary>
internal sealed class CnnBuilder
{
    private readonly NodeWriter writer = new();
    private readonly CnnRow[] rows;
    private int tip = -1;
    private int blockInput = -1;
    private readonly int batch;

    private CnnBuilder(CnnRow[] rows, int batch)
    {
        this.rows = rows;
        this.batch = batch;
    }

    /// <summary>The nodes of a network in the style of its family.</summary>
    public static NetworkBuilder Build(CnnFamily family, CnnRow[] rows, int batch)
    {
        var builder = new CnnBuilder(rows, batch);
        for (var i = 0; i < builder.rows.Length; i++)
        {
            switch (family)
            {
                case CnnFamily.Plain:
                    builder.AddPlain(i);
                    break;
                case CnnFamily.Residual:
                    builder.AddResidual(i);
                    break;
                default:
                    builder.AddMobile(i);
                    break;
            }
        }

        return builder.writer.Network;
    }

    private CnnRow? After(int i) => i + 1 < rows.Length ? rows[i + 1] : null;

    private int Matrix(CnnRow row, int input) => row.IsDense
        ? writer.Matrix(row.ToLayer(batch), "Gemm", 1, false, input)
        : writer.Matrix(row.ToLayer(batch), "Conv", batch, false, input);

    private void Append(string name, string opType, long elements, params int[] inputs) =>
        tip = writer.Vector(name, opType, elements * batch, 1, inputs);

    private void Flatten(long elements) => tip = writer.View("flatten", "Flatten", elements * batch, tip);

    private void AddPlain(int i)
    {
        // VGG-16 and AlexNet: every layer but the last is rectified; the table's sizes tell where a pool follows.
        var row = rows[i];
        tip = Matrix(row, tip);
        if (After(i) is not { } next)
        {
            return;
        }

        Append($"{row.Name}/relu", "Relu", row.Elements, tip);
        if (row.IsDense)
        {
            return;
        }

        var side = next.IsDense ? (int)Math.Round(Math.Sqrt(next.Cin / (double)row.Cout)) : next.Hin;
        if (side != row.Hout)
        {
            Append($"{row.Name}/pool", "MaxPool", (long)row.Cout * side * side, tip);
        }

        if (next.IsDense)
        {
            // Both end in an adaptive average pool that keeps the size.
            Append("avgpool", "AveragePool", next.Cin, tip);
            Flatten(next.Cin);
        }
    }

    private void AddResidual(int i)
    {
        var row = rows[i];
        var parts = row.Name.Split('.');
        if (parts.Length != 3)
        {
            AddStemOrHead(row, After(i), hasPool: true, "Relu");
            return;
        }

        // Rows of a block are c1, c2 (, c3), and ds when the shortcut is projected from the block's input.
        var isShortcut = parts[2] == "ds";
        blockInput = parts[2] == "c1" ? tip : blockInput;
        var shortcut = isShortcut ? Matrix(row, blockInput) : blockInput;
        tip = isShortcut ? tip : Matrix(row, tip);
        var next = After(i)?.Name.Split('.');
        var isBlockDone = next is not { Length: 3 } || next[2] == "c1";
        if (isBlockDone)
        {
            var block = $"{parts[0]}.{parts[1]}";
            Append($"{block}/add", "Add", row.Elements, tip, shortcut);
            Append($"{block}/relu", "Relu", row.Elements, tip);
        }
        else if (next![2] != "ds")
        {
            Append($"{row.Name}/relu", "Relu", row.Elements, tip);
        }
    }

    private void AddMobile(int i)
    {
        var row = rows[i];
        var isProjection = row.Name.EndsWith(".proj", StringComparison.Ordinal);
        var activation = rows.Any(r => r.Name.EndsWith(".proj", StringComparison.Ordinal)) ? "Clip" : "Relu";
        if (row.Name.EndsWith(".exp", StringComparison.Ordinal))
        {
            blockInput = tip;
        }

        if (!isProjection)
        {
            AddStemOrHead(row, After(i), hasPool: false, activation);
            return;
        }

        tip = Matrix(row, tip);
        if (HasShortcut(i))
        {
            Append($"{row.Name[..^5]}/add", "Add", row.Elements, blockInput, tip);
        }
    }

    private bool HasShortcut(int i)
    {
        // An inverted residual adds its input when the shape is unchanged: stride 1 and equal channels, with an expansion in front.
        return i >= 2 && rows[i - 2].Name.EndsWith(".exp", StringComparison.Ordinal) && rows[i - 1].S == 1 && rows[i - 2].Cin == rows[i].Cout;
    }

    private void AddStemOrHead(CnnRow row, CnnRow? next, bool hasPool, string activation)
    {
        if (row.IsDense)
        {
            Append("avgpool", "GlobalAveragePool", row.Cin, tip);
            Flatten(row.Cin);
            tip = Matrix(row, tip);
            return;
        }

        tip = Matrix(row, tip);
        Append($"{row.Name}/{activation.ToLowerInvariant()}", activation, row.Elements, tip);
        if (hasPool && next is not null)
        {
            Append("maxpool", "MaxPool", (long)row.Cout * next.Hin * next.Hin, tip);
        }
    }
}
