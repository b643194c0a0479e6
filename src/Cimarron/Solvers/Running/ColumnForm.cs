using System.Runtime.InteropServices;

namespace Cimarron.Solvers.Running;

/// <summary>
/// A model as solvers' programming interfaces want it: a minimisation, the matrix column by column. The objective's constant, where there is one, is the
/// cost of an extra last column fixed to 1. Its file is little-endian, so that a script can map it without parsing: a header of 32 bytes (magic number, columns,
/// rows, non-zeros, whether there is a start, and three unused integers), then the doubles cost, column lower, column upper, row lower, row upper, values, start, then
/// the 32-bit integers column starts and row indices, then a byte per column: 1 for an integer variable.
/// </summary>
internal sealed class ColumnForm
{
    /// <summary>Marks the file and its version.</summary>
    public const int Magic = 0x314D4943;

    private ColumnForm(int columns, int rows, int nonzeros, bool hasStart)
    {
        (Cost, ColumnLower, ColumnUpper, IsInteger) = (new double[columns], new double[columns], new double[columns], new byte[columns]);
        (RowLower, RowUpper) = (new double[rows], new double[rows]);
        (Starts, Indices, Values) = (new int[columns + 1], new int[nonzeros], new double[nonzeros]);
        Start = hasStart ? new double[columns] : [];
    }

    /// <summary>Objective by column, to be made small.</summary>
    public double[] Cost { get; }

    /// <summary>Lower bounds by column, −∞ for none.</summary>
    public double[] ColumnLower { get; }

    /// <summary>Upper bounds by column, +∞ for none.</summary>
    public double[] ColumnUpper { get; }

    /// <summary>Lower sides by row.</summary>
    public double[] RowLower { get; }

    /// <summary>Upper sides by row.</summary>
    public double[] RowUpper { get; }

    /// <summary>Where each column starts in <see cref="Indices"/>; one more than columns.</summary>
    public int[] Starts { get; }

    /// <summary>Rows of the coefficients.</summary>
    public int[] Indices { get; }

    /// <summary>The coefficients.</summary>
    public double[] Values { get; }

    /// <summary>By column: 1 for an integer variable.</summary>
    public byte[] IsInteger { get; }

    /// <summary>A solution to start from, or empty.</summary>
    public double[] Start { get; }

    /// <summary>The column form of a model without indicators.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">Whether it is relaxed, and where to start.</param>
    public static ColumnForm Of(MipModel model, SolveOptions options)
    {
        var columns = model.Variables.Count + (model.ObjectiveConstant == 0 ? 0 : 1);
        var form = new ColumnForm(columns, model.Constraints.Count, checked((int)model.Size.Nonzeros), options.WarmStart is not null);
        var sign = model.IsMaximization ? -1 : 1;
        foreach (var term in model.Objective)
        {
            form.Cost[term.Variable.Index] = sign * term.Coefficient;
        }

        for (var j = 0; j < model.Variables.Count; j++)
        {
            var variable = model.Variables[j];
            (form.ColumnLower[j], form.ColumnUpper[j]) = (variable.Lower, variable.Upper);
            form.IsInteger[j] = variable.IsWhole && !options.RelaxIntegrality ? (byte)1 : (byte)0;
        }

        if (columns > model.Variables.Count)
        {
            (form.Cost[^1], form.ColumnLower[^1], form.ColumnUpper[^1]) = (sign * model.ObjectiveConstant, 1, 1);
        }

        for (var j = 0; j < form.Start.Length; j++)
        {
            form.Start[j] = j < model.Variables.Count ? options.WarmStart![j] : 1;
        }

        form.FillMatrix(model);
        return form;
    }

    /// <summary>Writes the file.</summary>
    public void Write(string path)
    {
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 16);
        Write<int>(stream, [Magic, Cost.Length, RowLower.Length, Indices.Length, Start.Length == 0 ? 0 : 1, 0, 0, 0]);
        foreach (var numbers in (double[][])[Cost, ColumnLower, ColumnUpper, RowLower, RowUpper, Values, Start])
        {
            Write<double>(stream, numbers);
        }

        Write<int>(stream, Starts);
        Write<int>(stream, Indices);
        Write<byte>(stream, IsInteger);
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">It is not such a file.</exception>
    public static ColumnForm Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        var header = new int[8];
        Read<int>(stream, header);
        if (header[0] != Magic)
        {
            throw new InvalidDataException("not a model of this version");
        }

        var form = new ColumnForm(header[1], header[2], header[3], header[4] != 0);
        foreach (var numbers in (double[][])[form.Cost, form.ColumnLower, form.ColumnUpper, form.RowLower, form.RowUpper, form.Values, form.Start])
        {
            Read<double>(stream, numbers);
        }

        Read<int>(stream, form.Starts);
        Read<int>(stream, form.Indices);
        Read<byte>(stream, form.IsInteger);
        return form;
    }

    private static void Write<T>(Stream stream, ReadOnlySpan<T> values)
        where T : unmanaged => stream.Write(MemoryMarshal.AsBytes(values));

    private static void Read<T>(Stream stream, Span<T> values)
        where T : unmanaged => stream.ReadExactly(MemoryMarshal.AsBytes(values));

    /// <summary>Rows come in order, so each column's rows are ascending.</summary>
    private void FillMatrix(MipModel model)
    {
        foreach (var term in model.Constraints.SelectMany(c => c.Terms))
        {
            Starts[term.Variable.Index + 1]++;
        }

        for (var j = 0; j < Cost.Length; j++)
        {
            Starts[j + 1] += Starts[j];
        }

        var next = Starts[..^1];
        for (var i = 0; i < model.Constraints.Count; i++)
        {
            var row = model.Constraints[i];
            (RowLower[i], RowUpper[i]) = (row.Lower, row.Upper);
            foreach (var term in row.Terms)
            {
                var place = next[term.Variable.Index]++;
                (Indices[place], Values[place]) = (i, term.Coefficient);
            }
        }
    }
}
