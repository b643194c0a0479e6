using Cimarron.Solvers;

namespace Cimarron.Tests.Solvers;

/// <summary>Tiny programs of integer variables, with everything a model can have: all kinds of rows, indicators, negative and fixed bounds, constants.</summary>
internal static class RandomModels
{
    /// <summary>One program; it may have no solution.</summary>
    public static MipModel Next(Random random)
    {
        var model = new MipModel($"random {random.Next(1000)}");
        var objective = AddBlock(model, random, "");
        Optimize(model, objective, random.Next(2) == 0);
        return model;
    }

    /// <summary>Adds variables and rows to a model.</summary>
    /// <returns>An objective over the new variables.</returns>
    public static LinearExpression AddBlock(MipModel model, Random random, string prefix)
    {
        var variables = Enumerable.Range(0, random.Next(2, 6)).Select(i => AddVariable(model, random, $"{prefix}v{i}")).ToArray();
        var binaries = variables.Where(v => model.Variables[v.Index].Kind == VariableKind.Binary).ToArray();
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var (row, name) = (Sum(variables, random) + random.Next(-3, 4), $"{prefix}row{i}");
            var right = random.Next(-6, 10);
            switch (random.Next(6))
            {
                case 0:
                    model.AddRange(right - random.Next(1, 8), row, right, name);
                    break;
                case 1 when binaries.Length > 0:
                    model.AddIndicator(binaries[random.Next(binaries.Length)], random.Next(2) == 0, new LinearConstraint(row, (ConstraintSense)random.Next(3), right), name);
                    break;
                case 2:
                    model.AddConstraint(new LinearConstraint(row, ConstraintSense.Equal, right), name);
                    break;
                default:
                    model.AddConstraint(new LinearConstraint(row, (ConstraintSense)random.Next(2), right), name);
                    break;
            }
        }

        return Sum(variables, random) + (random.Next(3) == 0 ? random.Next(-20, 20) / 4.0 : 0);
    }

    /// <summary>Sets the objective.</summary>
    public static void Optimize(MipModel model, LinearExpression objective, bool isMaximization)
    {
        if (isMaximization)
        {
            model.Maximize(objective);
        }
        else
        {
            model.Minimize(objective);
        }
    }

    private static Variable AddVariable(MipModel model, Random random, string name)
    {
        var lower = random.Next(-3, 2);
        return random.Next(3) switch
        {
            0 => model.AddVariable(name, lower, lower + random.Next(0, 5), VariableKind.Integer),
            _ => model.AddBinary(name),
        };
    }

    private static LinearExpression Sum(Variable[] variables, Random random) =>
        LinearExpression.Sum(variables.Where(_ => random.Next(4) > 0).Select(v => new Term(v, random.Next(8) == 0 ? random.NextDouble() * 5 : random.Next(-5, 6))));
}
