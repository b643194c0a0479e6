using System.Globalization;
using System.Runtime.InteropServices;
using Cimarron.Solvers.Checking;
using Cimarron.Solvers.Running;

namespace Cimarron.Solvers.Cbc;

/// <summary>
/// Solves one model with the CBC library inside this process, which exists for that alone: the library prints to standard output, may overrun its time, and takes its
/// process down when it fails. See <see cref="CbcSolver"/> for the other side.
/// </summary>
internal sealed class CbcWorker
{
    private readonly ColumnForm _form;
    private readonly IntPtr _model;

    private CbcWorker(ColumnForm form)
    {
        _form = form;
        _model = CbcLibrary.NewModel();
    }

    /// <summary>Reads a model, solves it and writes the answer.</summary>
    /// <param name="modelPath">A <see cref="ColumnForm"/>.</param>
    /// <param name="answerPath">Takes the <see cref="WorkerAnswer"/>.</param>
    /// <param name="parameters">CBC parameters, names and values in turn.</param>
    public static void Run(string modelPath, string answerPath, IReadOnlyList<string> parameters)
    {
        var worker = new CbcWorker(ColumnForm.Read(modelPath));
        try
        {
            worker.Load(parameters);
            _ = CbcLibrary.Solve(worker._model);
            worker.Answer().Write(answerPath);
        }
        finally
        {
            CbcLibrary.DeleteModel(worker._model);
        }
    }

    private bool HasIntegers => Array.Exists(_form.IsInteger, i => i != 0);

    private void Load(IReadOnlyList<string> parameters)
    {
        var form = _form;
        CbcLibrary.LoadProblem(
            _model, form.Cost.Length, form.RowLower.Length, form.Starts, form.Indices, form.Values, form.ColumnLower, form.ColumnUpper, form.Cost, form.RowLower, form.RowUpper);
        CbcLibrary.SetObjectiveSense(_model, 1);
        var integers = Enumerable.Range(0, form.IsInteger.Length).Where(j => form.IsInteger[j] != 0).ToArray();
        foreach (var column in integers)
        {
            CbcLibrary.SetInteger(_model, column);
        }

        if (form.Start.Length > 0 && integers.Length > 0)
        {
            SetNames();
            CbcLibrary.SetStart(_model, integers.Length, integers, [.. integers.Select(j => form.Start[j])]);
        }

        for (var i = 0; i + 1 < parameters.Count; i += 2)
        {
            CbcLibrary.SetParameter(_model, parameters[i], parameters[i + 1]);
        }
    }

    /// <summary>
    /// CBC looks its start up by the names of columns. As soon as there are any names, Clp's presolve copies those of the rows too, without a look at whether there are some:
    /// then it reads beyond an empty list and the process ends with a segmentation fault. So rows get names with the columns.
    /// </summary>
    private void SetNames()
    {
        for (var j = 0; j < _form.Cost.Length; j++)
        {
            CbcLibrary.SetColumnName(_model, j, string.Create(CultureInfo.InvariantCulture, $"x{j}"));
        }

        for (var i = 0; i < _form.RowLower.Length; i++)
        {
            CbcLibrary.SetRowName(_model, i, string.Create(CultureInfo.InvariantCulture, $"r{i}"));
        }
    }

    private WorkerAnswer Answer()
    {
        var claim = HasIntegers ? ClaimOfTree() : ClaimOfRelaxation();
        var solution = HasIntegers ? CbcLibrary.BestSolution(_model) : claim == Claim.Optimal ? CbcLibrary.RelaxationSolution(_model) : IntPtr.Zero;
        var bound = HasIntegers ? CbcLibrary.GetBound(_model) : claim == Claim.Optimal ? CbcLibrary.GetObjective(_model) : double.NaN;
        return new WorkerAnswer
        {
            Version = Marshal.PtrToStringUTF8(CbcLibrary.GetVersion()),
            Status = claim.ToString(),
            Bound = Math.Abs(bound) < MipModel.Infinity ? bound : null,
            Nodes = CbcLibrary.GetNodeCount(_model),
            Values = solution == IntPtr.Zero ? null : Copy(solution),
        };
    }

    private Claim ClaimOfTree() =>
        CbcLibrary.IsProvenOptimal(_model) != 0 ? Claim.Optimal
        : CbcLibrary.IsContinuousUnbounded(_model) != 0 ? Claim.InfeasibleOrUnbounded
        : CbcLibrary.IsProvenInfeasible(_model) != 0 ? Claim.Infeasible
        : Claim.Stopped;

    /// <summary>Without integer variables "infeasible" stands for both cases, and only the first solve tells which.</summary>
    private Claim ClaimOfRelaxation() =>
        CbcLibrary.IsRelaxationOptimal(_model) != 0 ? Claim.Optimal
        : CbcLibrary.IsRelaxationInfeasible(_model) != 0 ? Claim.Infeasible
        : CbcLibrary.IsProvenInfeasible(_model) != 0 || CbcLibrary.IsContinuousUnbounded(_model) != 0 ? Claim.InfeasibleOrUnbounded
        : Claim.Stopped;

    private double[] Copy(IntPtr solution)
    {
        var values = new double[_form.Cost.Length];
        Marshal.Copy(solution, values, 0, values.Length);
        return values;
    }
}
