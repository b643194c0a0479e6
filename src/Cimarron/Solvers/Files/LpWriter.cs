namespace Cimarron.Solvers.Files;

/// <summary>
/// Writes models in the LP format that CPLEX introduced and CBC, GLPK, Gurobi, HiGHS and SCIP read, in the subset they all understand: rows with two sides
/// become two rows, the objective's constant the coefficient of a variable fixed to 1, indicators big-M rows.
/// </summary>
internal sealed class LpWriter
{
    private const int LineWidth = 100;

    private readonly MipModel _model;
    private readonly ModelNames _names;
    private readonly TextWriter _output;
    private int _column;

    private LpWriter(MipModel model, ModelNames names, TextWriter output)
    {
        _model = model;
        _names = names;
        _output = output;
    }

    /// <summary>What stands, times 0, where a model has nothing and the format wants something.</summary>
    private string Filler => _names.Variables.Length > 0 ? _names.Variables[0] : _names.Constant;

    /// <summary>Writes a model without indicators.</summary>
    public static void Write(MipModel model, ModelNames names, TextWriter output, CancellationToken cancellationToken) => new LpWriter(model, names, output).Write(cancellationToken);

    private void Write(CancellationToken cancellationToken)
    {
        var size = _model.Size;
        _output.Write($"\\ {OneLine(_model.Name)}: {size.Variables} variables, {size.Binaries} binary, {size.Integers} integer, {size.Constraints} rows\n");
        _output.Write(_model.IsMaximization ? "Maximize\n" : "Minimize\n");
        WriteObjective();
        _output.Write("Subject To\n");
        for (var i = 0; i < _model.Constraints.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            WriteRow(_model.Constraints[i], _names.Rows[i], _names.LowerRows[i]);
        }

        _output.Write("Bounds\n");
        for (var i = 0; i < _model.Variables.Count; i++)
        {
            WriteBounds(_model.Variables[i], _names.Variables[i]);
        }

        if (_model.ObjectiveConstant != 0)
        {
            _output.Write($" {_names.Constant} = 1\n");
        }

        WriteNames("General", v => v.IsWhole && !IsPlainBinary(v));
        WriteNames("Binary", IsPlainBinary);
        _output.Write("End\n");
    }

    /// <summary>A variable must occur before its bounds do, so those in no row stand in the objective with coefficient 0.</summary>
    private void WriteObjective()
    {
        var isUsed = new bool[_model.Variables.Count];
        foreach (var term in _model.Constraints.SelectMany(c => c.Terms).Concat(_model.Objective))
        {
            isUsed[term.Variable.Index] = true;
        }

        Start($" {ModelNames.Objective}:");
        WriteTerms(_model.Objective);
        for (var i = 0; i < isUsed.Length; i++)
        {
            if (!isUsed[i])
            {
                WriteTerm(0, _names.Variables[i]);
            }
        }

        if (_model.ObjectiveConstant != 0)
        {
            WriteTerm(_model.ObjectiveConstant, _names.Constant);
        }
        else if (_model.Objective.Count == 0 && Array.TrueForAll(isUsed, u => u))
        {
            WriteTerm(0, Filler);
        }

        _output.Write('\n');
    }

    private void WriteRow(ModelConstraint row, string name, string lowerName)
    {
        if (row.Lower == row.Upper)
        {
            WriteRow(row, name, "=", row.Upper);
            return;
        }

        if (double.IsFinite(row.Upper))
        {
            WriteRow(row, name, "<=", row.Upper);
        }

        if (double.IsFinite(row.Lower))
        {
            WriteRow(row, lowerName, ">=", row.Lower);
        }
    }

    private void WriteRow(ModelConstraint row, string name, string sense, double right)
    {
        Start($" {name}:");
        WriteTerms(row.Terms);
        if (row.Terms.Count == 0)
        {
            WriteTerm(0, Filler);
        }

        _output.Write($" {sense} {ModelNames.Number(right)}\n");
    }

    private void WriteBounds(ModelVariable variable, string name)
    {
        var (lower, upper) = (variable.Lower, variable.Upper);
        if (IsPlainBinary(variable) || (lower == 0 && double.IsPositiveInfinity(upper)))
        {
            return;
        }

        _output.Write((double.IsFinite(lower), double.IsFinite(upper)) switch
        {
            (true, true) when lower == upper => $" {name} = {ModelNames.Number(lower)}\n",
            (true, true) => $" {ModelNames.Number(lower)} <= {name} <= {ModelNames.Number(upper)}\n",
            (true, false) => $" {name} >= {ModelNames.Number(lower)}\n",
            (false, true) => $" -inf <= {name} <= {ModelNames.Number(upper)}\n",
            _ => $" {name} free\n",
        });
    }

    private void WriteNames(string section, Func<ModelVariable, bool> isIn)
    {
        var isFirst = true;
        for (var i = 0; i < _model.Variables.Count; i++)
        {
            if (!isIn(_model.Variables[i]))
            {
                continue;
            }

            if (isFirst)
            {
                _output.Write($"{section}\n");
                _column = 0;
                isFirst = false;
            }

            Append($" {_names.Variables[i]}");
        }

        if (!isFirst)
        {
            _output.Write('\n');
        }
    }

    private void WriteTerms(IReadOnlyList<Term> terms)
    {
        foreach (var term in terms)
        {
            WriteTerm(term.Coefficient, _names.Variables[term.Variable.Index]);
        }
    }

    private void WriteTerm(double coefficient, string name) => Append($" {(coefficient < 0 ? '-' : '+')} {ModelNames.Number(Math.Abs(coefficient))} {name}");

    private void Start(string text)
    {
        _output.Write(text);
        _column = text.Length;
    }

    private void Append(string text)
    {
        if (_column + text.Length > LineWidth)
        {
            _output.Write("\n ");
            _column = 1;
        }

        _output.Write(text);
        _column += text.Length;
    }

    private static bool IsPlainBinary(ModelVariable variable) => variable is { Kind: VariableKind.Binary, Lower: 0, Upper: 1 };

    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
