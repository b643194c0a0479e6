namespace Cimarron.Solvers.Files;

/// <summary>The names a model has in files; the same for both formats, so a solution file can be read back by name.</summary>
internal sealed class ModelNames
{
    /// <summary>The name of the objective row.</summary>
    public const string Objective = "obj";

    /// <summary>Names the variables and rows of a model.</summary>
    public ModelNames(MipModel model)
    {
        // A reader that keeps all names in one table must find no variable and row alike.
        var table = new NameTable();
        table.Take(Objective);
        Variables = [.. model.Variables.Select(v => table.Take(v.Name))];
        Rows = [.. model.Constraints.Select(c => table.Take(c.Name))];
        Constant = table.Take("objective_constant");
        LowerRows = [.. model.Constraints.Select((c, i) => IsTwoSided(c) ? table.Take($"{Rows[i]}_lower") : Rows[i])];
    }

    /// <summary>By variable.</summary>
    public string[] Variables { get; }

    /// <summary>By row.</summary>
    public string[] Rows { get; }

    /// <summary>By row: the name of its lower side where a format needs a row of its own for it.</summary>
    public string[] LowerRows { get; }

    /// <summary>A variable fixed to 1 that carries the objective's constant.</summary>
    public string Constant { get; }

    /// <summary>Whether a row has two different finite sides.</summary>
    public static bool IsTwoSided(ModelConstraint row) => double.IsFinite(row.Lower) && double.IsFinite(row.Upper) && row.Lower != row.Upper;

    /// <summary>A number that reads back to the same bits.</summary>
    public static string Number(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture).Replace('E', 'e');
}
