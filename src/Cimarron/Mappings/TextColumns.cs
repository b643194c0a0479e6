using System.Text;

namespace Cimarron.Mappings;

/// <summary>Rows of cells, padded to common widths when printed.</summary>
/// <param name="alignment">One character per column: <c>&lt;</c> left, <c>&gt;</c> right.</param>
internal sealed class TextColumns(string alignment)
{
    private const string Gap = "  ";

    private readonly List<string[]> rows = [];

    /// <summary>Adds a row and returns its index.</summary>
    public int Add(params string[] cells)
    {
        rows.Add(cells);
        return rows.Count - 1;
    }

    /// <summary>The rows, all cells padded, without trailing blanks.</summary>
    public List<string> Lines()
    {
        var widths = Enumerable.Range(0, alignment.Length).Select(Width).ToArray();
        return [.. rows.Select(row => Line(row, widths))];
    }

    /// <summary>The width of a column.</summary>
    public int Width(int column) => rows.Select(row => row[column].Length).DefaultIfEmpty(0).Max();

    private string Line(string[] row, int[] widths)
    {
        var line = new StringBuilder();
        for (var column = 0; column < row.Length; column++)
        {
            line.Append(column > 0 && widths[column] > 0 ? Gap : "");
            line.Append(alignment[column] == '>' ? row[column].PadLeft(widths[column]) : row[column].PadRight(widths[column]));
        }

        return line.ToString().TrimEnd();
    }
}
