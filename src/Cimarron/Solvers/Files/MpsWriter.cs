namespace Cimarron.Solvers.Files;

/// <summary>
/// Writes models in free MPS format, columns in the order of the model's variables, in the subset that CBC, GLPK, Gurobi, HiGHS and SCIP share: always a
/// minimisation (the objective of a maximisation is negated, as a comment says), bounds of integer variables written out, indicators as big-M rows.
/// </summary>
internal sealed class MpsWriter
{
    private const string Comment = "* ";

    private readonly MipModel _model;
    private readonly ModelNames _names;
    private readonly TextWriter _output;
    private readonly double _sign;

    private MpsWriter(MipModel model, ModelNames names, TextWriter output)
    {
        _model = model;
        _names = names;
        _output = output;
        _sign = model.IsMaximization ? -1 : 1;
    }

    /// <summary>Writes a model without indicators.</summary>
    public static void Write(MipModel model, ModelNames names, TextWriter output, CancellationToken cancellationToken) => new MpsWriter(model, names, output).Write(cancellationToken);

    private void Write(CancellationToken cancellationToken)
    {
        var size = _model.Size;
        _output.Write($"{Comment}{size.Variables} variables, {size.Binaries} binary, {size.Integers} integer, {size.Constraints} rows\n");
        if (_model.IsMaximization)
        {
            _output.Write($"{Comment}the model maximises: the objective below is its negative\n");
        }


        // CBC reads free format only where this line says so.
        _output.Write($"NAME {new NameTable().Take(_model.Name)} FREE\n");
        WriteRows();
        WriteColumns(cancellationToken);
        WriteRightSides();
        WriteRanges();
        WriteBounds();
        _output.Write("ENDATA\n");
    }

    private void WriteRows()
    {
        _output.Write($"ROWS\n N {ModelNames.Objective}\n");
        for (var i = 0; i < _model.Constraints.Count; i++)
        {
            var row = _model.Constraints[i];
            if (IsVacuous(row))
            {
                continue;
            }

            _output.Write($" {(row.Lower == row.Upper ? 'E' : double.IsFinite(row.Upper) ? 'L' : 'G')} {_names.Rows[i]}\n");
            if (NeedsTwoRows(row))
            {
                _output.Write($" G {_names.LowerRows[i]}\n");
            }
        }
    }

    private void WriteColumns(CancellationToken cancellationToken)
    {
        _output.Write("COLUMNS\n");
        var columns = Columns();
        var (isInteger, markers) = (false, 0);
        for (var j = 0; j < columns.Length; j++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_model.Variables[j].IsWhole != isInteger)
            {
                isInteger = !isInteger;
                WriteMarker(markers++, isInteger);
            }

            foreach (var (row, coefficient) in columns[j])
            {
                _output.Write($" {_names.Variables[j]} {row} {ModelNames.Number(coefficient)}\n");
            }
        }

        if (isInteger)
        {
            WriteMarker(markers, isStart: false);
        }
    }

    private void WriteMarker(int number, bool isStart) => _output.Write($" MARKER_{number} 'MARKER' '{(isStart ? "INTORG" : "INTEND")}'\n");

    /// <summary>By variable: its coefficients, at least one of them, for a column without any would not be declared.</summary>
    private List<(string Row, double Coefficient)>[] Columns()
    {
        var columns = new List<(string Row, double Coefficient)>[_model.Variables.Count];
        for (var j = 0; j < columns.Length; j++)
        {
            columns[j] = [];
        }

        foreach (var term in _model.Objective)
        {
            columns[term.Variable.Index].Add((ModelNames.Objective, _sign * term.Coefficient));
        }

        for (var i = 0; i < _model.Constraints.Count; i++)
        {
            var row = _model.Constraints[i];
            foreach (var term in IsVacuous(row) ? [] : row.Terms)
            {
                columns[term.Variable.Index].Add((_names.Rows[i], term.Coefficient));
                if (NeedsTwoRows(row))
                {
                    columns[term.Variable.Index].Add((_names.LowerRows[i], term.Coefficient));
                }
            }
        }

        foreach (var column in columns.Where(c => c.Count == 0))
        {
            column.Add((ModelNames.Objective, 0));
        }

        return columns;
    }

    /// <summary>The right side of the objective row is the negative of its constant.</summary>
    private void WriteRightSides()
    {
        _output.Write("RHS\n");
        WriteRightSide(ModelNames.Objective, -_sign * _model.ObjectiveConstant);
        for (var i = 0; i < _model.Constraints.Count; i++)
        {
            var row = _model.Constraints[i];
            if (IsVacuous(row))
            {
                continue;
            }

            WriteRightSide(_names.Rows[i], double.IsFinite(row.Upper) ? row.Upper : row.Lower);
            if (NeedsTwoRows(row))
            {
                WriteRightSide(_names.LowerRows[i], row.Lower);
            }
        }
    }

    private void WriteRightSide(string row, double value)
    {
        if (value != 0)
        {
            _output.Write($" RHS {row} {ModelNames.Number(value)}\n");
        }
    }

    private void WriteRanges()
    {
        var isFirst = true;
        for (var i = 0; i < _model.Constraints.Count; i++)
        {
            var row = _model.Constraints[i];
            if (ModelNames.IsTwoSided(row) && !NeedsTwoRows(row))
            {
                _output.Write(isFirst ? "RANGES\n" : "");
                isFirst = false;
                _output.Write($" RANGE {_names.Rows[i]} {ModelNames.Number(row.Upper - row.Lower)}\n");
            }
        }
    }

    private void WriteBounds()
    {
        _output.Write("BOUNDS\n");
        for (var j = 0; j < _model.Variables.Count; j++)
        {
            foreach (var bound in Bounds(_model.Variables[j]))
            {
                _output.Write($" {bound.Kind} BOUND {_names.Variables[j]}{(bound.Value is { } value ? $" {ModelNames.Number(value)}" : "")}\n");
            }
        }
    }

    /// <summary>The lower bound comes first: some readers take an upper bound ≤ 0 without one to mean that there is none.</summary>
    private static IEnumerable<(string Kind, double? Value)> Bounds(ModelVariable variable)
    {
        var (lower, upper) = (variable.Lower, variable.Upper);
        return (double.IsFinite(lower), double.IsFinite(upper)) switch
        {
            (true, true) when lower == upper => [("FX", lower)],
            (true, true) when lower == 0 && upper > 0 => [("UP", upper)],
            (true, true) => [("LO", lower), ("UP", upper)],
            (true, false) when lower == 0 => variable.IsWhole ? [("PL", null)] : [],
            (true, false) when variable.IsWhole => [("LO", lower), ("PL", null)],
            (true, false) => [("LO", lower)],
            (false, true) => [("MI", null), ("UP", upper)],
            _ => [("FR", null)],
        };
    }

    /// <summary>A range is stored as its width; where that would round the lower side away, two rows are exact.</summary>
    private static bool NeedsTwoRows(ModelConstraint row) => ModelNames.IsTwoSided(row) && row.Upper - (row.Upper - row.Lower) != row.Lower;

    private static bool IsVacuous(ModelConstraint row) => double.IsInfinity(row.Lower) && double.IsInfinity(row.Upper);
}
