using Spectre.Console;

namespace Cimarron.Tool.Output;

/// <summary>Tables in the tool's one style; cell text is never read as markup.</summary>
internal static class TableExtensions
{
    public static Table Create() => new() { Border = TableBorder.Simple, UseSafeBorder = false };

    public static Table Left(this Table table, params string[] columns) => Add(table, columns, Justify.Left);

    public static Table Right(this Table table, params string[] columns) => Add(table, columns, Justify.Right);

    public static Table Row(this Table table, params string[] cells)
    {
        table.AddRow(cells.Select(c => new Text(ToolConsole.Clean(c.ReplaceLineEndings(" ")))));
        return table;
    }

    private static Table Add(Table table, string[] columns, Justify justify)
    {
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(ToolConsole.Clean(column))) { Alignment = justify, Padding = new Padding(0, 0, 2, 0) });
        }

        return table;
    }
}
