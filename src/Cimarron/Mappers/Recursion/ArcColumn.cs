namespace Cimarron.Mappers.Recursion;

/// <summary>A column of an operand on an arc, by what tells it from the others there.</summary>
internal readonly record struct ArcColumn(int Operand, int Tile, int Next, bool IsAnchored, int From, int To, bool Outward, bool Double, double Energy, double Added)
{
    public static ArcColumn Of(int operand, int tile, int next, bool isAnchored, in Column column) =>
        new(operand, tile, next, isAnchored, column.From, column.To, column.Outward, column.Double, column.Energy, column.Added);
}
